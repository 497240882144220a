Feature: A page of the shop keeps the buyer's key to itself and runs nobody else's script
  For the certifier: the pages a buyer sees after the login are made of what others wrote, and their address holds the
  access token. Whatever a page hands on of it, or carries out, is in strangers' hands.
  Plain sense, and the good practice of storefronts.

  Rule: The page after the login hands the access token on to nobody

    @P2G-SECURITY-007 @should
    Scenario: No link of the page carries the access token
      Given a buyer with the punch out role
      And the buyer has a start URL
      When the buyer opens the start URL
      Then the buyer is signed in
      And no link of the page carries the access token

    @P2G-SECURITY-008 @should
    Scenario: What the page loads from other hosts is loaded without the access token
      Given a buyer with the punch out role
      And the buyer has a start URL
      When the buyer opens the start URL
      Then the buyer is signed in
      And the page tells no other host the access token

  Rule: What others wrote is text and nothing else

    @P2G-SECURITY-009 @must
    Scenario: Markup in the name a buyer came with is shown as text
      Given a buyer with markup in the name whom the storefront does not know
      When the buyer punches out and opens the start URL, if one is issued
      Then no text of others is markup of the page

    @P2G-SECURITY-010 @must
    Scenario: Markup in the address the hub wants the buyer at is shown as text
      Given a buyer with the punch out role
      And the hub answers the cart with "redirect with markup inside"
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer's browser loads the checkout ahead
      Then no text of others is markup of the page

    @P2G-SECURITY-011 @should
    Scenario: A script in the description of a product does not run in the page
      Given a buyer with the punch out role
      And the buyer has a start URL
      When the buyer opens the start URL
      Then no script of a product's description runs in the page
