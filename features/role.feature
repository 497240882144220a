Feature: The punch out role is made as documented and lets its holders submit
  For the QA engineer with the documentation open: a role is made, Check Out Open Orders and View Open Orders are
  checked for it, and it is assigned to buyers that punch out. It counts while it is held.
  From the documentation's heading "Create a Punch Out Buyer Role".

  Rule: The role of the documentation is enough

    @P2G-ROLE-001 @must @smoke
    Scenario: A buyer with both permissions submits the cart
      Given a buyer whose role permits "View Open Orders, Check Out Open Orders"
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer submits the cart
      Then the buyer arrives in the procurement system

    @P2G-ROLE-001 @must
    Scenario: The checkout's own address transfers the cart as Submit does
      Given a buyer whose role permits "View Open Orders, Check Out Open Orders"
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer goes to the checkout by its address
      Then the buyer arrives in the procurement system

  Rule: The role counts for those it is assigned to

    @P2G-ROLE-010 @must
    Scenario: A buyer to whom the role is assigned submits the cart
      Given a buyer whose role permits "nothing"
      And a role with the documentation's permissions has been made for the buyer's company
      And the role is assigned to the buyer
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer submits the cart
      Then procurement holds the cart the buyer filled

    @P2G-ROLE-010 @must
    Scenario: A role that was made but not assigned permits nothing
      Given a buyer whose role permits "nothing"
      And a role with the documentation's permissions has been made for the buyer's company
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer goes to the checkout by its address
      Then the hub received no cart
      And the buyer is still in the storefront

    @P2G-ROLE-016 @must
    Scenario: A site role that is assigned on the site lets the buyer submit
      Given a buyer whose role permits "nothing"
      And a site role with the documentation's permissions is made and assigned to the buyer on the site
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      When the buyer submits the cart
      Then procurement holds the cart the buyer filled

    @P2G-ROLE-016 @must
    Scenario: A site role that was taken away permits nothing more
      Given a buyer whose role permits "nothing"
      And a site role with the documentation's permissions is made and assigned to the buyer on the site
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      And the buyer's roles are taken away
      When the buyer goes to the checkout by its address
      Then the hub received no cart
      And the buyer is still in the storefront

  Rule: A role counts from when it is assigned until it is taken away

    @P2G-ROLE-005 @should
    Scenario: A role assigned during the session lets the buyer submit
      Given a buyer whose role permits "nothing"
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      And the buyer looks at Open Carts
      And the buyer is given a role that permits "View Open Orders, Check Out Open Orders"
      When the buyer submits the cart
      Then the buyer arrives in the procurement system

    @P2G-ROLE-006 @must
    Scenario: A role taken away during the session permits nothing more
      Given a buyer with the punch out role
      And the buyer has punched out
      And the buyer's cart holds 1 of one product
      And the buyer looks at Open Carts
      And the buyer's roles are taken away
      When the buyer goes to the checkout by its address
      Then the hub received no cart
      And the buyer is still in the storefront
