Feature: A cart that was brought back can be edited and inspected
  For the certifier: procurement lets a buyer come back to a cart, to change it or to look at it.
  What becomes of each line, and which carts are refused, is told by the connector's session API; where that fails
  or writes unasked, plain sense decides.

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

    @P2G-EDIT-002 @must
    Scenario: Quantities become those procurement asks for
      Given a buyer with the punch out role
      And the buyer has brought back a cart of 2 products
      And the buyer is going to edit the cart with 5 of each product
      When the buyer comes back to the cart
      Then the cart holds what procurement asked for

    @P2G-EDIT-002 @must
    Scenario: A line procurement leaves out is taken from the cart
      Given a buyer with the punch out role
      And the buyer has brought back a cart of 2 products
      And the buyer is going to edit the cart without its last line
      When the buyer comes back to the cart
      Then the cart holds what procurement asked for

    @P2G-EDIT-003 @must
    Scenario Outline: A line that is new is added to the cart
      Given a buyer with the punch out role
      And the buyer has brought back a cart of 2 products
      And the buyer is going to edit the cart
      And the hub is going to ask "<line>"
      When the buyer comes back to the cart
      Then the cart holds one line more

      Examples:
        | line                                         |
        | with another line                            |
        | with another line without an id              |
        | with another line without a shipped quantity |

  Rule: Inspect shows the cart and changes nothing

    @P2G-EDIT-004 @must
    Scenario: A cart that is inspected comes back
      Given a buyer with the punch out role
      And the buyer has brought back a cart of 2 products
      And the buyer is going to inspect the cart
      When the buyer comes back to the cart
      Then the cart still holds what the buyer put in

    @P2G-EDIT-004 @must
    Scenario: A cart that is inspected stays as it is, whatever else is asked for
      Given a buyer with the punch out role
      And the buyer has brought back a cart of 2 products
      And the buyer is going to inspect the cart with 9 of each product
      When the buyer comes back to the cart
      Then the cart still holds what the buyer put in

  Rule: A buyer comes back to a cart of their own that is there

    @P2G-EDIT-005 @must
    Scenario Outline: A cart that is not there is refused
      Given a buyer with the punch out role
      And the buyer is going to edit "<cart>"
      When the buyer punches out
      Then the punch out is refused

      Examples:
        | cart                       |
        | no cart                    |
        | a cart that does not exist |

    @P2G-EDIT-007 @must
    Scenario: A cart of another channel is refused
      Given another channel with a site of its own
      And Punch Out is switched on for the other channel
      And a buyer with the punch out role
      And the buyer has brought back a cart of 2 products
      And the buyer is going to edit the cart in the other channel
      When the buyer punches out
      Then the punch out is refused

    @P2G-EDIT-006 @must
    Scenario: Another buyer's cart is refused and left alone
      Given a buyer with the punch out role
      And another buyer from another procurement system
      And both buyers have punched out and filled a cart
      And the buyer is going to edit the other buyer's cart with 9 of each product
      When the buyer punches out
      Then the punch out is refused
      And the other buyer's cart still holds what they put in
