Feature: Inspect shows a cart and changes nothing
  For the certifier: a cart that is being approved is looked at, and stays what the approver sees.
  From the connector's session API, which writes at inspect as at edit; plain sense: what was approved is not changed by
  a look at it.

  Rule: The cart is shown

    @P2G-EDIT-004 @must
    Scenario: A cart that is inspected comes back
      Given a buyer with the punch out role
      And the buyer has brought back a cart of 2 products
      And the buyer is going to inspect the cart
      When the buyer comes back to the cart
      Then the cart still holds what the buyer put in

  Rule: The cart stays as it is, whatever else is asked for

    @P2G-EDIT-004 @must
    Scenario Outline: A cart that is inspected keeps quantities and lines
      Given a buyer with the punch out role
      And the buyer has brought back a cart of 2 products
      And the buyer is going to inspect the cart <asked>
      When the buyer comes back to the cart
      Then the cart still holds what the buyer put in

      Examples:
        | asked                  |
        | with 9 of each product |
        | without its last line  |

    @P2G-EDIT-021 @must
    Scenario Outline: A cart that is inspected keeps its lines, whatever the hub sends along
      Given a buyer with the punch out role
      And the buyer has brought back a cart of 2 products
      And the buyer is going to inspect the cart
      And the hub is going to ask "<asked>"
      When the buyer comes back to the cart
      Then the cart still holds what the buyer put in

      Examples:
        | asked                   |
        | for no lines            |
        | with another line       |
        | without a list of lines |

    @P2G-EDIT-022 @must
    Scenario: A cart that was inspected is transferred as the buyer put it in
      Given a buyer with the punch out role
      And the buyer has brought back a cart of 2 products
      And the buyer is going to inspect the cart with 9 of each product
      And the buyer has punched out
      When the buyer goes to the checkout by its address
      Then procurement holds the cart the buyer filled
