Feature: A cart comes back to a procurement system that speaks OCI
  For the QA engineer whose buyers work with SAP: there is no handshake, the cart travels as numbered fields of a form,
  and what is faulty is dropped without a word. The storefront sees the hub alone; its cart has to survive the fields.
  From the form SAP describes; the connector knows nothing of it.

  Rule: The cart returns as numbered form fields at the address procurement gave

    @P2G-OCI-001 @must
    Scenario Outline: A cart comes back as items, worth to the last digit what it was
      Given a buyer with the punch out role
      And the buyer's company works with "<platform>"
      And the buyer has punched out
      And the buyer has filled the cart with <kind>
      When the buyer submits the cart
      Then the buyer arrives in the procurement system
      And procurement holds the cart the buyer filled

      Examples:
        | what        | platform     | kind                                        |
        | price unit  | sap-srm      | a product whose price has four decimals     |
        | discount    | sap-srm      | a product with a discount                   |
        | long text   | sap-srm      | a product described in Japanese             |
        | emoji       | sap-srm      | a product with emoji in its description     |
        | markup      | sap-srm      | a product with ends of markup in its text   |
        | quantity    | sap-srm      | 99,999 of one product, or as many as may be |
        | all         | sap-srm      | every product there is                      |
        | lines       | sap-srm      | 200 lines                                   |
        | Latin-1     | oci-5-by-get | a product at a promotion price              |
        | twice       | oci-5-by-get | the same product twice                      |

    @P2G-OCI-002 @must
    Scenario Outline: The parameters of the return address come back as fields
      Given a buyer with the punch out role
      And the buyer's company works with "<platform>"
      And the buyer has punched out
      And the buyer's cart holds 2 products
      When the buyer submits the cart
      Then the parameters of the return address come back as fields of their own

      Examples:
        | platform     |
        | sap-srm      |
        | oci-5-by-get |

  Rule: What OCI cannot carry is told, and what was brought back can be asked for again

    @P2G-OCI-003 @must
    Scenario: Characters the form's character set does not have are named
      Given a buyer with the punch out role
      And the buyer's company works with "oci-5-by-get"
      And the buyer has punched out
      And the buyer has filled the cart with a product described in Japanese
      When the buyer submits the cart
      Then procurement is told which characters its character set does not have

    @P2G-OCI-004 @must
    Scenario: A product that was brought back is validated
      Given a buyer with the punch out role
      And the buyer's company works with "sap-srm"
      And the buyer has brought back a cart of 1 products
      When procurement lets the catalogue validate 5 of what was brought back
      Then procurement holds 5 of the product at the price it came at before
