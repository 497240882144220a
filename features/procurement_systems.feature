Feature: A cart arrives in whichever procurement system the buyer's company works with
  For the certifier: the connector says that it works with the hub a company uses already, whatever stands behind it.
  Each system sends another set-up request and wants its cart in another form; the storefront sees the hub alone.
  From the documentation's first words, and the forms known of each system (plain sense: loses a cart otherwise).

  Rule: The cart arrives, whatever system it is for

    @P2G-PLATFORM-001 @must
    Scenario Outline: A cart arrives in each procurement system as the buyer filled it
      Given a buyer with the punch out role
      And the buyer's company works with "<platform>"
      And the buyer has punched out
      And the buyer's cart holds <count> products
      When the buyer submits the cart
      Then the buyer arrives in the procurement system
      And procurement holds the cart the buyer filled

      Examples:
        | platform     | count |
        | plain        | 1     |
        | ariba        | 3     |
        | coupa        | 3     |
        | jaggaer      | 3     |
        | oracle       | 3     |
        | workday      | 3     |
        | punchout2go  | 3     |
        | sap-srm      | 3     |
        | oci-5-by-get | 3     |

    @P2G-PLATFORM-001 @must
    Scenario: A buyer who is led to the storefront late brings a cart back as well
      Given a buyer with the punch out role
      And the hub asks for sessions of the buyer's company when the browser arrives
      And the buyer has punched out
      And the buyer's cart holds 2 products
      When the buyer submits the cart
      Then the buyer arrives in the procurement system
      And procurement holds the cart the buyer filled

  Rule: A cart that comes back to a system is edited there

    @P2G-PLATFORM-002 @must
    Scenario Outline: A cart is edited from each procurement system
      Given a buyer with the punch out role
      And the buyer's company works with "<platform>"
      And the buyer has brought back a cart of 2 products
      And the buyer is going to edit the cart with 5 of each product
      When the buyer comes back to the cart
      Then the cart holds what the hub asked for

      Examples:
        | platform    |
        | ariba       |
        | coupa       |
        | jaggaer     |
        | oracle      |
        | workday     |
        | punchout2go |
