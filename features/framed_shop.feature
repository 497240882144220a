Feature: The shop works in a frame of the procurement system's page
  For the QA engineer: some procurement systems keep their own menus around the shop. Their page is of another site, and
  browsers treat what it frames as a stranger's: whether it is shown at all, and which cookies it has, is the shop's to
  say. The connector's documentation promises nothing of it, so what does not work here is told and fails nothing.
  Beside the connector's documentation; what hubs expect of shops.

  Rule: The shop is shown in a frame

    @P2G-FRAME-001 @may
    Scenario: In a frame the start URL signs the buyer in
      Given a buyer with the punch out role
      When the buyer opens the start URL in a frame of the procurement system's page
      Then the buyer is signed in

  Rule: The session lasts in a frame until Submit

    @P2G-FRAME-002 @may
    Scenario: In a frame Submit brings the cart in
      Given a buyer with the punch out role
      When the buyer shops and submits the cart in a frame of the procurement system's page
      Then the buyer arrives in the procurement system
      And procurement holds the cart the buyer filled

    @P2G-FRAME-002 @may
    Scenario: In a frame the session is over after Submit
      Given a buyer with the punch out role
      When the buyer comes back after Submit in a frame of the procurement system's page
      Then the session at the storefront is over
