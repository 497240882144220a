Feature: A cart that was brought back can be edited
  For the certifier: procurement lets a buyer come back to a cart to change it, as often as it takes until it is approved.
  From the connector's session API: what edit brings back is the order itself; where that is silent, plain sense decides.

  Rule: Edit brings the cart back

    @P2G-EDIT-001 @must
    Scenario: A cart comes back line by line
      Given a buyer with the punch out role
      And the buyer has brought back a cart of 2 products
      And the buyer is going to edit the cart
      When the buyer comes back to the cart
      Then the cart still holds what the buyer put in

    @P2G-EDIT-001 @must
    Scenario: A cart that came back is transferred as the same order
      Given a buyer with the punch out role
      And the buyer has brought back a cart of 2 products
      And the buyer is going to edit the cart
      And the buyer has punched out
      When the buyer goes to the checkout by its address
      Then procurement holds the cart the buyer filled

    @P2G-EDIT-010 @must
    Scenario Outline: The session type counts in any letter case
      Given a buyer with the punch out role
      And the buyer has brought back a cart of 2 products
      And the buyer is going to <operation> the cart
      And the hub is going to ask "<letters>"
      And the buyer has punched out
      When the buyer goes to the checkout by its address
      Then procurement holds the cart the buyer filled

      Examples:
        | letters                  | operation |
        | in capital letters       | edit      |
        | in letters of both cases | edit      |
        | in capital letters       | inspect   |

    @P2G-EDIT-011 @must
    Scenario: What the buyer adds goes into the cart that came back
      Given a buyer with the punch out role
      And the buyer has brought back a cart of 2 products
      And the buyer is going to edit the cart
      And the buyer has punched out
      And the buyer's cart holds 3 products
      When the buyer submits the cart
      Then procurement holds the cart the buyer filled

    @P2G-EDIT-011 @must
    Scenario: The cart that came back is the one the buyer is in
      Given a buyer with the punch out role
      And the buyer has brought back a cart of 2 products
      And the buyer is going to edit the cart
      When the buyer comes back to the cart
      Then the buyer goes on in the cart that came back

  Rule: A cart keeps its ids, however often it comes back

    @P2G-EDIT-012 @must
    Scenario: A cart that was edited and submitted comes back again
      Given a buyer with the punch out role
      And the buyer has brought back a cart of 2 products
      And the buyer has edited the cart and submitted it
      And the buyer is going to edit the cart
      When the buyer punches out
      Then the punch out is accepted

    @P2G-EDIT-012 @P2G-EDIT-013 @must
    Scenario: A cart that is edited three times is the same cart each time
      Given a buyer with the punch out role
      And the buyer has brought back a cart of 2 products
      And the buyer has edited the cart and submitted it 2 times
      And the buyer is going to edit the cart
      And the buyer has punched out
      When the buyer submits the cart
      Then procurement holds the cart the buyer filled
      And the lines are called the same all the way there and back

  Rule: Sessions do not get in each other's way

    @P2G-EDIT-014 @must
    Scenario: A cart that was never submitted comes back
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer's cart holds 2 products
      And the buyer is going to edit the cart
      When the buyer punches out
      Then the punch out is accepted

    @P2G-EDIT-014 @must
    Scenario: A cart comes back while the session it was filled in is still open
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer's cart holds 2 products
      And the buyer is going to edit the cart
      And the buyer has punched out
      When the buyer submits the cart
      Then procurement holds the cart the buyer filled

    @P2G-EDIT-015 @must
    Scenario: A buyer who leaves without Submit leaves the cart as it was edited
      Given a buyer with the punch out role
      And the buyer has brought back a cart of 2 products
      And the buyer is going to edit the cart with 5 of each product
      And the buyer has punched out
      When the buyer signs out
      Then the cart holds what the hub asked for

    @P2G-EDIT-015 @must
    Scenario: A buyer who never opens the start URL finds the cart as it was edited
      Given a buyer with the punch out role
      And the buyer has brought back a cart of 2 products
      And the buyer is going to edit the cart with 5 of each product
      When the buyer punches out
      Then the punch out is accepted
      And the cart holds what the hub asked for

    @P2G-EDIT-016 @must
    Scenario: A new punch out after an edit starts with a cart of its own
      Given a buyer with the punch out role
      And the buyer has brought a cart back
      And the buyer is going to edit the cart
      And the buyer has punched out
      When the buyer punches out and submits another cart
      Then the second cart is another one than the first
      And procurement holds the cart the buyer filled
