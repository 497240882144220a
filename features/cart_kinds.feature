Feature: Whatever the cart holds, it arrives and so does the buyer
  For the QA engineer with a catalog of all sorts: prices that are not the list price, texts of all kinds, carts the
  buyer changed, other currencies.
  From the documentation's heading "Verify Redirect to Buyer's Procurement System", and what the connector's cart
  consists of.

  Rule: A cart of every kind arrives as the buyer saw it

    @P2G-CART-010 @P2G-REDIRECT-010 @must @slow
    Scenario Outline: A cart of each kind arrives in the procurement system
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer has filled the cart with <kind>
      When the buyer submits the cart
      Then the buyer arrives in the procurement system
      And procurement holds the cart the buyer filled

      Examples:
        | kind                                        |
        | a product at a promotion price              |
        | a product with a discount                   |
        | a product whose description has markup      |
        | a product described in foreign letters      |
        | a product in several categories             |
        | the same product twice                      |
        | a product whose quantity was changed        |
        | a product after another was taken out again |
        | as many of one product as may be ordered    |
        | every product there is                      |
        | a product described in Greek                |
        | a product described in Japanese             |
        | a product described from right to left      |
        | a product with emoji in its description     |
        | a product with quotes and ampersands        |
        | a product with ends of markup in its text   |
        | a product whose price has four decimals     |
        | 99,999 of one product, or as many as may be |
        | 20 lines                                    |
        | 200 lines                                   |
        | 1,000 lines                                 |

  Rule: A cart is in the currency the hub trades in with the buyer's company

    @P2G-CART-011 @P2G-REDIRECT-010 @must
    Scenario Outline: A cart in another currency arrives in that currency
      Given a buyer with the punch out role
      And the hub trades with the buyer's company in <currency>
      And the buyer has punched out
      And the buyer's cart holds 3 products
      When the buyer submits the cart
      Then the buyer arrives in the procurement system
      And the cart is in <currency>
      And procurement holds the cart the buyer filled

      Examples:
        | decimals | currency |
        | two      | EUR      |
        | none     | JPY      |
        | three    | KWD      |

    @P2G-CART-011 @must
    Scenario Outline: Every price of a cart in another currency arrives as it was shown
      Given a buyer with the punch out role
      And the hub trades with the buyer's company in <currency>
      And the buyer has punched out
      And the buyer has filled the cart with every product there is
      When the buyer submits the cart
      Then procurement holds the cart the buyer filled

      Examples:
        | decimals | currency |
        | none     | JPY      |
        | three    | KWD      |

  Rule: What is added below the lines arrives as well

    @P2G-CART-012 @must
    Scenario: Shipping and tax arrive as the storefront showed them
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer's cart holds 3 products
      And the storefront shows shipping or tax for the buyer's cart
      When the buyer submits the cart
      Then the buyer arrives in the procurement system
      And shipping, tax and total arrive as the storefront showed them
