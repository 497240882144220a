Feature: What was configured outlives a restart
  For the operator who restarts the application server: settings are kept, for nobody enters them again; access tokens
  need not be, for they are good for seconds only.
  From the documentation's headings "Configure the Connector", "Enable Auto Login Punch Out Access Token" and "Punch
  Out Access Token Provider Configuration".

  Rule: Settings are kept

    @P2G-CHANNEL-015 @must @settings
    Scenario: The start URL is the one entered before the restart
      Given a buyer with the punch out role
      And the channel's start URL has parameters
      And the storefront has been restarted
      When the buyer punches out
      Then the start URL is the configured one with an access token

    @P2G-CHANNEL-015 @must @settings
    Scenario: What was switched off before the restart issues no start URL
      Given a buyer with the punch out role
      And Punch Out is switched off for the channel
      And the storefront has been restarted
      When the buyer punches out
      Then the punch out is refused

    @P2G-LOGIN-012 @must @settings
    Scenario: Auto login that was on before the restart signs the buyer in
      Given a buyer with the punch out role
      And the storefront has been restarted
      And the buyer has a start URL
      When the buyer opens the start URL
      Then the buyer is signed in

    @P2G-TOKEN-013 @must @settings
    Scenario: A token is good for as long as was set before the restart
      Given a buyer with the punch out role
      And Access Token Duration is 60 seconds
      And the storefront has been restarted
      And the buyer has a start URL
      And 50 seconds pass
      When the buyer opens the start URL
      Then the buyer is signed in

    @P2G-TOKEN-013 @must @settings
    Scenario: A token is as long as was set before the restart
      Given a buyer with the punch out role
      And Access Token Size is 16
      And the storefront has been restarted
      When the buyer punches out
      Then the token has the size of 16 bytes

  Rule: A token lets nobody in but its buyer

    @P2G-TOKEN-014 @may @settings
    Scenario: A token that was issued before the restart is nobody else's key
      Given a buyer with the punch out role
      And the buyer has a start URL
      And the storefront has been restarted
      When the buyer opens the start URL
      Then nobody but the buyer is signed in
