Feature: What a role permits decides what its holder may do with the own cart
  For the QA engineer who signs off the role: the two permissions of the documentation together, each of them alone,
  and every other permission under Site Administration, Applications, Open Carts, with and without the two.
  Left out without the two are Manage Orders, which permits everything, and Approve Open Orders, which shows open carts
  as well: both do in Liferay what the two do.
  From the documentation's heading "Create a Punch Out Buyer Role".

  Rule: View Open Orders shows the cart, and both permissions submit it

    @P2G-ROLE-003 @must
    Scenario Outline: The cart is shown as View Open Orders permits
      Given a buyer whose role permits "<permissions>"
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer looks at Open Carts
      Then the buyer's cart is <the cart>

      Examples:
        | permissions                             | the cart  |
        | View Open Orders, Check Out Open Orders | shown     |
        | View Open Orders                        | shown     |
        | Check Out Open Orders                   | not shown |
        | nothing                                 | not shown |

    @P2G-ROLE-002 @must
    Scenario Outline: The cart is offered for Submit and transferred as the two permissions permit
      Given a buyer whose role permits "<permissions>"
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer looks at Open Carts and goes to the checkout by its address
      Then Submit is <Submit> for the buyer's cart
      And the hub received <the hub received>

      Examples:
        | permissions                             | Submit      | the hub received |
        | View Open Orders, Check Out Open Orders | offered     | the cart once    |
        | View Open Orders                        | not offered | no cart          |
        | Check Out Open Orders                   | not offered | no cart          |
        | nothing                                 | not offered | no cart          |

  Rule: No other permission changes that

    @P2G-ROLE-008 @must
    Scenario Outline: Another permission beside the two keeps nobody from submitting
      Given a buyer whose role permits "<permissions>"
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer looks at Open Carts and goes to the checkout by its address
      Then the buyer's cart is <the cart>
      And Submit is <Submit> for the buyer's cart
      And the hub received <the hub received>

      Examples:
        | permissions                                                            | the cart | Submit  | the hub received |
        | View Open Orders, Check Out Open Orders, Add Order                     | shown    | offered | the cart once    |
        | View Open Orders, Check Out Open Orders, Approve Open Orders           | shown    | offered | the cart once    |
        | View Open Orders, Check Out Open Orders, Delete Orders                 | shown    | offered | the cart once    |
        | View Open Orders, Check Out Open Orders, Manage Orders                 | shown    | offered | the cart once    |
        | View Open Orders, Check Out Open Orders, Manage Order Notes            | shown    | offered | the cart once    |
        | View Open Orders, Check Out Open Orders, Manage Order Restricted Notes | shown    | offered | the cart once    |
        | View Open Orders, Check Out Open Orders, View Orders                   | shown    | offered | the cart once    |

    @P2G-ROLE-008 @must
    Scenario Outline: Another permission without the two lets nobody submit
      Given a buyer whose role permits "<permissions>"
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer looks at Open Carts and goes to the checkout by its address
      Then the buyer's cart is <the cart>
      And Submit is <Submit> for the buyer's cart
      And the hub received <the hub received>

      Examples:
        | permissions                                                  | the cart  | Submit      | the hub received |
        | Add Order                                                    | not shown | not offered | no cart          |
        | Delete Orders                                                | not shown | not offered | no cart          |
        | Manage Order Notes                                           | not shown | not offered | no cart          |
        | Manage Order Restricted Notes                                | not shown | not offered | no cart          |
        | View Orders                                                  | not shown | not offered | no cart          |
        | View Open Orders, Add Order, View Orders, Manage Order Notes | shown     | not offered | no cart          |
        | Check Out Open Orders, Add Order, View Orders, Delete Orders | not shown | not offered | no cart          |

  Rule: What several roles permit adds up

    @P2G-ROLE-007 @must
    Scenario: Two roles with one permission each are enough together
      Given a buyer whose role permits "View Open Orders"
      And the buyer is given a role that permits "Check Out Open Orders"
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer submits the cart
      Then the buyer arrives in the procurement system

  Rule: The role counts on the account it is held on

    @P2G-ROLE-004 @must
    Scenario: A role on another account permits nothing
      Given a buyer who holds the punch out role on another account only
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer goes to the checkout by its address
      Then the hub received no cart
      And the buyer is still in the storefront
