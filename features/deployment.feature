Feature: The connector is deployed
  For the QA engineer after the deployment: the application server's console says whether it took effect.
  From the headings "Deploy the PunchOut2Go Connector" and "Deploy the TradeCentric Connector" of the documentations.

  Rule: The package is taken and its bundles run

    @P2G-DEPLOY-001 @must
    Scenario: The connector's package is processed
      When the console log is read
      Then it shows the connector's package being processed

    @P2G-DEPLOY-002 @must
    Scenario: Every bundle of the connector is started
      When the console log is read
      Then it shows every bundle of the connector started

    @P2G-DEPLOY-003 @must
    Scenario: No bundle of the connector is unresolved or failed
      When the console log is read
      Then it shows no bundle of the connector failing

  Rule: The connector answers

    @P2G-DEPLOY-004 @must @smoke
    Scenario: The session API is described where the documentation says
      When the hub asks for the description of the session API
      Then the description names the session request
