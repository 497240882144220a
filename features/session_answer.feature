Feature: The answer is the request with a start URL
  For the engineer who connects a hub: what comes back, which fields the storefront fills in itself, and what the type
  of a session means.
  From the answer of the connector's session API; where a cart would be lost or a buyer led astray, plain sense decides.

  Rule: What was sent comes back

    @P2G-SESSION-040 @should
    Scenario Outline: Every optional field is taken and comes back
      Given a buyer with the punch out role
      When the hub asks for a session "<request>"
      Then the storefront answers with every field that was sent

      Examples:
        | request                           |
        | as the hub does                   |
        | with every optional field         |
        | in XML, with every optional field |

    @P2G-SESSION-041 @should
    Scenario: The answer tells the channel of the cart
      Given a buyer with the punch out role
      When the hub asks for a session "as the hub does"
      Then the storefront answers with the channel of the site
      And each start URL leads into the channel that is told

  Rule: What the storefront knows better is not taken from the request

    @P2G-SESSION-038 @should
    Scenario: Read-only fields of the request change nothing
      Given a buyer with the punch out role
      When the hub asks for a session "with read-only fields"
      Then the storefront answers with values of its own for what is read-only

    @P2G-SESSION-039 @must
    Scenario: A start URL in the request is overwritten
      Given a buyer with the punch out role
      When the hub asks for a session "with a start URL of its own"
      Then the storefront answers with a start URL of its own
      And each start URL signs the buyer in

  Rule: Each request has a session of its own

    @P2G-SESSION-042 @must
    Scenario: Two requests at the same moment have a token each
      Given a buyer with the punch out role
      When the hub asks for a session "twice at the same moment"
      Then the storefront answers with a session
      And each start URL signs the buyer in

  Rule: The type says whether the buyer comes back to a cart

    @P2G-SESSION-043 @may
    Scenario Outline: Any other type than edit and inspect creates a cart
      Given a buyer with the punch out role
      When the hub asks for a session "<type>"
      Then the storefront answers with a session
      And each start URL signs the buyer in

      Examples:
        | type                     |
        | with the type CREATE     |
        | with a type nobody knows |

    @P2G-SESSION-043 @may
    Scenario: A type that is not edit leaves the cart alone
      Given a buyer with the punch out role
      And the buyer has brought back a cart of 2 products
      And the buyer is going to edit the cart with 5 of each product
      And the hub is going to ask "with a type nobody knows"
      When the buyer comes back to the cart
      Then the cart still holds what the buyer put in
