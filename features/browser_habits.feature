Feature: Submit does well by what people do with browsers
  For the QA engineer: buyers press Back and Reload, also once the cart has left; neither may bring the session back,
  nor send the cart a second time. Some punch out anew in another tab, and come back to the first. And some have
  switched scripts off.
  Plain sense; after the documentation's heading "Verify Redirect to Buyer's Procurement System".

  Rule: What was shown before Submit is nobody's any more

    @P2G-REDIRECT-004 @must
    Scenario: Back after Submit shows nobody's session
      Given a buyer with the punch out role
      And the buyer has brought a cart back
      When the buyer goes back in the browser
      Then the session at the storefront is over

  Rule: A cart that has left is not sent again

    @P2G-CART-002 @must
    Scenario: Back after Submit sends the cart no second time
      Given a buyer with the punch out role
      And the buyer has brought a cart back
      When the buyer goes back in the browser and reloads the page
      Then the hub received the cart once
      And procurement holds the cart the buyer filled

    @P2G-CART-002 @must
    Scenario: Reload after Submit sends the cart no second time
      Given a buyer with the punch out role
      And the buyer has brought a cart back
      When the buyer reloads the page
      Then the hub received the cart once
      And procurement holds the cart the buyer filled

  Rule: A tab that was left open does not take the way back of another

    @P2G-REDIRECT-024 @should
    Scenario: A click on Submit in a tab of before leaves the later punch out its own cart
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer's cart holds 2 products
      When the buyer punches out anew in another tab and submits in the first and then in the other
      Then the buyer arrives in the procurement system
      And the hub received the cart once
      And procurement holds the cart the buyer filled

  Rule: Nobody is left behind whose browser runs no scripts

    @P2G-REDIRECT-023 @should
    Scenario: With scripts switched off the buyer is shown the way to the hub
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer submits the cart with scripts switched off
      Then the way to the hub is there without scripts
      And the hub received the cart once
