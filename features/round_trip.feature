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

    @P2G-CART-001 @must
    Scenario: A cart with many products arrives line by line
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer's cart holds 10 products
      When the buyer submits the cart
      Then procurement holds the cart the buyer filled

    @P2G-CART-001 @must
    Scenario: A large quantity arrives as it is
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer's cart holds 9999 of one product
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

  Rule: Each buyer gets their own cart back

    @P2G-CART-004 @must
    Scenario: Two buyers of two companies at once get their own carts
      Given a buyer with the punch out role
      And another buyer from another procurement system
      And both buyers have punched out and filled a cart
      When both buyers submit their carts at once
      Then both buyers arrive in their own procurement systems
      And each procurement system holds its own buyer's cart

    @P2G-CART-004 @must
    Scenario: A second punch out starts with a cart of its own
      Given a buyer with the punch out role
      And the buyer has brought a cart back
      When the buyer punches out once more and fills another cart
      Then the second cart is another one than the first
      And the second cart alone arrives in the second punch out
