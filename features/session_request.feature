Feature: The hub asks the storefront for a session
  For the certifier: a session is a key to the shop, given only to the hub, for buyers who belong there.
  The order in which requests are refused is that of the connector's session API.

  Rule: Only the hub is given sessions

    @P2G-SESSION-001 @must @smoke
    Scenario: A caller without credentials is refused
      Given a buyer with the punch out role
      And the hub calls without credentials
      When the buyer punches out
      Then the storefront issues no start URL

    @P2G-SESSION-001 @must
    Scenario: A caller with a wrong secret is refused
      Given a buyer with the punch out role
      And the hub calls with a wrong secret
      When the buyer punches out
      Then the storefront issues no start URL

    @P2G-SESSION-001 @must
    Scenario: The hub with its own credentials is served
      Given a buyer with the punch out role
      When the buyer punches out
      Then the punch out is accepted

  Rule: A session is for a known site and a known account

    @P2G-SESSION-002 @must
    Scenario: An unknown site is refused
      Given a buyer with the punch out role
      And the hub is going to ask "for a site that does not exist"
      When the buyer punches out
      Then the punch out is refused

    @P2G-SESSION-003 @must
    Scenario: An unknown account is refused
      Given a buyer whose company has no account in the storefront
      When the buyer punches out
      Then the punch out is refused

  Rule: A session is for a buyer who belongs to the site, or is new and has a name

    @P2G-SESSION-004 @must
    Scenario: A buyer who does not belong to the site is refused
      Given a buyer with the punch out role
      And the buyer does not belong to the site
      When the buyer punches out
      Then the punch out is refused

    @P2G-SESSION-005 @must
    Scenario: A buyer the storefront does not know is created
      Given a buyer the storefront does not know
      And the buyer has a start URL
      When the buyer opens the start URL
      Then the buyer is signed in

    @P2G-SESSION-005 @must
    Scenario: A buyer the storefront does not know is accepted
      Given a buyer the storefront does not know
      When the buyer punches out
      Then the punch out is accepted

    @P2G-SESSION-005 @must
    Scenario: A buyer who was created may come again
      Given a buyer the storefront does not know
      And the buyer has punched out
      When the buyer punches out
      Then the punch out is accepted

    @P2G-SESSION-006 @must
    Scenario: An unknown buyer without a name is refused
      Given a buyer without a name whom the storefront does not know
      When the buyer punches out
      Then the punch out is refused
