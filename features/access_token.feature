Feature: The access token lets one buyer in, once, for a short time
  For the certifier: the token in the start URL is the buyer's key to the shop.
  From the documentation's headings "Enable Auto Login Punch Out Access Token" and "Punch Out Access Token
  Provider Configuration".

  Rule: The token signs the buyer in

    @P2G-LOGIN-001 @must @smoke
    Scenario: The start URL signs the buyer in
      Given a buyer with the punch out role
      And the buyer has a start URL
      When the buyer opens the start URL
      Then the buyer is signed in

    @P2G-LOGIN-001 @must
    Scenario: Start URLs of two buyers of one company sign each of them in
      Given a buyer with the punch out role
      And another buyer of the same company whose role permits "View Open Orders"
      And both buyers have a start URL
      When both buyers open their start URLs
      Then each of them is signed in as themselves

    @P2G-TOKEN-009 @must
    Scenario: Each token opens the session it was issued for
      Given a buyer with the punch out role
      And another buyer from another procurement system
      And both buyers have a start URL
      When both buyers open their start URLs
      Then each of them is signed in as themselves

  Rule: The start URL is for the buyer and the account it was issued for

    @P2G-LOGIN-020 @must
    Scenario: A start URL signs its own buyer in where somebody else is signed in
      Given a buyer with the punch out role
      And another buyer from another procurement system
      And both buyers have a start URL
      And the other buyer is signed in in the buyer's browser
      When the buyer opens the start URL
      Then the buyer is signed in

    @P2G-LOGIN-020 @must
    Scenario: A used start URL leaves alone whoever is signed in
      Given a buyer with the punch out role
      And another buyer from another procurement system
      And both buyers have punched out and filled a cart
      When the buyer opens the other buyer's start URL
      Then the buyer is signed in

    @P2G-LOGIN-021 @must
    Scenario: A buyer of two accounts shops for the account of the session
      Given a buyer with the punch out role
      And the buyer belongs to another account as well
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer goes to the checkout by its address
      Then the buyer arrives in the procurement system

  Rule: The token is good for one login

    @P2G-TOKEN-001 @must @smoke
    Scenario: A token that was used lets nobody in
      Given a buyer with the punch out role
      And the buyer has punched out
      When a visitor opens the buyer's start URL
      Then the visitor is a guest

    @P2G-TOKEN-002 @must
    Scenario Outline: Visitors at once share no token
      Given a buyer with the punch out role
      And the buyer has a start URL
      When <count> visitors open the start URL at the same moment
      Then exactly one of them is signed in

      Examples:
        | reason            | count |
        | a race of two     | 2     |
        | a race of several | 10    |
        | a rush            | 50    |

  Rule: A token that was not issued lets nobody in

    @P2G-TOKEN-008 @must
    Scenario Outline: A token that was changed lets nobody in
      Given a buyer with the punch out role
      And the buyer has a start URL
      When a visitor opens the start URL with the token <changed>
      Then the visitor is a guest
      And the buyer's own start URL still signs the buyer in

      Examples:
        | changed                   |
        | altered in one letter     |
        | in the other letter case  |
        | without its first letter  |
        | without its last letter   |
        | with a letter more        |
        | replaced by another value |
        | left empty                |

  Rule: The size of the token is as configured

    @P2G-TOKEN-005 @must @settings
    Scenario Outline: A token is as long as its size asks for
      Given a buyer with the punch out role
      And Access Token Size is <bytes>
      When the buyer punches out
      Then the token has the size of <bytes> bytes
      And the token consists of characters a URL may hold

      Examples:
        | bytes |
        | 1     |
        | 8     |
        | 16    |
        | 64    |

    @P2G-TOKEN-005 @must @settings
    Scenario: A long token signs the buyer in
      Given a buyer with the punch out role
      And Access Token Size is 64
      And the buyer has a start URL
      When the buyer opens the start URL
      Then the buyer is signed in

    @P2G-TOKEN-006 @must
    Scenario: Tokens tell nothing about each other
      Given a buyer with the punch out role
      When the buyer punches out 12 times
      Then no token resembles another
