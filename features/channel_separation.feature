Feature: Each channel has Punch Out settings of its own
  For the QA engineer of a portal with several stores: what is set for one channel says nothing about another, and
  a new channel takes no part in punch out before somebody configures it.
  From the documentation's heading "Configure the Connector".

  Rule: A channel takes no part before it is configured

    @P2G-CHANNEL-010 @must
    Scenario: A new channel issues no start URL
      Given a new channel with a site of its own
      And a buyer of the new channel's site
      When the buyer punches out
      Then the punch out is refused

    @P2G-CHANNEL-010 @must
    Scenario: A new channel is switched off and has no start URL
      Given a new channel with a site of its own
      When the administrator looks at the control panel
      Then Punch Out is shown switched off for the new channel, without a start URL

  Rule: The toggle of one channel does not switch another

    @P2G-CHANNEL-011 @must @settings
    Scenario: A channel that is switched off leaves the other one on
      Given another channel with a site of its own
      And Punch Out is switched on for the other channel
      And Punch Out is switched off for the channel
      And a buyer of the other channel's site
      When the buyer punches out
      Then the punch out is accepted

    @P2G-CHANNEL-011 @must @settings
    Scenario: The other channel that is switched on leaves this one off
      Given another channel with a site of its own
      And Punch Out is switched off for the channel
      And Punch Out is switched on for the other channel
      And a buyer with the punch out role
      When the buyer punches out
      Then the punch out is refused

    @P2G-CHANNEL-011 @must
    Scenario: The other channel that is switched off leaves this one on
      Given another channel with a site of its own
      And Punch Out is switched on for the other channel
      And Punch Out is switched off for the other channel
      And a buyer with the punch out role
      When the buyer punches out
      Then the punch out is accepted

  Rule: Each channel issues its own start URL

    @P2G-CHANNEL-012 @must
    Scenario: The other channel issues the start URL that was entered for it
      Given another channel with a site of its own
      And Punch Out is switched on for the other channel
      And a buyer of the other channel's site
      When the buyer punches out
      Then the start URL is the other channel's with an access token

    @P2G-CHANNEL-012 @must
    Scenario: A start URL that is entered for the other channel leaves this one's alone
      Given another channel with a site of its own
      And Punch Out is switched on for the other channel
      And a buyer with the punch out role
      When the buyer punches out
      Then the start URL is the configured one with an access token

  Rule: A buyer is served where the buyer belongs

    @P2G-CHANNEL-014 @must
    Scenario: A buyer of one site is not served on the other
      Given another channel with a site of its own
      And Punch Out is switched on for the other channel
      And a buyer with the punch out role
      And the hub sends the buyer to the other channel
      When the buyer punches out
      Then the punch out is refused

    @P2G-CHANNEL-014 @must
    Scenario: A buyer who belongs to both sites is served on the other
      Given another channel with a site of its own
      And Punch Out is switched on for the other channel
      And a buyer of both channels' sites, with the punch out role
      And the hub sends the buyer to the other channel
      When the buyer punches out
      Then the punch out is accepted
