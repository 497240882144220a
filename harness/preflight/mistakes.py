"""Mistakes of a target file or of a shop's settings that are found in more than one way, in words of the menus."""

from __future__ import annotations

from dataclasses import dataclass

from harness.errors import ConfigurationError
from harness.listing import BUYER, OTHER_CHANNEL, ListedBuyer, ListedChannel
from harness.preflight.subject import Subject

CHANNEL_MENU = "Control Panel > Commerce > Channels > (the site's channel) > Punch Out"
CLIENTS_MENU = "Control Panel > Security > OAuth2 Administration"
SCOPE = "Liferay.Headless.Commerce.PunchOut.everything"


@dataclass(frozen=True)
class Mistake:
    """An entry that is not right; `{group}`, `{start_url}`, `{email}`, `{account}` stand for what the file says."""

    field: str
    found: str
    expected: str
    remedy: str

    def of(
        self, subject: Subject, listed: ListedBuyer | None = None, channel: ListedChannel | None = None
    ) -> ConfigurationError:
        """Return the message for a target, a buyer it lists, and a channel.

        Without a word that is [target.buyer], and the channel of [target.site].
        """
        file = subject.target.file
        listed, site = listed or ListedBuyer(BUYER, file.buyer_email, file.account), channel or file
        values = {
            "group": site.group,
            "start_url": site.start_url,
            "email": listed.email,
            "account": listed.account,
        }
        section, _, key = self.field.rpartition(".")
        if section == BUYER:
            section, key = listed.section, listed.key if key == "email" else key
        elif section == "target.site" and channel is not None:
            section = OTHER_CHANNEL
        field = f"{section}.{key}"
        return subject.wrong(
            field, self.found.format(**values), expected=self.expected.format(**values), remedy=self.remedy
        )


NO_SITE = Mistake(
    "target.site.group",
    "there is no site {group!r}",
    "the site's own key, which is the name it was made with",
    "Look it up under Control Panel > Sites > Sites; a site that was renamed keeps its first name as its key.",
)
PUNCH_OUT_OFF = Mistake(
    "target.site.group",
    "Punch Out is not enabled for the channel of the site {group!r}",
    "the toggle at Enabled",
    f"Switch it under {CHANNEL_MENU}, and Save.",
)
NO_START_URL = Mistake(
    "target.site.start_url",
    "the channel of the site {group!r} has no Punch Out Start URL",
    "{start_url}, as the target file says",
    f"Enter it under {CHANNEL_MENU}, and Save.",
)
NO_USER = Mistake(
    "target.buyer.email",
    "there is no user {email}",
    "the e-mail address of a user",
    "Look it up, or add the user, under Control Panel > Users > Users and Organizations.",
)
NOT_IN_SITE = Mistake(
    "target.buyer.email",
    "{email} is no member of the site {group!r}",
    "a member, directly and not by way of an organization or a user group",
    "Add the user in the site's own menu, under People > Memberships > Users.",
)
NO_ACCOUNT = Mistake(
    "target.buyer.account",
    "there is no account {account!r}",
    "the External Reference Code of an account",
    "Look it up under Control Panel > Accounts > Accounts > (the account), or Commerce > Accounts in older releases; "
    "it is not the account's name.",
)
NO_SCOPE = Mistake(
    "target.auth",
    "these credentials may not use the session API",
    f"those of an OAuth2 application with the scope {SCOPE}",
    f"Tick it under {CLIENTS_MENU} > (the application) > Scopes.",
)
