Feature: A transfer that fails loses nothing
  For the QA engineer: hubs fail. The buyer is told, the cart is kept, and a second attempt succeeds.
  Plain sense: anything else loses a cart. The answers are those the connector's return service knows.

  Rule: The buyer is told and keeps the cart

    @P2G-TRANSFER-001 @must
    Scenario Outline: The buyer is told when the hub fails
      Given a buyer with the punch out role
      And the hub answers the cart with "<failure>"
      And the buyer has punched out
      And the buyer's cart holds 2 products
      When the buyer submits the cart
      Then the buyer is told that the transfer failed
      And the buyer is still in the storefront
      And the cart still holds what the buyer put in

      Examples:
        | failure            |
        | server error       |
        | no content         |
        | no redirect URL    |
        | empty redirect URL |
        | not JSON           |
        | unreachable        |

    @P2G-TRANSFER-021 @must
    Scenario: The buyer is told when the hub never answers
      Given a buyer with the punch out role
      And the hub answers the cart with "silence"
      And the buyer has punched out
      And the buyer's cart holds 2 products
      And the buyer waits 20 seconds for a page at most
      When the buyer submits the cart
      Then the buyer is told that the transfer failed
      And the cart still holds what the buyer put in

    @P2G-REDIRECT-021 @must
    Scenario Outline: What is no address of the web is a failure of the hub
      Given a buyer with the punch out role
      And the hub answers the cart with "<redirect>"
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer submits the cart
      Then the buyer is told that the transfer failed
      And the buyer is still in the storefront

      Examples:
        | redirect                |
        | a script for an address |
        | a path for an address   |
        | a number for an address |

  Rule: A second attempt succeeds

    @P2G-TRANSFER-002 @must
    Scenario Outline: The cart arrives at the second attempt
      Given a buyer with the punch out role
      And the hub answers the cart with "<failure>"
      And the buyer has punched out
      And the buyer's cart holds 2 products
      And the buyer has submitted the cart in vain
      When the hub has recovered and the buyer submits the cart again
      Then the buyer arrives in the procurement system
      And procurement holds the cart the buyer filled

      Examples:
        | failure            |
        | server error       |
        | no content         |
        | no redirect URL    |
        | empty redirect URL |
        | not JSON           |
        | unreachable        |

    @P2G-TRANSFER-003 @must
    Scenario: After a failed transfer the buyer goes on shopping
      Given a buyer with the punch out role
      And the hub answers the cart with "server error"
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      And the buyer has submitted the cart in vain
      When the buyer adds another product and submits again once the hub has recovered
      Then procurement holds the cart the buyer filled
