Feature: Many buyers at once are served like one
  For the certifier of a store with many buying companies: at the end of a month everybody submits at once, some twice.
  Plain sense: a cart that reaches the wrong buyer, or reaches the right one twice, costs money. The carts are those of
  the connector's return service.

  Rule: Every cart reaches its own buyer

    @P2G-LOAD-001 @must
    Scenario: Twenty buyers of two procurement systems submit at once
      Given 20 buyers of two procurement systems have punched out and filled carts of their own
      When all buyers submit their carts at once
      Then all buyers arrive in their own procurement systems
      And each of them gets their own cart back

    @P2G-LOAD-001 @must @certification @slow
    Scenario: Two hundred buyers of two procurement systems submit at once
      Given 200 buyers of two procurement systems have punched out and filled carts of their own
      When all buyers submit their carts at once
      Then all buyers arrive in their own procurement systems
      And each of them gets their own cart back

  Rule: A buyer in two places has two carts

    @P2G-LOAD-002 @must
    Scenario: A buyer who submits in two browsers at once gets both carts back, each where it came from
      Given a buyer with the punch out role
      And the same buyer in another browser from another procurement system
      And both buyers have punched out and filled a cart
      When both buyers submit their carts at once
      Then both buyers arrive in their own procurement systems
      And each of them gets their own cart back

  Rule: A cart that is submitted twice at once arrives once

    @P2G-LOAD-003 @must
    Scenario Outline: The cart of a buyer in a hurry arrives once
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer's cart holds 2 products
      When the buyer <hurries>
      Then the hub received the cart once
      And the buyer arrives in the procurement system
      And procurement holds the cart the buyer filled

      Examples:
        | reason                    | hurries                              |
        | one answer is read        | clicks Submit twice                  |
        | both answers are followed | submits the cart in two tabs at once |
