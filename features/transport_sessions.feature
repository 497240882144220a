Feature: A network that fails under a punch out locks nobody out and lets nobody else in
  For the QA engineer: session requests, start URLs and the way back are lost, held, cut or delivered twice by a proxy
  between the parties, and people try again.
  Plain sense, beside what the documentation says of the access token: it lets one buyer in, once.

  Rule: After a session request that was lost the next one is as good as any

    @P2G-TRANSPORT-010 @must
    Scenario Outline: The next punch out lets the buyer in when one was lost
      Given a buyer with the punch out role
      And the way from <way> has the fault "<lost>"
      And the buyer has punched out in vain
      And the way from <way> has recovered
      When the buyer punches out
      Then the punch out is accepted
      And the buyer's own start URL still signs the buyer in

      Examples:
        | lost                              | way                       |
        | reset before the request          | the hub to the storefront |
        | reset after the request           | the hub to the storefront |
        | reset in the middle of the answer | the hub to the storefront |
        | truncated answer                  | the hub to the storefront |
        | half-open                         | the hub to the storefront |
        | refused                           | the hub to the storefront |
        | reset after the request           | procurement to the hub    |

    @P2G-TRANSPORT-010 @must
    Scenario: A buyer who was made known by a request whose answer was lost gets in
      Given a buyer the storefront does not know
      And the way from the hub to the storefront has the fault "reset after the request"
      And the buyer has punched out in vain
      And the way from the hub to the storefront has recovered
      When the buyer punches out
      Then the punch out is accepted
      And the buyer's own start URL still signs the buyer in

  Rule: A session request that arrives twice is two sessions, each good for one login

    @P2G-TRANSPORT-011 @must
    Scenario Outline: The buyer gets in once when the session request arrived twice
      Given a buyer with the punch out role
      And the way from the hub to the storefront has the fault "<repeated>"
      And the buyer has a start URL
      When the buyer opens the start URL
      Then the buyer is signed in
      And a visitor opens the buyer's start URL
      And the visitor is a guest

      Examples:
        | repeated                       |
        | delivered twice                |
        | delivered twice, answered once |

  Rule: A start URL is used up by the request that arrives, and by no other

    @P2G-TRANSPORT-020 @must
    Scenario Outline: A start URL whose request never arrived is still good
      Given a buyer with the punch out role
      And the buyer has a start URL
      And the way from the browser to the storefront has the fault "<lost>, once"
      When the buyer opens the start URL
      Then the buyer's own start URL still signs the buyer in

      Examples:
        | lost                     |
        | reset before the request |
        | half-open                |

    @P2G-TRANSPORT-021 @must
    Scenario: A start URL whose answer was lost lets nobody else in
      Given a buyer with the punch out role
      And the buyer has a start URL
      And the way from the browser to the storefront has the fault "reset after the request, once"
      When the buyer opens the start URL
      Then a visitor opens the buyer's start URL
      And the visitor is a guest

    @P2G-TRANSPORT-022 @must
    Scenario: A start URL that arrives twice signs the buyer in
      Given a buyer with the punch out role
      And the buyer has a start URL
      And the way from the browser to the storefront has the fault "delivered twice, answered once"
      When the buyer opens the start URL
      Then the buyer is signed in

    @P2G-TRANSPORT-022 @must
    Scenario: Of a start URL that arrives twice the second arrival is a guest's
      Given a buyer with the punch out role
      And the buyer has a start URL
      And the way from the browser to the storefront has the fault "delivered twice, once"
      When the buyer opens the start URL
      Then the visitor is a guest

  Rule: What is late is not lost

    @P2G-TRANSPORT-004 @must
    Scenario Outline: A punch out over a slow way brings the cart in
      Given a buyer with the punch out role
      And the way from <way> has the fault "<slow>"
      And the buyer has punched out
      And the buyer's cart holds 2 products
      When the buyer submits the cart
      Then the buyer arrives in the procurement system
      And procurement holds the cart the buyer filled

      Examples:
        | slow                     | way                           |
        | late, now more, now less | the hub to the storefront     |
        | at a limited rate        | the hub to the storefront     |
        | in slices                | the browser to the storefront |
        | slow to start            | the browser to the storefront |
        | late, now more, now less | the browser to the hub        |
        | at a limited rate        | the browser to procurement    |

  Rule: What was not answered and is done again brings the cart in once

    @P2G-TRANSPORT-023 @must
    Scenario: A checkout that was not answered is opened again
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer's cart holds 2 products
      And the way from the browser to the storefront has the fault "reset after the request, once"
      When the buyer goes to the checkout by its address and does again what was not answered
      Then the buyer arrives in the procurement system
      And procurement holds the cart the buyer filled

    @P2G-TRANSPORT-024 @must
    Scenario Outline: The way back that was not answered is taken again
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer's cart holds 2 products
      And the way from <way> has the fault "<lost>, once"
      When the buyer submits the cart and does again what was not answered
      Then procurement holds the cart the buyer filled

      Examples:
        | lost                     | way                        |
        | reset after the request  | the browser to procurement |
        | reset before the request | the browser to procurement |
        | reset after the request  | the browser to the hub     |
        | truncated answer         | the browser to the hub     |
