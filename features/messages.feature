Feature: The hub carries the messages between procurement and the storefront
  For the certifier: what the connector posts has to be of use in procurement, so the hub of the run is held to
  cXML as well. Its own mistakes are faults of the harness, never the storefront's.
  The documentation's first words: the connector works with the hub a company uses already.

  Rule: The order message is one procurement can take

    @P2G-CXML-001 @must
    Scenario Outline: The order message is valid cXML
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer's cart holds <count> products
      When the buyer submits the cart
      Then the order message is valid cXML

      Examples:
        | count |
        | 1     |
        | 10    |

    @P2G-CXML-002 @must
    Scenario: The BuyerCookie comes back as it was sent
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer submits the cart
      Then the order message carries the BuyerCookie of the punch out

    @P2G-CXML-004 @must
    Scenario Outline: A buyer who comes back without a cart changes nothing
      Given a buyer with the punch out role
      And the buyer has brought back a cart of 2 products
      And the buyer is going to <operation> the cart
      And the buyer has punched out
      When the buyer goes back to procurement without a cart
      Then procurement holds what it held before

      Examples:
        | operation |
        | edit      |
        | inspect   |

    @P2G-HUB-002 @must
    Scenario: Two carts at once reach the sessions they belong to
      Given a buyer with the punch out role
      And another buyer from another procurement system
      And both buyers have punched out and filled a cart
      When both buyers submit their carts at once
      Then both buyers arrive in their own procurement systems
      And each of them gets their own cart back

    @P2G-HUB-010 @may
    Scenario: The cart comes in a form the hub knows by name
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer's cart holds 2 products
      When the buyer submits the cart
      Then the hub knows the form of the cart by name

  Rule: The hub serves the companies it knows, and tells why it cannot

    @P2G-HUB-001 @must
    Scenario: A company the hub knows punches out
      Given a buyer with the punch out role
      When the buyer punches out
      Then the punch out is accepted

    @P2G-HUB-001 @must
    Scenario: A company with a wrong shared secret gets nowhere
      Given a buyer with the punch out role
      And procurement calls with a wrong shared secret
      When the buyer punches out
      Then the hub refuses the company and asks the storefront for nothing

    @P2G-CXML-003 @must
    Scenario: Procurement is told what the storefront refused
      Given a buyer whose company has no account in the storefront
      When the buyer punches out
      Then the punch out is refused
