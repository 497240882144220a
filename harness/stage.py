"""The stage of one scenario: its buyers, what it changed on the target, and its evidence; all put back at its end."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import cached_property, partial
from types import TracebackType
from typing import Self, TypeVar

from harness.actors import Buyer, Company, Person, ProcurementDesk
from harness.actors.people import ODD_NAMES, Cast, account_of, id_of
from harness.actors.session_api import SessionApiCaller
from harness.actors.ways_to_shop import shopping_in
from harness.administration import PUNCH_OUT_PERMISSIONS, OtherChannel
from harness.browser import Browser, Page
from harness.errors import Inapplicable
from harness.evidence import Evidence
from harness.judgement import Finding
from harness.listed import listed_buyer
from harness.listing import ListedBuyer
from harness.putting_back import PuttingBack
from harness.staged_channels import StagedChannels
from harness.staged_console import StagedConsole
from harness.staged_crowd import StagedCrowd
from harness.staged_makings import StagedMakings
from harness.staged_relationships import StagedRelationships
from harness.staged_roles import StagedRoles
from harness.staged_sessions import StagedSessions
from harness.staged_settings import StagedSettings
from harness.staged_ways import StagedWays
from harness.targetfile import HubCredentials
from harness.targets import TIME, Target
from harness.together import at_once
from harness.world import World
from simulators.wire import Exchange

_Read = TypeVar("_Read")


class Stage:
    """What steps act on. Use it as a context; leaving it puts everything back that was changed."""

    def __init__(
        self, world: World, cast: Cast, evidence: Evidence, *, changes_settings: bool, attested: bool = False
    ) -> None:
        self.world = world
        self.evidence = evidence
        self._cast = cast
        self._changes_settings = changes_settings
        self._attested = attested
        self._turn = ExitStack()
        self._buyers: list[Buyer] = []
        self._putting_back = PuttingBack(world.ledger)
        self._browsers: list[Browser] = []
        self._at_the_end = self._putting_back.at_the_end
        self.settings = StagedSettings(world.target, self._putting_back, allowed=changes_settings)
        self._makings = StagedMakings(world.target, cast, self._putting_back)
        self.channels = StagedChannels(self, self._makings)
        self.roles = StagedRoles(world.target, self._putting_back)
        self.console = StagedConsole(world.target, world.journal.redactor)
        self.relationships = StagedRelationships(world.target, world.hub, world.journal.redactor)
        self.ways = StagedWays(world, self.relationships, self._putting_back, evidence)
        self.crowd = StagedCrowd(self)

    @property
    def target(self) -> Target:
        """The storefront under test."""
        return self.world.target

    @cached_property
    def session_api(self) -> SessionApiCaller:
        """The session API of the target, called with the hub's credentials but without the hub."""
        self.need_automation()
        return SessionApiCaller(self.target.file, self.world.journal, verify=self.target.verify)

    @cached_property
    def sessions(self) -> StagedSessions:
        """What the scenario asks the session API for."""
        hub_url = self.world.hub.url
        return StagedSessions(self.target, self.session_api, hub_url, self, self.channels, self._putting_back)

    def __enter__(self) -> Self:
        """Take a turn on the target."""
        self._turn.enter_context(self.target.turns.taken(alone=self._changes_settings))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Put back what was changed, in reverse order; what cannot be put back keeps nothing else from it."""
        try:
            self._putting_back.now()
        finally:
            self._turn.close()

    def buyer(
        self,
        permissions: Sequence[str] = PUNCH_OUT_PERMISSIONS,
        *,
        procurement: ProcurementDesk | None = None,
        role_on_own_account: bool = True,
        orders: bool = False,
    ) -> Buyer:
        """Return a new buyer of a new company, whose role permits these actions on open carts.

        Without an administrator it is one the target file names; who comes from the other `procurement` is another one.
        With `role_on_own_account` false the role is held on another account the buyer belongs to as well.

        Raises:
            Inapplicable: when the target file names none, the scenario wants another buyer, or with `orders` when the
                target takes no purchase orders.

        """
        _ = self.target.orders if orders else None
        if self.target.admin is None:
            return self._listed_buyer(permissions, procurement, role_elsewhere=not role_on_own_account)
        company, person = self.account(), self.user()
        buyer = self.member(person, company, procurement)
        if permissions:
            self.roles.give(buyer, permissions, None if role_on_own_account else self._other_account(person))
        return buyer

    def colleague(self, buyer: Buyer, permissions: Sequence[str]) -> Buyer:
        """Return a new buyer of the same company, whose role permits these actions on open carts.

        Raises:
            Inapplicable: when the target has given no administrator.

        """
        colleague = self.member(self.user(), buyer.company, buyer.procurement)
        if permissions:
            self.roles.give(colleague, permissions)
        return colleague

    def elsewhere(self, buyer: Buyer) -> Buyer:
        """Return a buyer once more, at another computer, to punch out a second time meanwhile."""
        return self.punching_out(buyer.person, buyer.company, buyer.procurement)

    def administrator(self) -> Buyer:
        """Return a new buyer without a role for punch out, who is an administrator of the portal."""
        buyer = self.buyer(())
        administrators, user_id = self.target.administration.administrators, id_of(buyer.person)
        self._at_the_end(administrators.remove, user_id)
        administrators.add(user_id)
        return buyer

    def go_to_another_account(self, buyer: Buyer) -> None:
        """Let a buyer belong to the account of another company as well, and punch out for that one from now on."""
        company = self.account()
        self.target.administration.people.add_member(account_of(company), buyer.person.email)
        self.relationships.relate(company)
        buyer.company = company

    def close_cart(self, buyer: Buyer, how: str) -> None:
        """Let a buyer's cart be placed, completed, cancelled or deleted.

        Raises:
            Inapplicable: when the target has given no administrator, or does not let an open order become that.

        """
        orders = self.target.administration_for("orders").orders
        if how == "deleted":
            orders.remove(buyer.order_id)
        else:
            orders.give_status(buyer.order_id, how)

    def join_another_account(self, buyer: Buyer) -> None:
        """Make a buyer a member of one more account."""
        self._other_account(buyer.person)

    def stranger(self, first_name: str | None = None, last_name: str | None = None) -> Buyer:
        """Return a buyer the target has never heard of, with names of their own but for those that are given."""
        company, person = self.account(), self._makings.stranger()
        first, last = first_name or person.first_name, last_name or person.last_name
        return self.punching_out(replace(person, first_name=first, last_name=last), company, None)

    def odd_buyer(self, who: str) -> Buyer:
        """Return a buyer the storefront does not know, with a name or without or an odd one; or one without an account.

        Raises:
            Inapplicable: when the target has given no administrator.

        """
        if who in ODD_NAMES:
            return self.stranger(**ODD_NAMES[who])
        return self.punching_out(self.user(), self._cast.company(), None)

    def leave_site(self, buyer: Buyer) -> None:
        """Take a buyer out of the site."""
        if buyer.person.user_id is None:
            raise Inapplicable(
                "not applied: the buyer the target file names is not the harness's to take out of the site"
            )
        self.target.administration.sites.leave(buyer.person.user_id)

    def credentials(self, how: str) -> HubCredentials:
        """Return credentials the hub must not be served with: none, a wrong secret, or those of an ordinary user.

        Raises:
            Inapplicable: when a user is to be made and the target has given no administrator.

        """
        hub = self.target.file.hub
        if how == "without credentials":
            return HubCredentials()
        if how == "as an ordinary user of the storefront":
            return self._ordinary_credentials()
        return replace(hub, client_secret=f"{hub.client_secret}-wrong", password=f"{hub.password}-wrong")

    def _ordinary_credentials(self) -> HubCredentials:
        """Return the credentials of a user of the target who is neither the hub's nor an administrator."""
        password = f"Ordinary-1-{secrets.token_urlsafe(12)}"
        self.world.journal.redactor.declare(password, "password")
        # A member of the site, as every buyer is, who may have a password as well.
        return HubCredentials(user=self._makings.user(password=password).email, password=password)

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """What was seen on the wire since the scenario began."""
        return self.world.journal.exchanges()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found in messages of the target since the scenario began."""
        return self.world.judge.findings(self.world.journal.scenario_now)

    def let_pass(self, seconds: float) -> None:
        """Let time pass on the target.

        Raises:
            Inapplicable: when it would take too long.

        """
        ends = any(buyer.token_ends_within(seconds) for buyer in self._buyers)
        self.target.time.let_pass(seconds, "the access token to expire" if ends else TIME)

    def visit_at_once(self, url: str, count: int) -> list[Page]:
        """Open an address in several new browsers at the same moment."""
        browsers = [self.browser() for _ in range(count)]
        return at_once([partial(browser.open, url) for browser in browsers])

    def visit_by_new_token(self, buyer: Buyer) -> Page | None:
        """Let a buyer punch out anew and a visitor open the start URL; None when the storefront issues none."""
        buyer.prepare()
        start_url = buyer.start().start_url
        return None if start_url is None else self.browser().open(start_url)

    def account(self) -> Company:
        """Create an account for a new company."""
        return self._makings.account()

    def user(self, channel: OtherChannel | None = None) -> Person:
        """Create a user for a new person, who is a member of the site, or of that of another channel."""
        return self._makings.user(channel)

    def punching_out(self, person: Person, company: Company, procurement: ProcurementDesk | None) -> Buyer:
        """Let a company punch out to the target, and a person of it be the buyer.

        Raises:
            Inapplicable: when only a person may do so there, and none attests it.

        """
        self.need_automation()
        procurement = procurement or self.world.procurement
        company = replace(company, procurement_url=procurement.url)
        self.relationships.relate(company)
        shopping = partial(shopping_in, self.target, company.account_id or 0)
        hub, lasts = self.world.hub, self.settings.token_lasts
        buyer = Buyer(person, company, self.browser(), procurement, hub, shopping, lasts)
        self._buyers.append(buyer)
        self._at_the_end(buyer.leave)
        return buyer

    def punching_out_as(self, listed: ListedBuyer, procurement: ProcurementDesk | None = None) -> Buyer:
        """Return a buyer the target file lists, ready to punch out."""
        company = replace(self._cast.company(), account_code=listed.account)
        return self.punching_out(Person(listed.email, "Punch Out", "Buyer"), company, procurement)

    def member(self, person: Person, company: Company, procurement: ProcurementDesk | None = None) -> Buyer:
        """Return a buyer, once an administrator has made the person a member of the company's account."""
        self.target.administration.people.add_member(account_of(company), person.email)
        return self.punching_out(person, company, procurement)

    def work_with(self, buyer: Buyer, platform: str) -> None:
        """Let a buyer's company work with a procurement platform, by the name of its profile."""
        buyer.company = replace(buyer.company, platform=platform)
        self.relationships.relate(buyer.company)

    def browser(self) -> Browser:
        """Return a browser that has been nowhere yet."""
        self.need_automation()
        browser = self.world.browser(self.evidence.album)
        self._browsers.append(browser)
        self._at_the_end(browser.close)
        return browser

    def need_automation(self) -> None:
        """Do nothing where the scenario may use a browser of its own; else raise Inapplicable."""
        if not self._attested:
            self.target.need_automation()

    def picture_failure(self) -> None:
        """Keep a picture of what each browser shows at the moment when the scenario failed."""
        for browser in self._browsers:
            browser.keep_failure()

    def open_with_cookies(self, cookies: Mapping[str, str]) -> Page:
        """Open the start page in a new browser that carries these cookies."""
        browser, url = self.browser(), self.target.file.start_url
        browser.carry(url, cookies)
        return browser.open(url)

    def _listed_buyer(
        self, permissions: Sequence[str], procurement: ProcurementDesk | None = None, *, role_elsewhere: bool = False
    ) -> Buyer:
        self.need_automation()
        file, other = self.target.file, procurement is not None
        listed = listed_buyer(file, permissions, other=other, role_elsewhere=role_elsewhere)
        return self.punching_out_as(listed, procurement)

    def _other_account(self, person: Person) -> int:
        account_id = account_of(self.account())
        self.target.administration.people.add_member(account_id, person.email)
        return account_id
