"""Questions of the portal: is it a Liferay, of which release, what time is it there, may the administrator in?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from textwrap import shorten

from harness.browser import Browser, Page
from harness.errors import ConfigurationError, NonConformance
from harness.preflight.before import answered_instead, nothing_behind, refused_by_proxy
from harness.preflight.questions import NotTold, Question
from harness.preflight.subject import Subject
from harness.targetfile import Login
from simulators.storefront import GENERATIONS
from simulators.wire import origin_of

ME = "/o/headless-admin-user/v1.0/my-user-account"
_HEALTH = "/c/portal/layout"
_SIGN_IN = "/c/portal/login"
_PANEL = "/group/control_panel/manage"
TOLERANCE = 30
# Characters of a page that is not the portal's.
_LONGEST_BEGINNING = 80
# 7.4.13 or 2024.Q1.5: what counts is the line, 7.4, or that it is named by quarter.
_RELEASE = re.compile(r"\b(?:20\d\d\.(?P<quarter>Q)\d|(?P<number>\d+\.\d+))", re.IGNORECASE)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Portal:
    """Asks the portal, over HTTP and with a guest's browser."""

    subject: Subject
    browser: Browser
    clock: Callable[[], datetime] = field(default=_now)

    def liferay(self, after: tuple[Question, ...]) -> Iterator[Question]:
        """Yield what makes an address that of a Liferay with the catalog page."""
        let_in = Question("what stands before it lets this machine in", self.lets_in, after)
        yield let_in
        after = (*after, let_in)
        liferay = Question("it is a Liferay portal", self.is_liferay, after)
        yield liferay
        at_context = Question(
            "its context path is that of the address", self.context_path_is_the_same, (*after, liferay)
        )
        yield at_context
        yield Question("the catalog page is there", self.catalog_page_is_there, (*after, liferay, at_context))
        generation = self.subject.target.file.generation
        yield Question(f"its release is one that {generation} is for", self.release_fits, (*after, liferay))
        yield Question("its clock is right", self.clock_is_right, (*after, liferay))

    def administrator(self, login: Login, after: tuple[Question, ...]) -> Iterator[Question]:
        """Yield whether the administrator of the target file may in."""
        accepted = Question(
            "the administrator's user and password are accepted", lambda: self.administrator_is_accepted(login), after
        )
        yield accepted
        yield Question(
            "the administrator can sign in to the Control Panel",
            lambda: self.control_panel_opens(login),
            (*after, accepted),
        )

    def lets_in(self) -> None:
        """Ask for a page that everybody may see, and for the catalog page: no web server, proxy or limit may answer."""
        _ = self._health
        try:
            page = self._start_page
        except ConfigurationError:
            return  # one that does not open is another question
        instead = answered_instead(self.subject, page.status, page.headers, page.text, method="GET", url=page.url)
        if instead is not None:
            raise instead

    def is_liferay(self) -> None:
        """See whether the start URL leads to a page of a Liferay portal, or else, when there is none, another does."""
        page, file = self._start_page, self.subject.target.file
        if page.is_liferay or (page.status >= 400 and self._has_another_page):
            return
        if origin_of(page.url) not in (origin_of(file.url), origin_of(file.start_url)):
            raise NotTold(f"a guest is led to {_shown(page.url)}")
        raise nothing_behind(self.subject, page.status, page.url) or self.subject.wrong(
            "target.url, target.site.start_url",
            f"the page at {_shown(page.url)} (HTTP {page.status}{_begun(page)}) is not one of a Liferay portal",
            expected="the storefront",
            remedy="Give the address of the storefront itself, with its port, and that of its catalog page; behind a "
            "proxy, the address a buyer's browser uses. "
            + (
                f"Both with the context path that Liferay is below; {file.context_path} may not be it."
                if file.context_path
                else "Where Liferay is below a context path, such as /portal, both with it."
            ),
        )

    def context_path_is_the_same(self) -> str:
        """Compare the path below which the portal says it is with that of its address."""
        told, given = self._start_page.path_context, self.subject.target.file.context_path
        if told is None:
            raise NotTold("the page does not say")
        if told.rstrip("/") != given:
            raise self.subject.wrong(
                "target.url",
                f"the portal is {f'below {told}' if told else 'at the root of its server'}, as its pages say, and the "
                f"address has {f'the path {given}' if given else 'no path'}",
                expected=origin_of(self.subject.target.file.url) + told,
                remedy="Write that as url under [target], for all that is asked of the portal goes below it; if a web "
                "server in front maps one path to the other, Liferay's links miss it: have it pass paths on as they "
                "are, or tell Liferay (portal.proxy.path).",
            )
        return given or "none"

    def catalog_page_is_there(self) -> None:
        """See whether the start URL is one of the portal's pages."""
        page = self._start_page
        if page.status in (404, 410):
            raise self.subject.wrong(
                "target.site.start_url",
                f"the portal has no page at {_shown(page.url)} (HTTP {page.status})",
                expected="the store's catalog page",
                remedy="Give the URL that stands as Punch Out Start URL under Control Panel > Commerce > Channels > "
                "(your channel) > Punch Out.",
            )
        if page.status >= 400:
            raise NotTold(f"a guest is answered HTTP {page.status} at {_shown(page.url)}")

    def release_fits(self) -> str:
        """Compare the release the portal tells, if any, with those of the generation."""
        told = next(
            filter(None, (headers.get("Liferay-Portal") for headers in (self._start_page.headers, self._health[0]))), ""
        )
        match = _RELEASE.search(told)
        if match is None:
            raise NotTold(
                f"the portal says {told!r}" if told else "the portal does not say, as is usual for newer ones"
            )
        release = (match["quarter"] or match["number"]).upper()
        generation = GENERATIONS[self.subject.target.file.generation]
        if release in generation.lines:
            return told
        others = [other.name for other in GENERATIONS.values() if release in other.lines]
        raise self.subject.wrong(
            self.subject.chosen_by,
            f"the portal says {told!r}",
            expected=f"Liferay {' or '.join(map(_worded, generation.lines))}, which {generation.name} is for",
            remedy=f"Write {others[0]}, or give the address of the other portal."
            if others
            else "Give the address of such a portal; no connector is known for the other one.",
        )

    def clock_is_right(self) -> str:
        """Compare the portal's clock with this machine's."""
        headers, here = self._health
        try:
            there = parsedate_to_datetime(headers.get("Date", ""))
        except ValueError:
            raise NotTold("its answers carry no date, so the clocks could not be compared") from None
        ahead = round(((there if there.tzinfo else there.replace(tzinfo=UTC)) - here).total_seconds())
        apart = f"{abs(ahead)} s {'ahead of' if ahead > 0 else 'behind'} this machine's"
        if abs(ahead) <= TOLERANCE:
            return "the same as this machine's" if abs(ahead) <= 1 else apart
        raise self.subject.wrong(
            "target.url",
            f"the storefront's clock is {apart}",
            expected=f"at most {TOLERANCE} s between them",
            remedy="Let both machines take their time from a time server (NTP); access tokens last only seconds.",
        )

    def administrator_is_accepted(self, login: Login) -> None:
        """Ask the portal who the administrator is."""
        response = self.subject.call("GET", ME, auth=(login.user, login.password))
        fields = "target.admin.user_env, target.admin.password_env"
        if response.status_code == 401 and self._form_takes(login):
            raise self.subject.wrong(
                fields,
                "the portal's interfaces refused this user and password (HTTP 401), which its sign-in form takes",
                expected="basic authentication, by which buyers and accounts are made",
                remedy="See that a web server in front of it passes the header Authorization on.",
            )
        if response.status_code == 401:
            raise self.subject.wrong(
                fields,
                "the portal refused this user and password (HTTP 401)",
                expected="an administrator's e-mail address and password",
                remedy="Sign in with them in a browser; a new installation asks for another password first.",
            )
        if response.status_code == 403:
            raise self.subject.wrong(
                fields,
                "the portal lets nobody in by user and password (HTTP 403)",
                expected="basic authentication, by which buyers and accounts are made",
                remedy="Sign in with them in a browser; if that works, basic authentication is off, as it always is on "
                "Liferay SaaS: leave [target.admin] out and give [target.buyer].",
            )
        if response.status_code != 200:
            raise NotTold(f"the portal answered HTTP {response.status_code}")

    def control_panel_opens(self, login: Login) -> None:
        """Sign in with the form, as a person does, and open the Control Panel."""
        fields, url = "target.admin.user_env, target.admin.password_env", self.subject.target.file.url
        try:
            page, panel = self._signed_in(login)
        except NonConformance as error:
            raise NotTold(str(error)) from error
        if page.status >= 400 and not page.is_liferay:
            raise NotTold(f"the form to sign in was answered HTTP {page.status}, at {_shown(page.url)}")
        if not panel.signed_in:
            raise self.subject.wrong(
                fields,
                f"the sign-in form refused this user and password{_alert(page)}",
                expected="an administrator who can sign in there",
                remedy=f"Sign in with them at {url}{_SIGN_IN}; the portal may first ask for another password, for "
                "new terms of use or a second factor.",
            )
        if panel.status == 403:
            raise self.subject.wrong(
                fields,
                "this user may not open the Control Panel (HTTP 403)",
                expected="a user with the role Administrator",
                remedy="Assign it under Control Panel > Users > Users and Organizations > (the user) > Roles.",
            )

    def _form_takes(self, login: Login) -> bool:
        """Tell whether the form to sign in takes a user and password."""
        try:
            return self._signed_in(login)[1].signed_in
        except (NonConformance, NotTold):
            return False

    def _signed_in(self, login: Login) -> tuple[Page, Page]:
        """Sign in with the form; return the page that led to, and the Control Panel."""
        url = self.subject.target.file.url
        page = self.browser.open(url + _SIGN_IN)
        form = next((form for form in page.forms if form.has("password")), None)
        if form is None:
            raise NotTold(f"no form to sign in is shown at {_shown(page.url)}")
        page = self.browser.submit(form.filled({"login": login.user, "password": login.password}).pressed())
        return page, self.browser.open(url + _PANEL)

    @cached_property
    def _start_page(self) -> Page:
        try:
            return self.browser.open(self.subject.target.file.start_url)
        except NonConformance as error:
            refusal = refused_by_proxy(self.subject, error.got)
            raise refusal or self.subject.wrong(
                "target.site.start_url",
                f"the catalog page does not open ({error.got})",
                expected="a page",
                remedy="Open the address in a browser, and give the one it ends at.",
            ) from error

    @property
    def _has_another_page(self) -> bool:
        try:
            return self.browser.open(self.subject.target.file.url + _HEALTH).is_liferay
        except NonConformance:
            return False

    @cached_property
    def _health(self) -> tuple[Mapping[str, str], datetime]:
        """The headers of an answer nobody keeps for later, and when it came."""
        headers = self.subject.call("GET", _HEALTH, headers={"Cache-Control": "no-cache"}).headers
        return headers, self.clock()


def _shown(url: str) -> str:
    """Return an address without its query, which may be long and is nobody's concern."""
    return url.partition("?")[0]


def _begun(page: Page) -> str:
    """Return how the text of a page begins, by which a person may know whose it is."""
    return f', "{shorten(page.words, _LONGEST_BEGINNING, placeholder=" ...")}"' if page.words else ""


def _worded(line: str) -> str:
    return "one named by quarter, such as 2024.Q1" if line == "Q" else line


def _alert(page: Page) -> str:
    return f' and said "{page.alerts[0]}"' if page.alerts else ""
