Feature: An address the hub names leads the buyer back and does nothing else
  For the certifier: the address in the hub's answer goes into a page, a script and the head of an answer. Each of them
  is a place where a text can become something else.
  Plain sense, and what HTTP says of addresses; the address itself is that of the connector's return service.

  Rule: What is no plain address of the web is a failed transfer

    @P2G-HOSTILE-005 @must
    Scenario Outline: The buyer is told of an address that is none
      Given a buyer with the punch out role
      And the hub answers the cart with "<answer>"
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer submits the cart
      Then the buyer is told and keeps the cart in the storefront
      And nothing of the hub's runs in the storefront or slips into its answers

      Examples:
        | reason                            | answer                                |
        | a script, however it is written   | a script in small and capital letters |
        | a page in place of its address    | a data address                        |
        | two lines                         | a line feed in the address            |
        | headers slipped into the redirect | headers after the address             |
        | any scheme                        | an address without its scheme         |
        | one host or another, as it is read | a backslash before another host      |

    @P2G-HOSTILE-005 @must @certification
    Scenario Outline: The buyer is told of further addresses that are none
      Given a buyer with the punch out role
      And the hub answers the cart with "<answer>"
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer submits the cart
      Then the buyer is told and keeps the cart in the storefront
      And nothing of the hub's runs in the storefront or slips into its answers

      Examples:
        | reason                           | answer                               |
        | a script with line feeds in it   | a script after a line feed           |
        | a script no browser knows now    | a script of another language         |
        | a whole page slipped into it     | headers and a page after the address |
        | no slash in it                   | backslashes for slashes              |

    @P2G-HOSTILE-006 @should
    Scenario: The buyer is told of an address that hides its host behind a name
      Given a buyer with the punch out role
      And the hub answers the cart with "credentials in the address"
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer submits the cart
      Then the buyer is told and keeps the cart in the storefront

  Rule: Where the hub sends the buyer is the hub's to say

    @P2G-HOSTILE-010 @must
    Scenario: The buyer goes where the hub says, on whatever host that is
      Given a buyer with the punch out role
      And the buyer has punched out
      And the hub answers the cart with "an address elsewhere"
      And the buyer's cart holds 1 of one product
      When the buyer submits the cart
      Then the browser is redirected to the hub's own words
      And the buyer arrives in the procurement system

  Rule: An address is a text, wherever it is written

    @P2G-HOSTILE-004 @must
    Scenario Outline: Nothing in an address runs in the storefront
      Given a buyer with the punch out role
      And the hub answers the cart with "<answer>"
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer submits the cart
      Then nothing of the hub's runs in the storefront or slips into its answers
      And the cart is not lost

      Examples:
        | reason                      | answer                             |
        | the end of a link           | markup in the address              |
        | the end of a script         | the end of a script in the address |
        | the end of a script's text  | the end of a text in the address   |
        | no end within the head      | an address of 64 KB                |
