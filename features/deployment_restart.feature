Feature: The connector of Commerce 2.1 is deployed and the server restarted
  For the QA engineer who follows the 2.1 documentation: Commerce first, then the connector's LPKG, both halves of
  which ask for a restart, then the restart. The console says whether it was done so, and on which versions.
  From the documentation's heading "Deploy the PunchOut2Go Connector" and the note before it.

  Rule: What the connector needs is there before it is deployed

    @P2G-DEPLOY-010 @must
    Scenario: Commerce is deployed before the connector
      When the console log is read
      Then it shows Commerce deployed before the connector

    @P2G-DEPLOY-014 @must
    Scenario: The server and Commerce have the versions the connector requires
      When the console log is read
      Then it shows the versions the connector requires

  Rule: Both halves of the package are taken

    @P2G-DEPLOY-011 @must
    Scenario: The API package asks for a restart
      When the console log is read
      Then it shows the API package asking for a restart

    @P2G-DEPLOY-012 @must
    Scenario: The Impl package asks for a restart
      When the console log is read
      Then it shows the Impl package asking for a restart

  Rule: The restart completes the installation

    @P2G-DEPLOY-013 @must
    Scenario: The server was restarted since
      When the console log is read
      Then it shows a restart since
