Feature: Submit leads the buyer back to the procurement system
  For the QA engineer: users are redirected to the appropriate procurement system when they click Submit.
  From the documentation's heading "Verify Redirect to Buyer's Procurement System".

  Rule: The redirect goes where the hub says

    @P2G-REDIRECT-002 @must
    Scenario: The redirect URL arrives byte for byte
      Given a buyer with the punch out role
      And the buyer has punched out
      And the hub answers the cart with "redirect in mixed case"
      And the buyer's cart holds 1 of one product
      When the buyer submits the cart
      Then the browser is redirected to the hub's own words
      And the buyer arrives in the procurement system

    @P2G-REDIRECT-003 @should
    Scenario Outline: The hub may write the key of the redirect URL in any letter case
      Given a buyer with the punch out role
      And the buyer has punched out
      And the hub answers the cart with "<answer>"
      And the buyer's cart holds 1 of one product
      When the buyer submits the cart
      Then the buyer arrives in the procurement system

      Examples:
        | answer          |
        | key redirectURL |
        | key REDIRECTURL |

    @P2G-HUB-011 @must
    Scenario Outline: The redirect URL is found under every key a hub is known to send this connector
      Given a buyer with the punch out role
      And the buyer has punched out
      And the hub answers the cart with "<answer>"
      And the buyer's cart holds 1 of one product
      When the buyer submits the cart
      Then the buyer arrives in the procurement system

      Examples:
        | key                           | answer          |
        | the connector's own, alone    | key redirectUrl |
        | the same in small letters     | key redirecturl |
        | beside the key of other shops | accept          |

    @P2G-REDIRECT-001 @must @smoke
    Scenario: Submit leads the buyer to the procurement system
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer submits the cart
      Then the buyer arrives in the procurement system

  Rule: Submit ends the session at the storefront

    @P2G-REDIRECT-004 @must @smoke
    Scenario: After Submit the buyer is signed out
      Given a buyer with the punch out role
      And the buyer has brought a cart back
      When the buyer opens the storefront again
      Then the session at the storefront is over

    @P2G-REDIRECT-020 @should
    Scenario: After Submit no cookie leads back to the cart
      Given a buyer with the punch out role
      And the buyer has brought a cart back
      When the buyer opens the storefront again
      Then no cookie names the cart any more

    @P2G-REDIRECT-020 @should
    Scenario: After signing out no cookie leads back to the cart
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer signs out
      Then no cookie names the cart any more

    @P2G-CART-002 @must
    Scenario: Going back to the checkout after Submit posts nothing more
      Given a buyer with the punch out role
      And the buyer has brought a cart back
      When the buyer goes to the checkout by its address
      Then the hub received the cart once

    @P2G-REDIRECT-005 @must
    Scenario: Signing out without Submit does not lead to the hub
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer signs out
      Then the buyer is still in the storefront
      And the hub received no cart
