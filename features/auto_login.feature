Feature: Auto login decides whether an access token is good
  For the QA engineer: Control Panel, System Settings, API Authentication, Auto Login Punch Out Access Token. Whoever
  has not switched it on lets nobody in by a token.
  From the documentation's heading "Enable Auto Login Punch Out Access Token".

  Rule: Auto login is off until somebody switches it on

    @P2G-LOGIN-010 @must @settings
    Scenario: By default a token lets nobody in
      Given a buyer with the punch out role
      And auto login has its default
      And the buyer has a start URL
      When a visitor opens the buyer's start URL
      Then the visitor is a guest

    @P2G-LOGIN-010 @must @settings
    Scenario: By default auto login is shown switched off
      Given auto login has its default
      When the administrator looks at the control panel
      Then auto login is shown switched off

  Rule: Auto login can be switched on and off

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

  Rule: What counts is how auto login is set when the start URL is opened

    @P2G-LOGIN-002 @must @settings
    Scenario: A token that was issued before auto login was switched off lets nobody in
      Given a buyer with the punch out role
      And the buyer has a start URL
      And auto login is switched off
      When a visitor opens the buyer's start URL
      Then the visitor is a guest

    @P2G-LOGIN-011 @should @settings
    Scenario: A token that was opened in vain while auto login was off is good once it is on
      Given a buyer with the punch out role
      And auto login is switched off
      And the buyer has a start URL
      And a visitor opens the buyer's start URL
      And auto login is switched on
      When the buyer opens the start URL
      Then the buyer is signed in
