Feature: The punch out role counts while it is held
  For the QA engineer who assigns the role to buyers that punch out: what a role permits adds up, other
  permissions stand in for nothing, and a role that is taken away permits nothing more.
  From the documentation's heading "Create a Punch Out Buyer Role".

  Rule: A role counts from when it is assigned until it is taken away

    @P2G-ROLE-005 @should
    Scenario: A role assigned during the session lets the buyer submit
      Given a buyer whose role permits "nothing"
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      And the buyer has looked at Open Carts
      And the buyer is given a role that permits "View Open Orders, Check Out Open Orders"
      When the buyer submits the cart
      Then the buyer arrives in the procurement system

    @P2G-ROLE-006 @must
    Scenario: A role taken away during the session permits nothing more
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      And the buyer has looked at Open Carts
      And the buyer's roles are taken away
      When the buyer goes to the checkout by its address
      Then the hub received no cart
      And the buyer is still in the storefront

  Rule: What several roles permit adds up

    @P2G-ROLE-007 @must
    Scenario: Two roles with one permission each are enough together
      Given a buyer whose role permits "View Open Orders"
      And the buyer is given a role that permits "Check Out Open Orders"
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer submits the cart
      Then the buyer arrives in the procurement system

  Rule: Other permissions stand in for nothing and take nothing away

    @P2G-ROLE-008 @must
    Scenario Outline: Other permissions do not let a buyer submit
      Given a buyer whose role permits "<permissions>"
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer goes to the checkout by its address
      Then the hub received no cart
      And the buyer is still in the storefront

      Examples:
        | permissions                                       |
        | View Orders, Manage Order Notes                   |
        | View Open Orders, View Orders, Manage Order Notes |
        | Check Out Open Orders, Manage Order Notes         |

    @P2G-ROLE-008 @must
    Scenario: Other permissions beside the two take nothing away
      Given a buyer whose role permits "View Open Orders, Check Out Open Orders, View Orders, Manage Order Notes"
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer submits the cart
      Then the buyer arrives in the procurement system
