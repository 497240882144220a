Feature: A buyer punches out and brings a cart back
  For the QA engineer who signs off an installation: after deploying and configuring the connector, a
  buyer shops in the storefront and the cart arrives in procurement.
  From the documentation's heading "Verify Redirect to Buyer's Procurement System".

  Rule: The cart the buyer filled arrives in the procurement system

    @P2G-CART-001 @must @smoke
    Scenario: One product arrives in the procurement system
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer's cart holds 3 of one product
      When the buyer submits the cart
      Then procurement holds the cart the buyer filled

    @P2G-CART-002 @must @smoke
    Scenario: The cart is posted to the hub once
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer's cart holds 2 products
      When the buyer submits the cart
      Then the hub received the cart once

    @P2G-CART-003 @must
    Scenario: An empty cart is not posted
      Given a buyer with the punch out role
      And the buyer has punched out
      When the buyer goes to the checkout by its address
      Then the hub received no cart
      And the buyer is still in the storefront

  Rule: Each punch out has a cart of its own

    @P2G-CART-004 @must
    Scenario: A second punch out starts with a cart of its own
      Given a buyer with the punch out role
      And the buyer has brought a cart back
      When the buyer punches out and submits another cart
      Then the second cart is another one than the first
      And procurement holds the cart the buyer filled
