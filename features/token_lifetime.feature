Feature: The access token lives as long as configured
  For the QA engineer: Access Token Duration says how many seconds a start URL is good for. What is set counts for the
  tokens that are issued from then on.
  From the documentation's heading "Punch Out Access Token Provider Configuration".

  Rule: A token ends with its duration

    @P2G-TOKEN-003 @P2G-TOKEN-004 @must @settings
    Scenario Outline: A token is good until just before its duration ends
      Given a buyer with the punch out role
      And Access Token Duration is <duration> seconds
      And the buyer has a start URL
      And <passed> seconds pass
      When the buyer opens the start URL
      Then the buyer is signed in

      Examples:
        | the shortest, three seconds, a day | duration | passed |
        | 1 second                           | 1        | 0      |
        | 3 seconds                          | 3        | 2      |
        | a day                              | 86400    | 86399  |

    @P2G-TOKEN-003 @P2G-TOKEN-004 @must @settings
    Scenario Outline: A token lets nobody in from when its duration has ended
      Given a buyer with the punch out role
      And Access Token Duration is <duration> seconds
      And the buyer has a start URL
      And <duration> seconds pass
      When a visitor opens the buyer's start URL
      Then the visitor is a guest

      Examples:
        | the shortest, three seconds, a day | duration |
        | 1 second                           | 1        |
        | 3 seconds                          | 3        |
        | a day                              | 86400    |

  Rule: The duration that is in force counts, whoever has set it

    @P2G-TOKEN-003 @must
    Scenario: With the duration in force a token is good until shortly before its end
      Given a buyer with the punch out role
      And Access Token Duration is what is in force
      And the buyer has a start URL
      And all of the duration but 3 seconds passes
      When the buyer opens the start URL
      Then the buyer is signed in

    @P2G-TOKEN-003 @must
    Scenario: With the duration in force a token lets nobody in from its end
      Given a buyer with the punch out role
      And Access Token Duration is what is in force
      And the buyer has a start URL
      And all of the duration passes
      When a visitor opens the buyer's start URL
      Then the visitor is a guest

    @P2G-TOKEN-003 @must
    Scenario: Whoever has let a token end punches out anew
      Given a buyer with the punch out role
      And Access Token Duration is what is in force
      And the buyer has a start URL
      And all of the duration passes
      And a visitor opens the buyer's start URL
      And the buyer has a start URL
      When the buyer opens the start URL
      Then the buyer is signed in

  Rule: A change is for tokens that are issued later

    @P2G-TOKEN-011 @must @settings
    Scenario: A shorter duration leaves a token alone that was issued before
      Given a buyer with the punch out role
      And Access Token Duration is 30 seconds
      And the buyer has a start URL
      And Access Token Duration is 1 second
      And 1 second passes
      When the buyer opens the start URL
      Then the buyer is signed in

    @P2G-TOKEN-011 @must @settings
    Scenario: A longer duration revives no token that was issued before
      Given a buyer with the punch out role
      And Access Token Duration is 1 second
      And the buyer has a start URL
      And Access Token Duration is 30 seconds
      And 1 second passes
      When a visitor opens the buyer's start URL
      Then the visitor is a guest

    @P2G-TOKEN-011 @must @settings
    Scenario: Another size leaves a token alone that was issued before
      Given a buyer with the punch out role
      And Access Token Size is 8
      And the buyer has a start URL
      And Access Token Size is 64
      When the buyer opens the start URL
      Then the buyer is signed in

  Rule: A value that makes no sense lets nobody in

    @P2G-TOKEN-012 @must @settings
    Scenario Outline: Zero and less is refused or harmless
      Given a buyer with the punch out role
      When the administrator sets Access Token <setting> to <value>
      Then the value is refused and changes nothing, or else lets nobody in
      And with the former value the buyer is signed in

      Examples:
        | setting  | value |
        | Duration | 0     |
        | Duration | -1    |
        | Size     | 0     |
        | Size     | -1    |

  Rule: The defaults are short

    @P2G-TOKEN-010 @may @settings
    Scenario: By default a token has 8 bytes and is good for 15 seconds
      Given Access Token Duration and Size have their defaults
      When the administrator looks at the control panel
      Then Access Token Duration is shown as 15 and Access Token Size as 8
