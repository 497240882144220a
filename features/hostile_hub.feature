Feature: Whatever the hub answers, the buyer keeps the cart and the storefront its head
  For the certifier: between storefront and hub stand proxies, maintenance pages and, on a bad day, somebody else. What
  comes back from there is told from an answer, in good time and without believing all of it.
  Plain sense: anything else loses a cart. What an answer has to be is said by the connector's return service.

  Rule: What is no answer is a failed transfer

    @P2G-HOSTILE-001 @must
    Scenario Outline: The buyer is told of an answer that names no address
      Given a buyer with the punch out role
      And the hub answers the cart with "<answer>"
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      And the buyer waits 20 seconds for a page at most
      When the buyer submits the cart
      Then the buyer is told and keeps the cart in the storefront
      And nothing of the hub's runs in the storefront or slips into its answers

      Examples:
        | reason                                  | answer                |
        | a page in place of an answer            | a login page          |
        | the same, called an answer              | HTML labelled as JSON |
        | more around the answer than is expected | a list                |
        | nothing, in words                       | null                  |
        | an answer without a word in it          | an empty object       |
        | two documents in place of one           | two answers           |

    @P2G-HOSTILE-001 @must @certification
    Scenario Outline: The buyer is told of further answers that name no address
      Given a buyer with the punch out role
      And the hub answers the cart with "<answer>"
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer submits the cart
      Then the buyer is told and keeps the cart in the storefront

      Examples:
        | reason                     | answer   |
        | a value that is no object  | a number |
        | a value that is not JSON   | NaN      |

    @P2G-HOSTILE-002 @must
    Scenario Outline: A status by which the hub has not taken the cart counts, whatever stands in the body
      Given a buyer with the punch out role
      And the hub answers the cart with "<answer>"
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      And the buyer waits 20 seconds for a page at most
      When the buyer submits the cart
      Then the buyer is told and keeps the cart in the storefront

      Examples:
        | reason                      | answer        |
        | the storefront is not known | status 401    |
        | too many carts              | status 429    |
        | a failure of the hub        | status 500    |
        | maintenance                 | status 503    |
        | a loop by GET               | 302 to itself |
        | a loop by POST              | 307 to itself |

    @P2G-HOSTILE-002 @must @certification
    Scenario Outline: Each further status by which the hub has not taken the cart counts
      Given a buyer with the punch out role
      And the hub answers the cart with "<answer>"
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      And the buyer waits 20 seconds for a page at most
      When the buyer submits the cart
      Then the buyer is told and keeps the cart in the storefront

      Examples:
        | reason                    | answer        |
        | the storefront may not    | status 403    |
        | the session is not known  | status 404    |
        | a proxy without its hub   | status 502    |
        | a loop for good           | 301 to itself |
        | a loop to something else  | 303 to itself |
        | a loop by POST, for good  | 308 to itself |

  Rule: What can be read in two ways loses no cart in either

    @P2G-HOSTILE-003 @must
    Scenario Outline: The buyer arrives with the cart, or is told and keeps it
      Given a buyer with the punch out role
      And the hub answers the cart with "<answer>"
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      And the buyer waits 20 seconds for a page at most
      When the buyer submits the cart
      Then the cart is not lost
      And nothing of the hub's runs in the storefront or slips into its answers

      Examples:
        | reason                             | answer                           |
        | a good answer under a wrong label  | JSON labelled as HTML            |
        | another character set than JSON's  | in UTF-16                        |
        | a letter in another character set  | in Latin-1                       |
        | the last of two names may count    | a good address and then a script |
        | the first of two names may count   | a script and then a good address |
        | more than a memory should hold     | 100 MB                           |
        | deeper than a stack may go         | nested 100,000 deep              |
        | a success that is not the usual    | status 202                       |
        | a redirect where an answer belongs | 303 to a good place              |

    @P2G-HOSTILE-003 @must @certification
    Scenario Outline: The buyer arrives with the cart, or is told and keeps it, by further answers
      Given a buyer with the punch out role
      And the hub answers the cart with "<answer>"
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer submits the cart
      Then the cart is not lost

      Examples:
        | reason                      | answer                     |
        | no character of any set     | with bytes of no character |
        | something was made          | created                    |
        | a part of the answer        | status 206                 |
        | moved for good              | 301 to a good place        |
        | found elsewhere             | 302 to a good place        |
        | to be asked there again     | 307 to a good place        |
        | the same, for good          | 308 to a good place        |
