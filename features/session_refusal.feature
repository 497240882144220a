Feature: A session that could come to no good end is refused
  For the certifier: what is granted at first and fails later costs a cart, or opens the shop to somebody else.
  Plain sense, beside the checks of the connector's session API.

  Rule: A session is a key in a buyer's name, and given to the hub only

    @P2G-SESSION-020 @must
    Scenario: A user of the storefront who is not the hub is refused
      Given a buyer with the punch out role
      And the hub calls as an ordinary user of the storefront
      When the buyer punches out
      Then the storefront issues no start URL

  Rule: A site sells through a channel

    @P2G-SESSION-022 @must
    Scenario: A site without a channel is refused
      Given a buyer with the punch out role
      And the hub sends the buyer to a site without a channel
      When the buyer punches out
      Then the punch out is refused

  Rule: A cart has a currency the shop sells in

    @P2G-SESSION-021 @must
    Scenario: A currency the shop does not know is refused
      Given a buyer with the punch out role
      And the hub is going to ask "in an unknown currency"
      When the buyer punches out
      Then the punch out is refused

    @P2G-SESSION-021 @must
    Scenario: The currency of the channel is accepted
      Given a buyer with the punch out role
      When the buyer punches out
      Then the punch out is accepted

  Rule: A cart goes to an address of the web

    @P2G-SESSION-023 @should
    Scenario Outline: A return URL no cart can be posted to is refused
      Given a buyer with the punch out role
      And the hub is going to ask "<request>"
      When the buyer punches out
      Then the punch out is refused

      Examples:
        | request                        |
        | with a file for a return URL   |
        | with a script for a return URL |
        | with words for a return URL    |
