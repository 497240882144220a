Feature: A punch out gives nothing away
  For the certifier: a token in a log, a session's cookie that scripts can read, or a session planted before the
  login lets the wrong person in; a page that shows the insides of the server helps them.
  Plain sense, and the good practice of storefronts.

  Rule: The access token is not written down

    @P2G-SECURITY-001 @must
    Scenario: A token that signs the buyer in is not in the console log
      Given a buyer with the punch out role
      And the buyer has a start URL
      When the buyer opens the start URL
      Then the buyer is signed in
      And the console log holds no access token of the buyer

    @P2G-SECURITY-001 @must
    Scenario: A token that is refused is not in the console log
      Given a buyer with the punch out role
      And the buyer has punched out
      When a visitor opens the buyer's start URL
      Then the visitor is a guest
      And the console log holds no access token of the buyer

  Rule: The buyer's session is the buyer's alone

    @P2G-SECURITY-002 @must
    Scenario: Scripts cannot read the session's cookie
      Given a buyer with the punch out role
      And the buyer has a start URL
      When the buyer opens the start URL
      Then the session's cookie is kept from scripts

    @P2G-SECURITY-003 @must
    Scenario: The login leaves the guest's session behind
      Given a buyer with the punch out role
      And the buyer has looked at the storefront as a guest
      And the buyer has a start URL
      When the buyer opens the start URL
      Then the buyer is signed in
      And the session is another one than the guest's

    @P2G-SECURITY-006 @must
    Scenario: The cookies of a session that is over open nothing
      Given a buyer with the punch out role
      And the buyer has brought a cart back
      When somebody goes on with the cookies the buyer had before Submit
      Then the session at the storefront is over

  Rule: What goes wrong shows no insides of the server

    @P2G-SECURITY-004 @should
    Scenario: The page after a token that was changed shows no insides
      Given a buyer with the punch out role
      And the buyer has a start URL
      When a visitor opens the start URL with the token altered in one letter
      Then the page shows no insides of the server

    @P2G-SECURITY-004 @should
    Scenario Outline: The page after a transfer that failed shows no insides
      Given a buyer with the punch out role
      And the hub answers the cart with "<failure>"
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer submits the cart
      Then the page shows no insides of the server

      Examples:
        | failure      |
        | not JSON     |
        | server error |
        | unreachable  |

    @P2G-SECURITY-005 @should
    Scenario: A refused session request tells no insides
      Given a buyer with the punch out role
      And the hub is going to ask "for a site that does not exist"
      When the buyer punches out
      Then the refusal tells no insides of the server
