Feature: The punch out role lets a buyer submit a cart
  For the QA engineer: the role has two permissions under Site Administration, Applications, Open Carts:
  Check Out Open Orders and View Open Orders.
  From the documentation's heading "Create a Punch Out Buyer Role".

  Rule: Both permissions together are enough

    @P2G-ROLE-001 @must @smoke
    Scenario: A buyer with both permissions submits the cart
      Given a buyer whose role permits "View Open Orders, Check Out Open Orders"
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer submits the cart
      Then the buyer arrives in the procurement system

    @P2G-ROLE-001 @must
    Scenario: The checkout's own address transfers the cart as Submit does
      Given a buyer whose role permits "View Open Orders, Check Out Open Orders"
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer goes to the checkout by its address
      Then the buyer arrives in the procurement system

  Rule: Without one of them no cart is submitted

    @P2G-ROLE-002 @must
    Scenario Outline: Open Carts offers no Submit to a buyer who may not
      Given a buyer whose role permits "<permissions>"
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer looks at Open Carts
      Then Submit is not offered for the buyer's cart

      Examples:
        | permissions           |
        | View Open Orders      |
        | Check Out Open Orders |
        | nothing               |

    @P2G-ROLE-002 @must
    Scenario Outline: A buyer who may not submit transfers nothing by the checkout's address
      Given a buyer whose role permits "<permissions>"
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer goes to the checkout by its address
      Then the hub received no cart
      And the buyer is still in the storefront

      Examples:
        | permissions           |
        | View Open Orders      |
        | Check Out Open Orders |
        | nothing               |

  Rule: View Open Orders shows the cart

    @P2G-ROLE-003 @must
    Scenario: Open Carts shows the cart to a buyer who may view it
      Given a buyer whose role permits "View Open Orders"
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer looks at Open Carts
      Then the buyer's cart is shown

    @P2G-ROLE-003 @must
    Scenario: Open Carts hides the cart from a buyer who may not view it
      Given a buyer whose role permits "Check Out Open Orders"
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer looks at Open Carts
      Then the buyer's cart is not shown

  Rule: The role counts on the account it is held on

    @P2G-ROLE-004 @must
    Scenario: A role on another account permits nothing
      Given a buyer who holds the punch out role on another account only
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer goes to the checkout by its address
      Then the hub received no cart
      And the buyer is still in the storefront
