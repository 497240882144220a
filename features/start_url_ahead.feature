Feature: A start URL waits for the buyer
  For the QA engineer: browsers fetch ahead what may be clicked, filters of mails and link checkers ask for the head of
  what is linked. Whoever looks ahead of the buyer may not be taken for the buyer, whose click would lead to a guest's
  page. What looks ahead without saying so cannot be told from a buyer, and is not judged.
  Plain sense, and HTTP; beside what the connector's documentation says of the access token.

  Rule: Looking ahead leaves the token to the buyer

    @P2G-TOKEN-016 @should
    Scenario: A start URL that the browser has fetched ahead signs the buyer in
      Given a buyer with the punch out role
      And the buyer has a start URL
      And the buyer's browser fetches the start URL ahead
      When the buyer opens the start URL
      Then the buyer is signed in

    @P2G-TOKEN-015 @should
    Scenario: A start URL whose head a mail filter has asked for signs the buyer in
      Given a buyer with the punch out role
      And the buyer has a start URL
      And a mail filter asks for the head of the start URL
      When the buyer opens the start URL
      Then the buyer is signed in

  Rule: Looking ahead makes the token good for no second login

    @P2G-TOKEN-001 @must
    Scenario: A start URL that was fetched ahead is used up by the buyer
      Given a buyer with the punch out role
      And the buyer has a start URL
      And the buyer's browser fetches the start URL ahead
      When the buyer opens the start URL
      Then a visitor opens the buyer's start URL
      And the visitor is a guest
