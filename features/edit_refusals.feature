Feature: Edit and inspect are refused where they cannot be
  For the certifier: a buyer comes back to a cart of their own that is there and still one, and to no other; an edit that
  cannot be carried out is refused with a reason.
  From the order of checks of the connector's session API. Plain sense: who is refused has changed nothing.

  Rule: The cart is there, and still a cart

    @P2G-EDIT-005 @must
    Scenario Outline: A cart that is not there is refused
      Given a buyer with the punch out role
      And the buyer is going to <operation> the cart <named>
      When the buyer punches out
      Then the punch out is refused

      Examples:
        | named                     | operation |
        | without naming it         | edit      |
        | by an id that no cart has | edit      |
        | without naming it         | inspect   |
        | by an id that no cart has | inspect   |

    @P2G-EDIT-023 @must
    Scenario Outline: A cart that is none any more is refused
      Given a buyer with the punch out role
      And the buyer has brought back a cart of 2 products
      And the buyer's cart has been <closed>
      And the buyer is going to edit the cart with 9 of each product
      When the buyer punches out
      Then the punch out is refused

      Examples:
        | closed    |
        | placed    |
        | completed |
        | cancelled |
        | deleted   |

  Rule: The cart is the buyer's own, where it was filled

    @P2G-EDIT-006 @must
    Scenario: Another buyer's cart is refused and left alone
      Given a buyer with the punch out role
      And another buyer from another procurement system
      And both buyers have punched out and filled a cart
      And the buyer is going to edit the other buyer's cart with 9 of each product
      When the buyer punches out
      Then the punch out is refused
      And the other buyer's cart still holds what they put in

    @P2G-EDIT-024 @must
    Scenario: The cart of another buyer of the company is refused and left alone
      Given a buyer with the punch out role
      And another buyer of the same company whose role permits "View Open Orders, Check Out Open Orders"
      And both buyers have punched out and filled a cart
      And the buyer is going to edit the other buyer's cart with 9 of each product
      When the buyer punches out
      Then the punch out is refused
      And the other buyer's cart still holds what they put in

    @P2G-EDIT-007 @must
    Scenario: A cart of another channel is refused
      Given another channel with a site of its own
      And Punch Out is switched on for the other channel
      And a buyer of both channels' sites, with the punch out role
      And the buyer has brought back a cart of 2 products
      And the hub sends the buyer to the other channel
      And the buyer is going to edit the cart with 9 of each product
      When the buyer punches out
      Then the punch out is refused

    @P2G-EDIT-025 @must
    Scenario: A cart of another account is refused and left alone
      Given a buyer with the punch out role
      And the buyer has brought back a cart of 2 products
      And the buyer punches out for another account from now on
      And the buyer is going to edit the cart with 9 of each product
      When the buyer punches out
      Then the punch out is refused
      And the cart still holds what the buyer put in

  Rule: Who is refused at one line has changed none of the others

    @P2G-EDIT-026 @P2G-EDIT-029 @must
    Scenario Outline: A line that contradicts itself is refused and the cart left alone
      Given a buyer with the punch out role
      And the buyer has brought back a cart of 2 products
      And the buyer is going to edit the cart with 9 of each product
      And the hub is going to ask "<line>"
      When the buyer punches out
      Then the punch out is refused
      And the cart still holds what the buyer put in

      Examples:
        | line                                 |
        | for the same line twice              |
        | for another product in the last line |

    @P2G-EDIT-027 @P2G-EDIT-029 @must
    Scenario Outline: A quantity that nobody may order is refused and the cart left alone
      Given a buyer with the punch out role
      And the buyer has brought back a cart of 2 products
      And the buyer is going to edit the cart with 9 of each product
      And the hub is going to ask "<quantity>"
      When the buyer punches out
      Then the punch out is refused
      And the cart still holds what the buyer put in

      Examples:
        | quantity                                      |
        | for none in the last line                     |
        | for fewer than none in the last line          |
        | for more in the last line than may be ordered |

    @P2G-EDIT-028 @P2G-EDIT-029 @must
    Scenario Outline: A line of nothing is refused and the cart left alone
      Given a buyer with the punch out role
      And the buyer has brought back a cart of 2 products
      And the buyer is going to edit the cart with 9 of each product
      And the hub is going to ask "<line>"
      When the buyer punches out
      Then the punch out is refused
      And the cart still holds what the buyer put in

      Examples:
        | line                             |
        | with a product that nobody sells |
