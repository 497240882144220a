Feature: The words of punch out mean what they are said to mean
  For the certifier of the current connector: its reference guide is a table of terms, and each is a promise of
  what happens on the way from procurement to the shop and back.
  From the documentation's heading "Reference Guide".

  Rule: A punch out session lasts from the login to the transfer of the cart

    @P2G-TERM-001 @must
    Scenario: A start URL that nobody opened is no session yet
      Given a buyer with the punch out role
      And the buyer has a start URL
      When the buyer goes to the checkout by its address
      Then the visitor is a guest
      And the hub received no cart

    @P2G-TERM-001 @P2G-TERM-002 @must
    Scenario: The session lasts from page to page until the cart is submitted
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      And the buyer looks at Open Carts
      When the buyer submits the cart
      Then the buyer arrives in the procurement system

    @P2G-TERM-001 @must
    Scenario: The transfer of the cart is the end of the session
      Given a buyer with the punch out role
      And the buyer has brought a cart back
      When the buyer opens the storefront again
      Then the session at the storefront is over

    @P2G-TERM-002 @must
    Scenario: Another browser has no part in the session
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer goes to the checkout in another browser
      Then the visitor is a guest
      And the hub received no cart

    @P2G-TERM-002 @must
    Scenario: Two sessions of one buyer have nothing to do with each other
      Given a buyer with the punch out role
      And the same buyer at another computer
      And both buyers have punched out and filled a cart
      When both buyers submit their carts at once
      Then each of them gets their own cart back

  Rule: The start URL opens the catalog, without a password

    @P2G-TERM-003 @P2G-TERM-007 @must
    Scenario: The start URL leads to the catalog page of the channel
      Given a buyer with the punch out role
      And the buyer has a start URL
      When the buyer opens the start URL
      Then the buyer is on the catalog page of the channel
      And the buyer is signed in

    @P2G-TERM-007 @must
    Scenario: The access token is of use once
      Given a buyer with the punch out role
      And the buyer has punched out
      When a visitor opens the buyer's start URL
      Then the visitor is a guest

  Rule: The return URL takes the cart and the buyer back

    @P2G-TERM-004 @P2G-TERM-005 @must
    Scenario: The products the buyer chose come back by the return URL
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer's cart holds 3 products
      When the buyer submits the cart
      Then the hub received the cart once
      And the buyer arrives in the procurement system
      And procurement holds the cart the buyer filled

    @P2G-TERM-004 @must
    Scenario: Each of two return URLs takes the cart of its own punch out
      Given a buyer with the punch out role
      And another buyer from another procurement system
      And both buyers have punched out and filled a cart
      When both buyers submit their carts at once
      Then each of them gets their own cart back

    @P2G-TERM-005 @must
    Scenario: A buyer who chose nothing has no cart to bring back
      Given a buyer with the punch out role
      And the buyer has punched out
      When the buyer goes to the checkout by its address
      Then the hub received no cart

  Rule: The vendor stands between procurement and the storefront

    @P2G-TERM-008 @must
    Scenario: Procurement and the storefront meet through the vendor alone
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer submits the cart
      Then procurement and the storefront have met through the hub alone
