Feature: What is wrong first is answered first, and nothing is done about the rest
  For the certifier: what is answered tells a caller nothing of what comes behind it, and a request that is refused
  changes nothing.
  The order is that of the checks of the connector's session API; who may call it is a matter of OAuth 2.0 and plain
  sense.

  Rule: Only a caller who may write is answered

    @P2G-SESSION-052 @must
    Scenario Outline: A caller who proves nothing is refused
      Given a buyer with the punch out role
      When the hub asks for a session "<credentials>"
      Then the storefront answers with a refusal of the caller

      Examples:
        | credentials                |
        | without credentials        |
        | with a token nobody issued |
        | with a wrong password      |

    @P2G-SESSION-053 @must
    Scenario: A token to read only asks for no session
      Given a buyer with the punch out role
      When the hub asks for a session "with a token to read only"
      Then the storefront answers with a refusal for want of the scope

  Rule: Of two faults in a request the earlier is answered

    @P2G-SESSION-054 @should
    Scenario Outline: A fault of the request is answered before each later one of it
      Given a buyer with the punch out role
      When the hub asks "<earlier>", and with each later fault of the request
      Then the earlier fault is the one that is answered

      Examples:
        | earlier                             |
        | without credentials                 |
        | with a wrong password               |
        | in malformed JSON                   |
        | with a property nobody knows        |
        | without its return URL              |
        | for a site that does not exist      |
        | for a blank e-mail address          |
        | for an unknown buyer without a name |
        | for an account that does not exist  |

    @P2G-SESSION-054 @should
    Scenario Outline: What the storefront has to look up is answered in the same order
      Given a buyer with the punch out role
      When the hub asks "<earlier>", and with each later fault of the storefront
      Then the earlier fault is the one that is answered

      Examples:
        | earlier                                     |
        | without credentials                         |
        | with a wrong password                       |
        | in malformed JSON                           |
        | with a property nobody knows                |
        | without its return URL                      |
        | for a site that does not exist              |
        | for a site without a channel                |
        | for a channel that is switched off          |
        | for a blank e-mail address                  |
        | for an unknown buyer without a name         |
        | for a buyer who does not belong to the site |
        | for an account that does not exist          |

  Rule: A request that is refused leaves nothing behind

    @P2G-SESSION-007 @must
    Scenario Outline: A fault in the request of a stranger leaves no user behind
      Given a buyer with the punch out role
      When the hub asks "<fault>" for a stranger
      Then nothing of the request is left behind

      Examples:
        | fault                              |
        | without credentials                |
        | without its return URL             |
        | for a site that does not exist     |
        | for a site without a channel       |
        | for a channel that is switched off |
        | for an account that does not exist |
        | to edit a cart that is not there   |
        | to edit somebody else's cart       |

    @P2G-SESSION-055 @must
    Scenario Outline: A fault in the request of a user makes nobody a member of the account
      Given a buyer with the punch out role
      When the hub asks "<fault>" for a newcomer
      Then nothing of the request is left behind

      Examples:
        | fault                              |
        | without its return URL             |
        | for a channel that is switched off |
        | to edit a cart that is not there   |
        | to edit somebody else's cart       |

    @P2G-SESSION-056 @must
    Scenario Outline: A fault in an edit leaves the cart as it was
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer's cart holds 2 products
      When the hub asks "<fault>" for the buyer's cart
      Then nothing of the request is left behind

      Examples:
        | fault                                       |
        | without credentials                         |
        | with a wrong password                       |
        | in malformed JSON                           |
        | without its return URL                      |
        | for a site that does not exist              |
        | for a channel that is switched off          |
        | for a blank e-mail address                  |
        | for an unknown buyer without a name         |
        | for a buyer who does not belong to the site |
        | for an account that does not exist          |
        | to edit a cart with a line not sold         |
