Feature: An order that says otherwise than the cart is refused
  For the certifier of a shop that takes purchase orders by the hub: orders are approved by people and carried by several
  programs, and any of them may change one. A shop that names no place for orders is not judged by this.
  Plain sense: an order that is accepted as nobody approved it loses money, or the order.

  Rule: Price, currency and sum are those of the cart

    @P2G-ORDER-004 @must
    Scenario Outline: An order at another price or in another currency is refused
      Given a buyer with the punch out role where orders are taken
      And the buyer has brought back a cart of 2 products
      When procurement orders the cart <otherwise>
      Then the order is refused

      Examples:
        | otherwise                       |
        | a cent cheaper                  |
        | at a tenth of the price         |
        | for nothing                     |
        | at a higher price               |
        | in another currency             |
        | with a line in another currency |

    @P2G-ORDER-009 @must
    Scenario Outline: An order that does not add up is refused
      Given a buyer with the punch out role where orders are taken
      And the buyer has brought back a cart of 2 products
      When procurement orders the cart <otherwise>
      Then the order is refused

      Examples:
        | otherwise                     |
        | with a total that is too low  |
        | with a total that is too high |

  Rule: Lines, products, units and quantities are those of the cart

    @P2G-ORDER-005 @must
    Scenario Outline: An order of a line that is in no cart is refused
      Given a buyer with the punch out role where orders are taken
      And the buyer has brought back a cart of 2 products
      When procurement orders the cart <otherwise>
      Then the order is refused

      Examples:
        | otherwise                     |
        | with a line that no cart has  |
        | with a line that is not named |

    @P2G-ORDER-005 @must
    Scenario: A line of another account's cart is refused without a word of it
      Given a buyer with the punch out role where orders are taken
      And another buyer from another procurement system
      And the other buyer has brought back a cart of 4 products
      And the buyer has brought back a cart of 2 products
      When procurement orders the cart with a line of the other buyer's cart
      Then the order is refused without a word of the other buyer's cart

    @P2G-ORDER-006 @must
    Scenario Outline: An order for more than the cart has, or for less than one, is refused
      Given a buyer with the punch out role where orders are taken
      And the buyer has brought back a cart of 2 products
      When procurement orders the cart <otherwise>
      Then the order is refused

      Examples:
        | otherwise                           |
        | with none in its first line         |
        | with half a piece in its first line |
        | with one more in its last line      |
        | with a line twice                   |

    @P2G-ORDER-007 @must
    Scenario Outline: An order of another product than the line's is refused
      Given a buyer with the punch out role where orders are taken
      And the buyer has brought back a cart of 2 products
      When procurement orders the cart <otherwise>
      Then the order is refused

      Examples:
        | otherwise                            |
        | with an SKU that is not sold         |
        | with the SKUs of two lines exchanged |

    @P2G-ORDER-008 @must
    Scenario Outline: An order in another unit of measure is refused
      Given a buyer with the punch out role where orders are taken
      And the buyer has brought back a cart of 2 products
      When procurement orders the cart <otherwise>
      Then the order is refused

      Examples:
        | otherwise                |
        | by the box               |
        | with a line by the dozen |

  Rule: Nobody orders without the secret

    @P2G-ORDER-011 @must
    Scenario Outline: An order without the right secret is refused and no answer repeats one
      Given a buyer with the punch out role where orders are taken
      And the buyer has brought back a cart of 2 products
      When procurement orders the cart <otherwise>
      Then the order is refused without repeating a secret

      Examples:
        | otherwise                        |
        | without the secret               |
        | with another secret              |
        | with the secret in other letters |

  Rule: A refusal says what is wrong

    @P2G-ORDER-013 @should
    Scenario Outline: A refusal names the line or the field
      Given a buyer with the punch out role where orders are taken
      And the buyer has brought back a cart of 2 products
      When procurement orders the cart <otherwise>
      Then the order is refused by line or field

      Examples:
        | otherwise                      |
        | a cent cheaper                 |
        | in another currency            |
        | with a line that no cart has   |
        | with one more in its last line |
        | with an SKU that is not sold   |
        | by the box                     |
        | with a total that is too low   |
