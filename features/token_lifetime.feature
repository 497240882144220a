Feature: The access token lives as long as configured
  For the QA engineer: Access Token Duration says how many seconds a start URL is good for, and auto login
  decides whether it is good at all.
  From the documentation's headings "Enable Auto Login Punch Out Access Token" and "Punch Out Access Token
  Provider Configuration".

  Rule: A token ends with its duration

    @P2G-TOKEN-003 @must @settings
    Scenario: A token is good before its duration ends
      Given a buyer with the punch out role
      And Access Token Duration is 3 seconds
      And the buyer has a start URL
      And 1 second passes
      When the buyer opens the start URL
      Then the buyer is signed in

    @P2G-TOKEN-003 @must @settings
    Scenario: A token that is late lets nobody in
      Given a buyer with the punch out role
      And Access Token Duration is 1 second
      And the buyer has a start URL
      And 1 second passes
      When a visitor opens the buyer's start URL
      Then the visitor is a guest

    @P2G-TOKEN-004 @must @settings
    Scenario: A longer duration keeps a token good for longer
      Given a buyer with the punch out role
      And Access Token Duration is 5 seconds
      And the buyer has a start URL
      And 2 seconds pass
      When the buyer opens the start URL
      Then the buyer is signed in

    @P2G-TOKEN-004 @must @settings
    Scenario: A change of the duration leaves tokens alone that were issued before
      Given a buyer with the punch out role
      And Access Token Duration is 30 seconds
      And the buyer has a start URL
      And Access Token Duration is 1 second
      And 1 second passes
      When the buyer opens the start URL
      Then the buyer is signed in

  Rule: Auto login decides whether a token is good

    @P2G-LOGIN-002 @must @settings
    Scenario: With auto login switched off a token lets nobody in
      Given a buyer with the punch out role
      And auto login is switched off
      And the buyer has a start URL
      When a visitor opens the buyer's start URL
      Then the visitor is a guest

    @P2G-LOGIN-001 @must @settings
    Scenario: With auto login switched on again a token lets the buyer in
      Given a buyer with the punch out role
      And auto login is switched off
      And auto login is switched on
      And the buyer has a start URL
      When the buyer opens the start URL
      Then the buyer is signed in
