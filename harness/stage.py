"""The stage of one scenario: its buyers, what it changed on the target, and its evidence; all put back at its end."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from types import TracebackType
from typing import Any, Self, TypeVar

from requests import Response

from harness.actors import Buyer, Company, Person, ProcurementDesk
from harness.actors.people import Cast
from harness.actors.session_api import get_as_the_hub
from harness.actors.together import at_once
from harness.actors.ways_to_shop import shopping_in
from harness.administration.settings import PanelSettings
from harness.browser import Browser, Page
from harness.deployment import Finding, Log, LogLine, judge_deployment
from harness.errors import ConfigurationError, HarnessFault, Inapplicable, Untestable
from harness.evidence import Evidence
from harness.targetfile import HubCredentials
from harness.targets import Target
from harness.world import World
from simulators.wire import Exchange

_Read = TypeVar("_Read")

BOTH_PERMISSIONS = ("View Open Orders", "Check Out Open Orders")
DEFAULT_CURRENCY = "USD"


class Stage:
    """What steps act on. Use it as a context; leaving it puts everything back that was changed."""

    def __init__(self, world: World, cast: Cast, evidence: Evidence, *, changes_settings: bool) -> None:
        self.world = world
        self.evidence = evidence
        self._cast = cast
        self._changes_settings = changes_settings
        self._undo = ExitStack()
        self._not_put_back: list[Exception] = []
        self._roles_of: dict[str, list[Callable[[], None]]] = {}
        self._numbers = itertools.count(1)

    @property
    def target(self) -> Target:
        """The storefront under test."""
        return self.world.target

    def __enter__(self) -> Self:
        """Take a turn on the target."""
        self._undo.enter_context(self.target.turns.taken(alone=self._changes_settings))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Put back what was changed, in reverse order; what cannot be put back keeps nothing else from it."""
        self._undo.close()
        if len(self._not_put_back) == 1:
            raise self._not_put_back[0]
        if self._not_put_back:
            raise ExceptionGroup("several things could not be put back", self._not_put_back)

    def buyer(
        self,
        permissions: Sequence[str] = BOTH_PERMISSIONS,
        *,
        procurement: ProcurementDesk | None = None,
        role_on_own_account: bool = True,
    ) -> Buyer:
        """Return a new buyer of a new company, whose role permits these actions on open carts.

        Without an administrator it is the buyer the target file names, who has to have both permissions.
        With `role_on_own_account` false the role is held on another account the buyer belongs to as well.

        Raises:
            Inapplicable: when the target file names none, or the scenario wants another buyer.

        """
        if self.target.admin is None:
            return self._listed_buyer(permissions, procurement, role_on_own_account=role_on_own_account)
        company, person = self.account(), self.user()
        assert company.account_id is not None  # account has made it
        self.target.administration.people.add_member(company.account_id, person.email)
        buyer = self.punching_out(person, company, procurement)
        if permissions:
            self._hold_role(
                buyer, company.account_id if role_on_own_account else self._other_account(person), permissions
            )
        return buyer

    def give_role(self, buyer: Buyer, permissions: Sequence[str]) -> None:
        """Give a buyer one more role on the buyer's own account.

        Raises:
            Inapplicable: when the target has given no administrator.

        """
        self.target.administration_for("people")
        assert buyer.company.account_id is not None  # with an administrator every company has one
        self._hold_role(buyer, buyer.company.account_id, permissions)

    def join_another_account(self, buyer: Buyer) -> None:
        """Make a buyer a member of one more account."""
        self._other_account(buyer.person)

    def take_roles(self, buyer: Buyer) -> None:
        """Take from a buyer every role the scenario gave."""
        self.target.administration_for("people")
        for take in self._roles_of.pop(buyer.person.email, ()):
            take()

    def stranger(self, *, named: bool = True) -> Buyer:
        """Return a buyer the target has never heard of, with a first and a last name unless `named` is false."""
        company = self.account()
        person = self._cast.person()
        self._at_the_end(self._remove_stranger, person.email)
        return self.punching_out(person if named else replace(person, first_name=" ", last_name=" "), company, None)

    def buyer_without_account(self, *, known: bool) -> Buyer:
        """Return a buyer whose company has no account on the target, as a user of it or a stranger."""
        _ = self.target.administration
        person = self.user() if known else self._cast.person()
        if not known:
            self._at_the_end(self._remove_stranger, person.email)
        return self.punching_out(person, self._cast.company(), None)

    def leave_site(self, buyer: Buyer) -> None:
        """Take a buyer out of the site."""
        if buyer.person.user_id is None:
            raise Inapplicable(
                "not applied: the buyer the target file names is not the harness's to take out of the site"
            )
        self.target.administration.sites.leave(buyer.person.user_id)

    def wrong_credentials(self) -> HubCredentials:
        """Return the hub's credentials with a secret that is not the right one."""
        hub = self.target.file.hub
        if hub.client_id:
            return replace(hub, client_secret=f"{hub.client_secret}-wrong")
        return replace(hub, password=f"{hub.password}-wrong")

    def ordinary_credentials(self) -> HubCredentials:
        """Return the credentials of a user of the target who is neither the hub's nor an administrator."""
        person, password = self._cast.person(), f"Ordinary-1-{secrets.token_urlsafe(12)}"
        self.world.journal.redactor.declare(password, "password")
        people = self.target.administration.people
        user_id = people.add_user(person.email, person.first_name, person.last_name, password)
        self._at_the_end(people.remove_user, user_id)
        return HubCredentials(user=person.email, password=password)

    def deployment_findings(self) -> tuple[Finding, ...]:
        """Return what the target's console log says of the deployment.

        Raises:
            Inapplicable: when the target file names no log.
            Untestable: when the log cannot be read.

        """
        return self._read_console(lambda log: judge_deployment(log, self.target.file.generation))

    def console_lines(self, words: str) -> tuple[LogLine, ...]:
        """Return the lines of the target's console log that hold these words, as far as it is written.

        Raises:
            Inapplicable: when the target file names no log.
            Untestable: when the log cannot be read.

        """
        return self._read_console(lambda log: tuple(log.containing((words,))))

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """What was seen on the wire since the scenario began."""
        return self.world.journal.exchanges()

    def ask_as_the_hub(self, path: str) -> Response:
        """Return what the target answers the hub's credentials at a path."""
        return get_as_the_hub(self.target.file, path, self.world.journal, verify=self.target.verify)

    @property
    def configured_start_url(self) -> str:
        """The start URL the channel has now, as far as the harness can see."""
        admin = self.target.admin
        return admin.settings.channel_settings().start_url if admin else self.target.file.start_url

    def visit_at_once(self, url: str, count: int) -> list[Page]:
        """Open an address in several new browsers at the same moment."""
        browsers = [self.browser() for _ in range(count)]
        return at_once([partial(browser.open, url) for browser in browsers])

    def account(self) -> Company:
        """Create an account for a new company."""
        company = self._cast.company()
        people = self.target.administration.people
        company = replace(company, account_id=people.add_account(company.name, company.account_code))
        assert company.account_id is not None  # just made
        self._at_the_end(people.remove_account, company.account_id)
        return company

    def user(self) -> Person:
        """Create a user for a new person, who is a member of the site."""
        person = self._cast.person()
        administration = self.target.administration
        user_id = administration.people.add_user(person.email, person.first_name, person.last_name)
        self._at_the_end(administration.people.remove_user, user_id)
        administration.sites.join(user_id)
        return replace(person, user_id=user_id)

    def punching_out(self, person: Person, company: Company, procurement: ProcurementDesk | None) -> Buyer:
        """Let a company punch out to the target, and a person of it be the buyer."""
        self.relate(company)
        shopping = partial(shopping_in, self.target, company.account_id or 0)
        procurement = procurement or self.world.procurement
        buyer = Buyer(person, company, self.browser(), procurement, self.world.hub, shopping)
        self._at_the_end(buyer.leave)
        return buyer

    def relate(self, company: Company, *, group: str | None = None, credentials: HubCredentials | None = None) -> None:
        """Let a company punch out to the target; or to another site, or with other credentials of the hub."""
        self.world.journal.redactor.declare(company.shared_secret, "shared secret")
        file = self.target.file
        self.world.hub.relate(
            company,
            file.url,
            group or file.group,
            credentials or file.hub,
            currency=DEFAULT_CURRENCY,
            verify=self.target.verify,
        )

    def browser(self) -> Browser:
        """Return a browser that has been nowhere yet."""
        browser = Browser(self.world.journal, ours=self.world.our_origins, verify=self.target.verify)
        self._at_the_end(browser.close)
        return browser

    def change_channel(self, *, enabled: bool | None = None, start_url: str | None = None) -> None:
        """Change the Punch Out settings of the channel until the scenario ends."""
        settings = self._settings_hand()
        before = settings.channel_settings()
        self._at_the_end(settings.set_channel, before)
        after = replace(before, enabled=before.enabled if enabled is None else enabled)
        settings.set_channel(after if start_url is None else replace(after, start_url=start_url))

    def change_auto_login(self, *, enabled: bool) -> None:
        """Switch auto login on or off until the scenario ends."""
        settings = self._settings_hand()
        before = settings.auto_login()
        self._at_the_end(settings.set_auto_login, enabled=before)
        settings.set_auto_login(enabled=enabled)

    def change_token(self, *, duration: int | None = None, size: int | None = None) -> None:
        """Change Access Token Duration (seconds) or Size (bytes) until the scenario ends."""
        settings = self._settings_hand()
        before = settings.token_settings()
        self._at_the_end(settings.set_token, before)
        after = replace(before, duration=before.duration if duration is None else duration)
        settings.set_token(after if size is None else replace(after, size=size))

    def _read_console(self, read: Callable[[Log], _Read]) -> _Read:
        try:
            return read(self.target.console())
        except ConfigurationError as error:
            raise Untestable(str(error)) from error

    def _at_the_end(self, put_back: Callable[..., object], *values: Any, **named: Any) -> None:
        def act() -> None:
            try:
                put_back(*values, **named)
            except Exception as error:  # whatever it is, the rest is put back first
                self._not_put_back.append(error)

        self._undo.callback(act)

    def _settings_hand(self) -> PanelSettings:
        if not self._changes_settings:
            raise HarnessFault("the scenario changes settings of the target without the tag @settings")
        return self.target.administration_for("settings").settings

    def _listed_buyer(
        self, permissions: Sequence[str], procurement: ProcurementDesk | None, *, role_on_own_account: bool
    ) -> Buyer:
        file = self.target.file
        if (
            tuple(permissions) != BOTH_PERMISSIONS
            or not role_on_own_account
            or not file.buyer_email
            or not file.account
        ):
            raise Inapplicable(
                f"not applied to {file.name}: it needs a buyer the target file does not name; "
                "give [target.buyer], or [target.admin] so that the harness may create one"
            )
        company = replace(self._cast.company(), account_code=file.account)
        return self.punching_out(Person(file.buyer_email, "Punch Out", "Buyer"), company, procurement)

    def _hold_role(self, buyer: Buyer, account_id: int, permissions: Sequence[str]) -> None:
        people, user_id = self.target.administration.people, buyer.person.user_id
        assert user_id is not None  # with an administrator every buyer is a user of the target
        number = next(self._numbers)
        name = "Punch Out Vendor" if number == 1 else f"Punch Out Vendor {number}"
        role = people.add_role(account_id, name, tuple(permissions))
        self._at_the_end(people.remove_role, role)
        people.assign_role(account_id, role, user_id)
        take = partial(people.unassign_role, account_id, role, user_id)
        self._roles_of.setdefault(buyer.person.email, []).append(take)

    def _other_account(self, person: Person) -> int:
        other = self.account()
        assert other.account_id is not None  # account has made it
        self.target.administration.people.add_member(other.account_id, person.email)
        return other.account_id

    def _remove_stranger(self, email: str) -> None:
        people = self.target.administration.people
        user_id = people.find_user(email)
        if user_id is not None:
            people.remove_user(user_id)
