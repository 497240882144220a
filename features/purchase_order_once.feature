Feature: A cart is ordered once, and a refusal leaves it as it was
  For the certifier of a shop that takes purchase orders by the hub: hubs send again what was not answered, and people
  press a button twice. A shop that names no place for orders is not judged by this.
  Plain sense: an order that is taken twice is delivered twice, and one that was refused has to be possible still.

  Rule: A cart is ordered once

    @P2G-ORDER-010 @must
    Scenario Outline: A cart that is ordered again is not a second order
      Given a buyer with the punch out role where orders are taken
      And the buyer has brought back a cart of 2 products
      And procurement has ordered the cart
      When procurement orders the cart <again>
      Then the order is the only one of the cart

      Examples:
        | again                       |
        | again under the same number |
        | again under another number  |

    @P2G-ORDER-010 @must
    Scenario: An order the hub sends twice is one order
      Given a buyer with the punch out role where orders are taken
      And the buyer has brought back a cart of 2 products
      When procurement orders the cart twice, for no answer came
      Then the order is the only one of the cart

  Rule: An order closes its cart

    @P2G-ORDER-012 @must
    Scenario: A cart that was ordered is not brought back for edit
      Given a buyer with the punch out role where orders are taken
      And the buyer has brought back a cart of 2 products
      And procurement has ordered the cart
      And the buyer is going to edit the cart
      When the buyer punches out
      Then the punch out is refused

  Rule: A refusal leaves nothing behind

    @P2G-ORDER-001 @must
    Scenario: A cart whose order was refused can be ordered as it is
      Given a buyer with the punch out role where orders are taken
      And the buyer has brought back a cart of 2 products
      And procurement has ordered the cart a cent cheaper
      When procurement orders the cart
      Then the order is accepted as it is

    @P2G-EDIT-001 @P2G-ORDER-012 @must
    Scenario: A cart whose order was refused is brought back for edit
      Given a buyer with the punch out role where orders are taken
      And the buyer has brought back a cart of 2 products
      And procurement has ordered the cart in another currency
      And the buyer is going to edit the cart
      When the buyer comes back to the cart
      Then the cart still holds what the buyer put in

  Rule: What is changed or ended is there

    @P2G-ORDER-015 @should
    Scenario Outline: Nobody changes or ends an order that was never made
      Given a buyer with the punch out role where orders are taken
      And the buyer has brought back a cart of 2 products
      When procurement orders the cart <otherwise>
      Then the order is refused

      Examples:
        | otherwise                             |
        | as an update of an order nobody knows |
        | as the end of an order nobody knows   |
