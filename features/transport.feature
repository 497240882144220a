Feature: A network that fails under the cart loses nothing
  For the QA engineer: names do not resolve, connections are refused, reset, held, cut, and a gateway sends twice.
  The return URL of the session leads through a proxy that does all that; the hub itself is well.
  Plain sense: anything else loses a cart, or brings it in twice.

  Rule: The buyer is told, stays signed in and keeps the cart

    @P2G-TRANSPORT-001 @must
    Scenario Outline: The buyer is told when the way to the hub fails
      Given a buyer with the punch out role
      And the way from the storefront to the hub has the fault "<fault>"
      And the buyer has punched out
      And the buyer's cart holds 2 products
      When the buyer submits the cart
      Then the buyer is told that the transfer failed
      And the buyer is signed in
      And the cart still holds what the buyer put in

      Examples:
        | fault                             |
        | refused                           |
        | a name that does not resolve      |
        | TLS that fails                    |
        | reset before the request          |
        | reset after the request           |
        | reset in the middle of the answer |
        | truncated answer                  |
        | half-open                         |

  Rule: Once the way has recovered the cart comes to procurement, once and as it was

    @P2G-TRANSPORT-002 @must
    Scenario Outline: The cart arrives once the way has recovered
      Given a buyer with the punch out role
      And the way from the storefront to the hub has the fault "<fault>"
      And the buyer has punched out
      And the buyer's cart holds 2 products
      And the buyer has submitted the cart in vain
      And the way from the storefront to the hub has recovered
      When the buyer submits the cart
      Then procurement holds the cart the buyer filled

      Examples:
        | fault                             |
        | refused                           |
        | reset before the request          |
        | reset after the request           |
        | reset in the middle of the answer |
        | truncated answer                  |
        | half-open                         |

    @P2G-TRANSPORT-003 @must
    Scenario Outline: A cart whose hub could not be spoken to comes in by the next punch out
      Given a buyer with the punch out role
      And the way from the storefront to the hub has the fault "<fault>"
      And the buyer has punched out
      And the buyer's cart holds 2 products
      And the buyer has submitted the cart in vain
      And the way from the storefront to the hub has recovered
      When the buyer closes the browser, punches out anew and submits the cart that was kept
      Then procurement holds the cart the buyer filled

      Examples:
        | fault                        |
        | a name that does not resolve |
        | TLS that fails               |

  Rule: What is late is not lost

    @P2G-TRANSPORT-004 @must
    Scenario Outline: A cart on a slow way arrives once
      Given a buyer with the punch out role
      And the way from the storefront to the hub has the fault "<slow>"
      And the buyer has punched out
      And the buyer's cart holds 3 products
      When the buyer submits the cart
      Then the buyer arrives in the procurement system
      And the hub received the cart once
      And procurement holds the cart the buyer filled

      Examples:
        | slow                     |
        | late, now more, now less |
        | in slices                |
        | at a limited rate        |
        | slow to start            |

  Rule: What the network repeats or turns round is brought in once, to whom it belongs

    @P2G-TRANSPORT-005 @must
    Scenario Outline: A cart that the network delivers twice is in procurement once
      Given a buyer with the punch out role
      And the way from the storefront to the hub has the fault "<repeated>"
      And the buyer has punched out
      And the buyer's cart holds 2 products
      When the buyer submits the cart
      Then the buyer arrives in the procurement system
      And procurement holds the cart the buyer filled

      Examples:
        | repeated                       |
        | delivered twice                |
        | delivered twice, answered once |

    @P2G-TRANSPORT-006 @must
    Scenario: Of two carts the later arrives first, and each comes to its own buyer
      Given a buyer with the punch out role
      And another buyer from another procurement system
      And the way from the storefront to the hub has the fault "out of order"
      And both buyers have punched out and filled a cart
      When both buyers submit their carts at once
      Then both buyers arrive in their own procurement systems
      And each of them gets their own cart back
