Feature: The session API speaks JSON and XML
  For the engineer who connects a hub: which forms are taken and answered, and what becomes of all else.
  From what the connector's session API declares of itself, and the standard of HTTP.

  Rule: A request is JSON or XML, and so is the answer

    @P2G-SESSION-045 @must
    Scenario Outline: A session is asked for in either form and answered in either
      Given a buyer with the punch out role
      When the hub asks for a session "<form>"
      Then the storefront answers with a session
      And each start URL signs the buyer in

      Examples:
        | form                           |
        | in XML                         |
        | in XML, to be answered in JSON |
        | in JSON, to be answered in XML |
        | accepting anything             |

    @P2G-SESSION-046 @must
    Scenario Outline: XML is judged as JSON is
      Given a buyer with the punch out role
      When the hub asks for a session "<request>"
      Then the storefront answers with a refusal of the request

      Examples:
        | request                              |
        | in XML, without the cart's currency  |
        | in XML, with cart.id of another type |

    @P2G-SESSION-051 @should
    Scenario Outline: A refusal has the form of the answer
      Given a buyer with the punch out role
      When the hub asks for a session "<request>"
      Then the storefront answers with a refusal in the form asked for

      Examples:
        | request                                |
        | without cart.currencyCode              |
        | for a site that does not exist         |
        | in XML, without the cart's currency    |
        | in XML, for a site that does not exist |

  Rule: A body that cannot be read is refused as the caller's fault

    @P2G-SESSION-034 @must
    Scenario Outline: A malformed body is refused
      Given a buyer with the punch out role
      When the hub asks for a session "<body>"
      Then the storefront answers with a refusal of the request

      Examples:
        | body                             |
        | with an empty body               |
        | in JSON that breaks off          |
        | in JSON with a comma too many    |
        | in JSON with XML inside          |
        | in a list                        |
        | in XML that breaks off           |
        | in XML with an element left open |
        | in XML with JSON inside          |

    @P2G-SESSION-047 @should
    Scenario Outline: XML that brings declarations of its own is refused
      Given a buyer with the punch out role
      When the hub asks for a session "<body>"
      Then the storefront answers with a refusal of the request

      Examples:
        | body                             |
        | in XML with an entity of its own |
        | in XML with a DOCTYPE            |

  Rule: Other forms, and other ways to ask, are told from faults of the request

    @P2G-SESSION-048 @should
    Scenario Outline: A body of another kind is refused as such
      Given a buyer with the punch out role
      When the hub asks for a session "<kind>"
      Then the storefront answers with a refusal of the content type

      Examples:
        | kind          |
        | as plain text |
        | as a form     |

    @P2G-SESSION-049 @may
    Scenario: A caller who takes neither form is told so
      Given a buyer with the punch out role
      When the hub asks for a session "accepting nothing but HTML"
      Then the storefront answers with a refusal to answer so

    @P2G-SESSION-050 @should
    Scenario Outline: A session is asked for by POST alone
      Given a buyer with the punch out role
      When the hub asks for a session "<method>"
      Then the storefront answers with a refusal of the method

      Examples:
        | method    |
        | by GET    |
        | by PUT    |
        | by DELETE |

  Rule: The session API describes itself

    @P2G-SESSION-058 @should
    Scenario: The description tells the forms
      When the hub asks for the description of the session API
      Then the description tells that JSON and XML are taken and answered

    @P2G-SESSION-059 @should
    Scenario: The description has every field
      When the hub asks for the description of the session API
      Then the description has every field of the request

    @P2G-SESSION-060 @should
    Scenario: The description can be had in YAML
      When the hub asks for the description of the session API in YAML
      Then the description names the session request in YAML
