Feature: A cart is its owner's, its company's by role, and nobody else's
  For the QA engineer: without any role buyers shop; the permissions of the role are about the carts of the company,
  and no permission reaches into another company.
  The rules are those of the connector's orders (roles and permissions); from the documentation's heading "Create a
  Punch Out Buyer Role" comes what View Open Orders shows.

  Rule: A buyer needs no role to shop

    @P2G-ROLE-011 @must
    Scenario Outline: A buyer without a role fills and changes the own cart
      Given a buyer whose role permits "nothing"
      And the buyer has punched out
      When the buyer fills the cart with <kind>
      Then the cart still holds what the buyer put in

      Examples:
        | kind                                        |
        | a product whose quantity was changed        |
        | a product after another was taken out again |

  Rule: Buyers of one company see each other's carts by permission

    @P2G-ROLE-012 @must
    Scenario: View Open Orders shows a buyer's cart to another buyer of the company
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      And another buyer of the same company whose role permits "View Open Orders"
      And the other buyer has punched out
      When the other buyer looks at Open Carts
      Then the buyer's cart is shown

    @P2G-ROLE-012 @must
    Scenario: Without View Open Orders another buyer of the company does not see the cart
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      And another buyer of the same company whose role permits "Check Out Open Orders"
      And the other buyer has punched out
      When the other buyer looks at Open Carts
      Then the buyer's cart is not shown

    @P2G-ROLE-013 @should
    Scenario: Another buyer of the company without a role changes nothing in the cart
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer's cart holds 2 products
      And another buyer of the same company whose role permits "nothing"
      And the other buyer has punched out
      When the other buyer tries to change the buyer's cart
      Then the cart still holds what the buyer put in

  Rule: No permission reaches into another company

    @P2G-ROLE-014 @must
    Scenario: A buyer of another company does not see the cart
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      And another buyer from another procurement system
      And the other buyer has punched out
      When the other buyer looks at Open Carts
      Then the buyer's cart is not shown

    @P2G-ROLE-014 @must
    Scenario: A buyer of another company changes nothing in the cart
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer's cart holds 2 products
      And another buyer from another procurement system
      And the other buyer has punched out
      When the other buyer tries to change the buyer's cart
      Then the cart still holds what the buyer put in

  Rule: An administrator of the portal needs no role

    @P2G-ROLE-015 @should
    Scenario: An administrator who punches out sees the cart and may submit it
      Given a buyer without a role who is an administrator of the portal
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer looks at Open Carts
      Then the buyer's cart is shown
      And Submit is offered for the buyer's cart

    @P2G-ROLE-015 @should
    Scenario: An administrator who punches out brings the cart back
      Given a buyer without a role who is an administrator of the portal
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer submits the cart
      Then procurement holds the cart the buyer filled
