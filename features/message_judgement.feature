Feature: Every message of the storefront can be used by whom it is for
  For the certifier: storefronts fail on details of their messages, a total that does not add up, a currency nobody
  knows, a page of HTML where an answer is due. Every message of a run is judged as it passes; those we send as well.
  From the connector's session API and its cart (plain sense: a message nobody can use loses the cart).

  Rule: A cart can be read, names its currency, and adds up

    @P2G-MESSAGE-001 @must
    Scenario Outline: The cart is one the hub can use
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer has filled the cart with <kind>
      When the buyer submits the cart
      Then the buyer arrives in the procurement system
      And every message of the storefront can be used by whom it is for

      Examples:
        | what     | kind                                    |
        | discount | a product with a discount               |
        | decimals | a product whose price has four decimals |
        | lines    | 20 lines                                |

    @P2G-MESSAGE-001 @must
    Scenario Outline: The cart is one the hub can use, in any currency
      Given a buyer with the punch out role
      And the hub trades with the buyer's company in <currency>
      And the buyer has punched out
      And the buyer's cart holds 3 products
      When the buyer submits the cart
      Then the buyer arrives in the procurement system
      And every message of the storefront can be used by whom it is for

      Examples:
        | decimals | currency |
        | none     | JPY      |
        | three    | KWD      |

  Rule: An answer to the hub can be read, also when it refuses

    @P2G-MESSAGE-002 @must
    Scenario: A session is granted in words the hub can read
      Given a buyer with the punch out role
      When the buyer punches out
      Then the punch out is accepted
      And every message of the storefront can be used by whom it is for

    @P2G-MESSAGE-002 @must
    Scenario: A session is refused in words the hub can read
      Given a buyer whose company has no account in the storefront
      When the buyer punches out
      Then the punch out is refused
      And every message of the storefront can be used by whom it is for
