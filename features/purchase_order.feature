Feature: The order of a cart is what was approved
  For the certifier of a shop that takes purchase orders by the hub: the cart came back, it was approved, and now it is
  bought. A shop that names no place for orders is not judged by this.
  Plain sense: an order that is lost or changed loses money. The fields are those of the hub's purchase order; that it
  is the last state of the cart is from the documentation's heading "Reference Guide".

  Rule: The order of a cart is accepted as the cart was

    @P2G-ORDER-001 @P2G-ORDER-003 @must
    Scenario Outline: The order of a cart of each kind is accepted as it is
      Given a buyer with the punch out role where orders are taken
      And the buyer has brought back <cart>
      When procurement orders the cart
      Then the order is accepted as it is

      Examples:
        | cart                                                |
        | a cart of 3 products                                |
        | a cart with a product at a promotion price          |
        | a cart with a product with a discount               |
        | a cart with a product whose price has four decimals |
        | a cart with a product whose description has markup  |
        | a cart with a product with quotes and ampersands    |
        | a cart with the same product twice                  |
        | a cart with 20 lines                                |

    @P2G-ORDER-001 @must
    Scenario Outline: The order of a cart in another currency is accepted as it is
      Given a buyer with the punch out role where orders are taken
      And the hub trades with the buyer's company in <currency>
      And the buyer has brought back a cart of 3 products
      When procurement orders the cart
      Then the order is accepted as it is

      Examples:
        | decimals | currency |
        | two      | EUR      |
        | none     | JPY      |
        | three    | KWD      |

    @P2G-ORDER-001 @must
    Scenario Outline: The order of each kind of procurement system is accepted as it is
      Given a buyer with the punch out role where orders are taken
      And the buyer's company works with "<platform>"
      And the buyer has brought back a cart of 3 products
      When procurement orders the cart
      Then the order is accepted as it is

      Examples:
        | speaks | platform |
        | cXML   | ariba    |
        | cXML   | coupa    |
        | OCI    | sap-srm  |

    @P2G-ORDER-001 @P2G-TERM-006 @must
    Scenario Outline: What is ordered is the last state of a cart that was edited
      Given a buyer with the punch out role where orders are taken
      And the buyer has brought back a cart of 3 products
      And the buyer has edited the cart with <count> of each product and submitted it
      When procurement orders the cart
      Then the order is accepted as it is

      Examples:
        | what there is of it | count |
        | less                | 1     |
        | more                | 5     |

    @P2G-ORDER-006 @P2G-TERM-006 @must
    Scenario: An earlier state of a cart that was edited is not ordered
      Given a buyer with the punch out role where orders are taken
      And the buyer has brought back a cart of 3 products
      And the buyer has edited the cart with 1 of each product and submitted it
      When procurement orders the cart as it was before the edit
      Then the order is refused

  Rule: An order may be for less than the cart

    @P2G-ORDER-002 @P2G-ORDER-003 @must
    Scenario Outline: An order for less is accepted as it was ordered
      Given a buyer with the punch out role where orders are taken
      And the buyer has brought back a cart of 3 products
      When procurement orders the cart <less>
      Then the order is accepted as it is

      Examples:
        | less                               |
        | with 1 of each product             |
        | with one less in its last line     |
        | without its first line             |
        | without its last line              |
        | with its lines the other way round |
        | with its descriptions cut          |

    @P2G-ORDER-003 @must
    Scenario Outline: Whatever an order says, nothing else is accepted
      Given a buyer with the punch out role where orders are taken
      And the buyer has brought back a cart of 3 products
      When procurement orders the cart <somehow>
      Then the order is not accepted otherwise than it is

      Examples:
        | somehow                              |
        | with 1 of each product               |
        | with its descriptions cut            |
        | at a tenth of the price              |
        | by the box                           |
        | with the SKUs of two lines exchanged |

  Rule: What is accepted is acknowledged

    @P2G-ORDER-014 @should
    Scenario: The acknowledgment says what is accepted of every line
      Given a buyer with the punch out role where orders are taken
      And the buyer has brought back a cart of 3 products
      When procurement orders the cart with one less in its last line
      Then the order is acknowledged line by line

    @P2G-ORDER-016 @should
    Scenario Outline: The descriptions of an order arrive uncut
      Given a buyer with the punch out role where orders are taken
      And the buyer has brought back a cart with <kind>
      When procurement orders the cart
      Then the order is accepted with its descriptions uncut

      Examples:
        | what   | kind                                   |
        | markup | a product whose description has markup |
        | length | every product there is                 |
