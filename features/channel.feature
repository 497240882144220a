Feature: Punch Out is configured for each channel
  For the QA engineer with the documentation open: Control Panel, Commerce, Channels, the channel, Punch Out.
  From the documentation's heading "Configure the Connector".

  Rule: The toggle switches punch out on and off

    @P2G-CHANNEL-001 @must @settings
    Scenario: A channel that is switched off issues no start URL
      Given a buyer with the punch out role
      And Punch Out is switched off for the channel
      When the buyer punches out
      Then the punch out is refused

    @P2G-CHANNEL-001 @must @settings
    Scenario: A channel that is switched on again issues start URLs
      Given a buyer with the punch out role
      And Punch Out is switched off for the channel
      And Punch Out is switched on for the channel
      When the buyer punches out
      Then the punch out is accepted

    @P2G-CHANNEL-004 @must @settings
    Scenario: A channel that is switched off during a session takes no cart
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      And Punch Out is switched off for the channel
      When the buyer goes to the checkout by its address
      Then the hub received no cart
      And the buyer is still in the storefront

  Rule: The Punch Out Start URL is where buyers arrive

    @P2G-CHANNEL-002 @must @smoke
    Scenario: The start URL is the one configured for the channel
      Given a buyer with the punch out role
      When the buyer punches out
      Then the start URL is the configured one with an access token

    @P2G-CHANNEL-013 @must @settings
    Scenario Outline: The start URL is used as it was entered
      Given a buyer with the punch out role
      And the channel's start URL has <something>
      When the buyer punches out
      Then the start URL is the configured one with an access token

      Examples:
        | something                  |
        | parameters                 |
        | letters of both cases      |
        | escaped characters         |
        | an empty parameter         |
        | a fragment                 |
        | parameters and a fragment  |
        | a question mark at its end |

    @P2G-CHANNEL-002 @must @settings
    Scenario Outline: A start URL that has something already signs the buyer in
      Given a buyer with the punch out role
      And the channel's start URL has <something>
      And the buyer has a start URL
      When the buyer opens the start URL
      Then the buyer is signed in

      Examples:
        | something                  |
        | parameters                 |
        | parameters and a fragment  |

    @P2G-CHANNEL-003 @must @settings
    Scenario: A channel without a start URL issues none
      Given a buyer with the punch out role
      And the channel has no start URL
      When the buyer punches out
      Then the punch out is refused
