"""Questions of the shop that an administrator can look up: site, channel and its settings, auto login, account, buyer.

Nothing is changed. Labels and menus are those of the connector's documentation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from harness.administration import Administration, ChannelSettings
from harness.administration.directory import Directory, Member
from harness.preflight.mistakes import (
    CHANNEL_MENU,
    NO_ACCOUNT,
    NO_SITE,
    NO_START_URL,
    NO_USER,
    NOT_IN_SITE,
    PUNCH_OUT_OFF,
)
from harness.preflight.questions import Question
from harness.preflight.subject import Subject

_AUTO_LOGIN_MENU = (
    "Control Panel > Configuration > System Settings > Security > API Authentication > "
    "Auto Login Punch Out Access Token"
)


@dataclass(frozen=True)
class Shop:
    """Looks at the shop with the administrator's eyes."""

    subject: Subject
    directory: Directory
    administration: Administration

    def questions(self, after: tuple[Question, ...], panel: Question) -> Iterator[Question]:
        """Yield what the target file says of the shop; `panel` is whether the Control Panel opens."""
        file = self.subject.target.file
        site = Question(f"the site {file.group!r} is there", self.site_is_there, after)
        channel = Question("the site has a channel", self.site_has_a_channel, (*after, site))
        yield from (site, channel)
        settings = (*after, panel, site, channel)
        yield Question("Punch Out is enabled for the channel", self.punch_out_is_enabled, settings)
        yield Question("the channel's start URL is that of the target file", self.start_url_is_the_same, settings)
        yield Question("auto login by access token is enabled", self.auto_login_is_enabled, (*after, panel))
        account = Question(f"the account {file.account!r} is there", self.account_is_there, after)
        if file.account:
            yield account
        if file.buyer_email:
            buyer = Question(f"{file.buyer_email} is a user", self.buyer_is_there, after)
            yield buyer
            yield Question("the buyer is a member of the site", self.buyer_is_in_the_site, (*after, site, buyer))
            if file.account:
                belongs = "the buyer is a member of the account"
                yield Question(belongs, self.buyer_is_in_the_account, (*after, account, buyer))

    def site_is_there(self) -> None:
        """Look for the site."""
        if self.directory.site_id is None:
            raise NO_SITE.of(self.subject)

    def site_has_a_channel(self) -> None:
        """Look for a channel of the site."""
        if not self.directory.has_channel:
            raise self.subject.wrong(
                "target.site.group",
                f"the site {self.subject.target.file.group!r} has no channel",
                expected="a channel that sells on this site",
                remedy="Add one, or choose this site for one, under Control Panel > Commerce > Channels > "
                "(the channel) > Type; or give the site that has it.",
            )

    def punch_out_is_enabled(self) -> None:
        """Read the channel's toggle."""
        if not self._channel().enabled:
            raise PUNCH_OUT_OFF.of(self.subject)

    def start_url_is_the_same(self) -> None:
        """Compare the channel's start URL with the target file's."""
        configured, given = self._channel().start_url.strip(), self.subject.target.file.start_url
        if not configured:
            raise NO_START_URL.of(self.subject)
        if configured != given:
            raise self.subject.wrong(
                "target.site.start_url",
                f"the channel's Punch Out Start URL is {configured}",
                expected=f"{given}, as the target file says",
                remedy=f"Enter the same URL in both: in the target file, and under {CHANNEL_MENU}.",
            )

    def auto_login_is_enabled(self) -> None:
        """Read the checkbox of auto login."""
        if not self.administration.settings.auto_login():
            raise self.subject.wrong(
                "target.url",
                "auto login by access token is not enabled, so no start URL can sign a buyer in",
                expected="the checkbox Enabled ticked",
                remedy=f"Tick it under {_AUTO_LOGIN_MENU}, and Update.",
            )

    def account_is_there(self) -> None:
        """Look for the account."""
        if self.directory.account_id(self.subject.target.file.account) is None:
            raise NO_ACCOUNT.of(self.subject)

    def buyer_is_there(self) -> None:
        """Look for the buyer."""
        self._buyer_id()

    def buyer_is_in_the_site(self) -> None:
        """See whether the buyer is a member of the site."""
        if not self.directory.is_in_site(self._buyer_id()):
            raise NOT_IN_SITE.of(self.subject)

    def buyer_is_in_the_account(self) -> None:
        """See whether the buyer is a member of the account."""
        file = self.subject.target.file
        account_id = self.directory.account_id(file.account)
        if account_id is None:
            raise NO_ACCOUNT.of(self.subject)
        if not self.directory.is_in_account(Member(self._buyer_id(), file.buyer_email, account_id)):
            raise self.subject.wrong(
                "target.buyer.account",
                f"{file.buyer_email} is no member of the account {file.account!r}",
                expected="a member of it; the connector would make one of the buyer, also on a wrong account",
                remedy="Add the user under Control Panel > Accounts > Accounts > (the account) > Users, or give the "
                "account the buyer shops for.",
            )

    def _buyer_id(self) -> int:
        user_id = self.administration.people.find_user(self.subject.target.file.buyer_email)
        if user_id is None:
            raise NO_USER.of(self.subject)
        return user_id

    def _channel(self) -> ChannelSettings:
        return self.administration.settings.channel_settings()
