Feature: Edit makes the cart what procurement asks for
  For the QA engineer: an approver changed the requisition, and the buyer comes back to what is left of it.
  From the connector's session API, which tells what becomes of each line; an empty list and a list that is missing it
  does not tell apart well, so plain sense decides.

  Rule: Lines that are known get the quantities procurement asks for, and those it leaves out go

    @P2G-EDIT-002 @must
    Scenario Outline: Each line becomes what procurement asks for
      Given a buyer with the punch out role
      And the buyer has brought back a cart of 3 products
      And the buyer is going to edit the cart <asked>
      When the buyer comes back to the cart
      Then the cart holds what the hub asked for

      Examples:
        | asked                              |
        | with 5 of each product             |
        | with 1 of each product             |
        | with 7 in its last line            |
        | without its first line             |
        | without its last line              |
        | with its lines the other way round |

    @P2G-EDIT-017 @must
    Scenario: An edited cart is transferred as it is now
      Given a buyer with the punch out role
      And the buyer has brought back a cart of 3 products
      And the buyer is going to edit the cart without its first line
      And the buyer has punched out
      And the buyer sees what is in the cart by now
      When the buyer submits the cart
      Then procurement holds the cart the buyer filled
      And the cart holds what the hub asked for

  Rule: Lines that are new are added

    @P2G-EDIT-003 @must
    Scenario Outline: A line that is new is added to the cart
      Given a buyer with the punch out role
      And the buyer has brought back a cart of 2 products
      And the buyer is going to edit the cart
      And the hub is going to ask "<line>"
      When the buyer comes back to the cart
      Then the cart holds what the hub asked for

      Examples:
        | line                                         |
        | with another line                            |
        | with another line without an id              |
        | with another line without a shipped quantity |

    @P2G-EDIT-018 @must
    Scenario: Lines are added, changed and taken out at once
      Given a buyer with the punch out role
      And the buyer has brought back a cart of 3 products
      And the buyer is going to edit the cart without its last line
      And the hub is going to ask "with another line"
      When the buyer comes back to the cart
      Then the cart holds what the hub asked for

  Rule: A list of no lines is not the same as no list

    @P2G-EDIT-019 @must
    Scenario: An empty list empties the cart
      Given a buyer with the punch out role
      And the buyer has brought back a cart of 2 products
      And the buyer is going to edit the cart
      And the hub is going to ask "for no lines"
      When the buyer comes back to the cart
      Then the cart holds what the hub asked for
      And the buyer goes on in the cart that came back

    @P2G-EDIT-020 @must
    Scenario: Without a list the cart comes back as it is
      Given a buyer with the punch out role
      And the buyer has brought back a cart of 2 products
      And the buyer is going to edit the cart
      And the hub is going to ask "without a list of lines"
      When the buyer comes back to the cart
      Then the cart still holds what the buyer put in
