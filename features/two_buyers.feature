Feature: Each buyer returns to the system they came from, with their own cart
  For the QA engineer of a store with many buying companies: whoever shops at the same time, in the same company or at
  the same computer, is led to the appropriate procurement system.
  From the documentation's heading "Verify Redirect to Buyer's Procurement System".

  Rule: Buyers of two systems

    @P2G-CART-004 @must
    Scenario: Two buyers who submit at once get their own carts
      Given a buyer with the punch out role
      And another buyer from another procurement system
      And both buyers have punched out and filled a cart
      When both buyers submit their carts at once
      Then both buyers arrive in their own procurement systems
      And each of them gets their own cart back

    @P2G-REDIRECT-011 @must
    Scenario: Whoever came first and submits last returns to the own system
      Given a buyer with the punch out role
      And another buyer from another procurement system
      And both buyers have punched out and filled a cart
      And the other buyer has submitted their cart
      When the buyer submits the cart
      Then the buyer arrives in the procurement system
      And each of them gets their own cart back

    @P2G-REDIRECT-011 @must
    Scenario: The next buyer at the same computer returns to the own system
      Given a buyer with the punch out role
      And the buyer has brought a cart back
      And another buyer from another procurement system
      And the other buyer sits down at the same computer
      When the other buyer punches out and submits another cart
      Then the other buyer arrives in their own procurement system
      And each of them gets their own cart back

  Rule: Buyers of one company

    @P2G-CART-004 @must
    Scenario: Two buyers of one company who submit at once get their own carts
      Given a buyer with the punch out role
      And another buyer of the same company whose role permits "View Open Orders, Check Out Open Orders"
      And both buyers have punched out and filled a cart
      When both buyers submit their carts at once
      Then both buyers arrive in their own procurement systems
      And each of them gets their own cart back
