Feature: In a punch-out session the checkout hands the cart to the hub
  For the QA engineer: whatever the browser does on the way, the cart is handed over once and nowhere else.
  Plain sense: a cart that is posted twice is ordered twice, and one that is checked out in the shop is never approved.
  From the documentation's heading "Verify Redirect to Buyer's Procurement System".

  Rule: The checkout may be shown more than once

    @P2G-CART-020 @must
    Scenario: A checkout that was loaded ahead posts the cart once
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer's cart holds 2 products
      And the buyer's browser has loaded the checkout ahead
      When the buyer goes to the checkout by its address
      Then the hub received the cart once
      And the buyer arrives in the procurement system

    @P2G-CART-020 @must
    Scenario: A cart that was changed since the checkout was loaded arrives as it is now
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      And the buyer's browser has loaded the checkout ahead
      And the buyer's cart holds 2 products
      When the buyer goes to the checkout by its address
      Then procurement holds the cart the buyer filled

  Rule: No address says where the buyer goes

    @P2G-REDIRECT-022 @must
    Scenario: An address that names another place does not lead there from the checkout
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer goes to the checkout by an address that names another place
      Then the buyer arrives in the procurement system

    @P2G-REDIRECT-022 @must
    Scenario: An address that names another place does not lead there from the sign-out
      Given a buyer with the punch out role
      And the buyer has punched out
      When the buyer signs out by an address that names another place
      Then the buyer is still in the storefront

  Rule: No address leads past the transfer

    @P2G-TRANSFER-020 @must
    Scenario Outline: A step of the ordinary checkout is not shown instead
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer goes to the checkout step "<step>" by its address
      Then the hub received the cart once
      And the buyer arrives in the procurement system

      Examples:
        | step             |
        | shipping-address |
        | order-summary    |
