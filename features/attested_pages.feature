@as_administrator
Feature: A person finds the pages of the connector where the documentation says
  For the administrator who follows the documentation: each page stands in the menu it names. In which menu a page
  stands no call of the storefront tells, but a person sees it.
  From the documentation's headings "Configure the Connector" and "Create a Punch Out Buyer Role".

  Rule: The settings stand in their menus

    @P2G-CHANNEL-040 @must @attested
    Scenario: The Punch Out settings of a channel are in its menu
      When the person, signed in as an administrator, goes to "Control Panel > Commerce > Channels > the channel of the site > Punch Out"
      Then the person sees that "the page is there, with the field Punch Out Start URL"

    @P2G-LOGIN-040 @must @attested
    Scenario: The switch for auto login is in the system settings
      When the person, signed in as an administrator, goes to "Control Panel > Configuration > System Settings > API Authentication > Auto Login Punch Out Access Token"
      Then the person sees that "the page is there, with the switch Enabled"

    @P2G-TOKEN-040 @must @attested
    Scenario: Duration and size of the token are in the system settings
      When the person, signed in as an administrator, goes to "Control Panel > Configuration > System Settings > OAuth2 > Punch Out Access Token Provider Configuration"
      Then the person sees that "the page is there, with Access Token Duration and Access Token Size"

  Rule: The role for punch out is made, and found, where the documentation says

    @P2G-ROLE-040 @must @attested
    Scenario: The permissions of a site role are in the menus of roles
      When the person, signed in as an administrator, goes to "Control Panel > Users > Roles > Site Roles > a role of the buyers > Define Permissions > Site Administration > Applications > Open Carts"
      Then the person sees that "the permissions View Open Orders and Check Out Open Orders are there to be checked"

    @P2G-ROLE-041 @should @attested
    Scenario: The buyers have a role that was made for punch out
      When the person, signed in as an administrator, goes to "Control Panel > Users > Roles > Site Roles"
      Then the person sees that "those who punch out have a role there that was made for it, as its name or its description says"

    @P2G-ROLE-042 @must @attested
    Scenario: A site of an accelerator has the role Punch Out
      Given the person knows that "the site was made with the accelerator Minium or Speedwell, and nobody has made or removed a role Punch Out by hand"
      When the person, signed in as an administrator, goes to "Control Panel > Users > Roles > Site Roles"
      Then the person sees that "there is a site role of the name Punch Out"
