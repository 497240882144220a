@as_buyer
Feature: A person shops where nobody may automate
  For the QA engineer of a storefront in production: a person punches out in a browser of their own, and tells what only
  they can see; procurement system and hub judge what reaches them, as in every run.
  From the documentation's heading "Verify Redirect to Buyer's Procurement System".

  Rule: The start URL signs the person in, once

    @P2G-LOGIN-001 @must @attested @smoke
    Scenario: A person who punches out is signed in as the buyer
      Given a person who shops as a buyer with the punch out role
      When the person punches out
      Then the person sees that "the storefront greets you as signed in, as the buyer named above (the name or the e-mail address in the user menu)"
      And the start URL is the configured one with an access token

    @P2G-TOKEN-001 @must @attested
    Scenario: A start URL that a person has used signs nobody in again
      Given a person who shops as a buyer with the punch out role
      When the person opens one start URL in two private windows, one after the other
      Then the person sees that "the first window is signed in, and the second shows the ordinary page with Sign In, without an error"
      And the start URL is the configured one with an access token

  Rule: Submit brings the cart back and ends the visit

    @P2G-CART-001 @P2G-REDIRECT-001 @must @attested @smoke
    Scenario: The cart of a person arrives in the procurement system
      Given a person who shops as a buyer with the punch out role
      When the person submits a cart
      Then the person sees that "you are on the procurement system's page Your cart, with the products, quantities and prices you noted"
      And the hub received the cart once
      And procurement holds the cart the hub received

    @P2G-REDIRECT-004 @must @attested
    Scenario: A person who has submitted is no longer signed in
      Given a person who shops as a buyer with the punch out role
      When the person submits a cart and opens the start page of the storefront again
      Then the person sees that "nobody is signed in there: the page offers Sign In"
      And the hub received the cart once

  Rule: Without the permissions no cart is submitted

    @P2G-ROLE-002 @must @attested
    Scenario: A person without the permissions is not offered Submit
      Given a person who shops as a buyer without the punch out role
      When the person fills a cart and looks at Open Carts
      Then the person sees that "Submit is not offered for the cart, neither on the page nor in the menu of its line"
      And the hub received no cart
