Feature: A session request is taken only when it is whole
  For the engineer who connects a hub: what is left open, misspelt or of the wrong kind is told at once, before a buyer
  is led into a shop that cannot hand over the cart.
  From the body model of the connector's session API, and the good practice of interfaces.

  Rule: Every required field is there and not empty

    @P2G-SESSION-030 @must
    Scenario Outline: A request that lacks a required field is refused
      Given a buyer with the punch out role
      When the hub asks for a session "without <field>"
      Then the storefront answers with a refusal of the request

      Examples:
        | field                     |
        | buyerAccountReferenceCode |
        | buyerGroup                |
        | buyerGroup.name           |
        | buyerUser                 |
        | buyerUser.email           |
        | cart                      |
        | cart.currencyCode         |
        | punchOutReturnURL         |
        | punchOutSessionType       |

    @P2G-SESSION-031 @must
    Scenario Outline: A required field that holds nothing is refused
      Given a buyer with the punch out role
      When the hub asks for a session "with <field>"
      Then the storefront answers with a refusal of the request

      Examples:
        | field                           |
        | buyerAccountReferenceCode null  |
        | buyerAccountReferenceCode empty |
        | buyerGroup null                 |
        | buyerGroup.name empty           |
        | buyerUser null                  |
        | buyerUser empty                 |
        | buyerUser.email null            |
        | buyerUser.email empty           |
        | cart null                       |
        | cart.currencyCode empty         |
        | punchOutReturnURL null          |
        | punchOutReturnURL empty         |
        | punchOutSessionType null        |
        | punchOutSessionType empty       |

    @P2G-SESSION-032 @must
    Scenario Outline: What an optional object requires is asked for when the object is there
      Given a buyer with the punch out role
      When the hub asks for a session "<object>"
      Then the storefront answers with a refusal of the request

      Examples:
        | object                                            |
        | with a billing address without its name           |
        | with a billing address without its street1        |
        | with a billing address without its city           |
        | with a billing address without its countryISOCode |
        | with an organization without its name             |

    @P2G-SESSION-032 @must
    Scenario: An address that has what it requires is taken
      Given a buyer with the punch out role
      When the hub asks for a session "with an address"
      Then the storefront answers with a session

  Rule: Every field holds what it is for

    @P2G-SESSION-033 @must
    Scenario Outline: A field of another type is refused
      Given a buyer with the punch out role
      When the hub asks for a session "with <field> of another type"
      Then the storefront answers with a refusal of the request

      Examples:
        | field                     |
        | buyerAccountReferenceCode |
        | buyerGroup                |
        | buyerUser                 |
        | buyerUser.roles           |
        | cart                      |
        | cart.id                   |
        | cart.useAsBilling         |
        | cart.cartItems            |
        | cart.summary              |
        | punchOutReturnURL         |

    @P2G-SESSION-036 @should
    Scenario Outline: A list with nothing in a place of it is refused
      Given a buyer with the punch out role
      When the hub asks for a session "<list>"
      Then the storefront answers with a refusal of the request

      Examples:
        | list                                 |
        | with nothing among its lines         |
        | with nothing among the buyer's roles |

  Rule: A field that nobody knows is not passed over in silence

    @P2G-SESSION-035 @should
    Scenario Outline: A misspelt field is refused
      Given a buyer with the punch out role
      When the hub asks for a session "<request>"
      Then the storefront answers with a refusal of the request

      Examples:
        | request                                    |
        | with a property nobody knows               |
        | with a property nobody knows in its cart   |
        | with a property nobody knows in an address |

  Rule: A refusal helps who has to mend the request

    @P2G-SESSION-037 @should
    Scenario Outline: A refusal names the field at fault
      Given a buyer with the punch out role
      When the hub asks for a session "<request>"
      Then the storefront answers with a refusal that names the field

      Examples:
        | request                                 |
        | without cart.currencyCode               |
        | with buyerUser.email empty              |
        | with cart.id of another type            |
        | with a property nobody knows            |
        | with a billing address without its city |
