Feature: A hostile hub does no harm that lasts, and none to others
  For the certifier: when the hub is itself again the buyer goes on where it failed, and whatever one hub does to one
  buyer, the shop is open to all others.
  Plain sense: a cart that cannot be submitted again is lost, and a shop that waits for one hub sells nothing. The
  answers are those the connector's return service may be given.

  Rule: The second attempt succeeds

    @P2G-HOSTILE-008 @must
    Scenario Outline: The cart arrives at the second attempt, whatever the first was answered with
      Given a buyer with the punch out role
      And the hub answers the cart with "<answer>"
      And the buyer has punched out
      And the buyer's cart holds 2 products
      And the buyer has submitted the cart in vain
      When the hub has recovered and the buyer submits the cart again
      Then the buyer arrives in the procurement system
      And procurement holds the cart the buyer filled

      Examples:
        | reason                          | answer                    |
        | a page in place of an answer    | a login page              |
        | a status                        | status 503                |
        | a loop                          | 307 to itself             |
        | an answer in another's envelope | a list                    |

  Rule: An answer is waited for as a whole, and by nobody else

    @P2G-HOSTILE-007 @P2G-HOSTILE-009 @must
    Scenario: The hub that drips to one buyer takes the cart of the other
      Given a buyer with the punch out role
      And another buyer from another procurement system
      And both buyers have punched out and filled a cart
      And the hub answers the cart with "a byte now and then"
      And the buyer waits 20 seconds for a page at most
      When both buyers submit their carts at once
      Then the buyer is told and keeps the cart in the storefront
      And procurement holds the cart the other buyer filled

    @P2G-HOSTILE-007 @must @certification
    Scenario: The cart arrives at the second attempt, after an answer without an end
      Given a buyer with the punch out role
      And the hub answers the cart with "a byte now and then"
      And the buyer has punched out
      And the buyer's cart holds 2 products
      And the buyer has submitted the cart in vain
      When the hub has recovered and the buyer submits the cart again
      Then the buyer arrives in the procurement system
      And procurement holds the cart the buyer filled

    @P2G-HOSTILE-009 @must
    Scenario Outline: What one buyer's hub answers is no matter for the other
      Given a buyer with the punch out role
      And another buyer from another procurement system
      And both buyers have punched out and filled a cart
      And the hub answers the cart with "<answer>"
      When both buyers submit their carts at once
      Then the cart is not lost
      And procurement holds the cart the other buyer filled

      Examples:
        | reason                         | answer              |
        | more than a memory should hold | 100 MB              |
        | deeper than a stack may go     | nested 100,000 deep |
