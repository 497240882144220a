"""Questions of the connector: do the hub's credentials open it, is its session API there, does it take the buyer?

Source: reference, Liferay connector, 2 (order and titles of the refusals), 3 and 9.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial

import requests

from harness.answers import told_by
from harness.errors import ConfigurationError
from harness.listing import ListedBuyer, ListedChannel
from harness.preflight.mistakes import (
    CLIENTS_MENU,
    NO_ACCOUNT,
    NO_SCOPE,
    NO_SITE,
    NO_START_URL,
    NO_USER,
    NOT_IN_SITE,
    PUNCH_OUT_OFF,
)
from harness.preflight.portal import ME
from harness.preflight.questions import NotAsked, NotTold, Question
from harness.preflight.subject import Subject
from simulators.hub import SESSION_PATH, TOKEN_PATH
from simulators.messages.session import BuyerUser, SessionRequest, build_session_request

# Words of the connector's refusals, in its own order, and what they say of the target file.
_REFUSALS = (
    ("site not found", NO_SITE),
    ("not allowed for channel", PUNCH_OUT_OFF),
    ("start url is not configured", NO_START_URL),
    ("first and last name are required", NO_USER),
    ("does not belong to group", NOT_IN_SITE),
    ("account not found", NO_ACCOUNT),
    ("lacks the scope", NO_SCOPE),
    ("access denied", NO_SCOPE),
)


@dataclass(frozen=True)
class Connector:
    """Asks the connector the way the hub does."""

    subject: Subject

    def questions(self, after: tuple[Question, ...]) -> Iterator[Question]:
        """Yield whether the hub will be let in and finds what it calls."""
        yield Question("the hub's credentials are accepted", self.credentials_are_accepted, after)
        yield Question("the connector's session API is there", self.session_api_is_there, after)

    def listed_buyers(self, after: tuple[Question, ...]) -> Iterator[Question]:
        """Yield whether site, channel, buyer and account are what the connector wants; of each that is named."""
        file = self.subject.target.file
        first = Question("site, channel, buyer and account are accepted", partial(self.is_accepted, file.buyer), after)
        yield first
        if plain := file.buyer_without_role:
            yield Question("the buyer without the role is accepted", partial(self.is_accepted, plain), (*after, first))
        if other := file.other_buyer:
            yield Question("the other buyer and account are accepted", partial(self.is_accepted, other), after)
        if channel := file.other_channel:
            ask = partial(self.is_accepted, channel.buyer, channel)
            there = Question("the other channel, its buyer and account are accepted", ask, after)
            yield there
            if both := file.buyer_of_both:
                ask = partial(self.is_accepted_by_both, both, channel)
                yield Question("the buyer of both channels is accepted by either", ask, (*after, first, there))

    def credentials_are_accepted(self) -> None:
        """Get a bearer token, or call the portal with user and password."""
        hub = self.subject.target.file.hub
        if not hub.client_id:
            self._password_is_accepted(hub.user, hub.password)
            return
        response = self._token
        fields = "target.auth.client_id_env, target.auth.client_secret_env"
        if response.status_code == 404:
            raise self.subject.wrong(
                fields,
                f"the portal gives no tokens at {TOKEN_PATH} (HTTP 404)",
                expected="OAuth 2.0, which comes with Liferay",
                remedy="See that OAuth 2.0 is active under Control Panel > System > App Manager, or give user_env and "
                "password_env under [target.auth] in place of the client.",
            )
        if response.status_code >= 500:
            raise NotTold(f"the portal answered HTTP {response.status_code} at {TOKEN_PATH}")
        if response.status_code != 200 or not self._bearer:
            said = told_by(response).get("error", "")
            raise self.subject.wrong(
                fields,
                f"the portal gave no token for this client id and secret (HTTP {response.status_code}"
                f"{f', {said}' if said else ''})",
                expected="the id and secret of an OAuth2 application with the flow Client Credentials",
                remedy=f"Compare them with {CLIENTS_MENU}, and tick Client Credentials "
                "there under Allowed Authorization Types.",
            )

    def session_api_is_there(self) -> None:
        """Call the session API without credentials: any refusal but that there is nothing is an answer."""
        headers = {"Content-Type": "application/json"}
        status = self.subject.call("POST", SESSION_PATH, data=b"{}", headers=headers).status_code
        if status in (404, 405):
            raise self.subject.wrong(
                "target.url",
                f"the portal has nothing at {SESSION_PATH} (HTTP {status})",
                expected="the session API of the connector",
                remedy="Deploy the connector's LPKG and restart; see that its modules are active under Control Panel > "
                "System > App Manager, and that its licence is there, without which active modules do nothing.",
            )
        if status >= 500:
            raise NotTold(f"the portal answered HTTP {status} there")

    def is_accepted_by_both(self, listed: ListedBuyer, channel: ListedChannel) -> None:
        """Ask for a session in each channel."""
        self.is_accepted(listed)
        self.is_accepted(listed, channel)

    def is_accepted(self, listed: ListedBuyer | None, channel: ListedChannel | None = None) -> None:
        """Ask for a session for a buyer of the target file, perhaps in its other channel, which nobody then opens."""
        file = self.subject.target.file
        if listed is None:
            raise NotAsked("the target file has neither [target.buyer] nor [target.admin]")
        # Without names an unknown buyer is refused; with names the portal would create one.
        request = SessionRequest(
            group_name=channel.group if channel else file.group,
            account_reference_code=listed.account,
            buyer=BuyerUser(listed.email),
            return_url="http://127.0.0.1/",
            session_type="create",
            currency_code="USD",
        )
        headers, auth = {"Content-Type": "application/json", "Accept": "application/json"}, None
        if file.hub.client_id:
            headers["Authorization"] = f"Bearer {self._bearer}"
        else:
            auth = (file.hub.user, file.hub.password)
        response = self.subject.call(
            "POST", SESSION_PATH, data=build_session_request(request), headers=headers, auth=auth
        )
        if response.status_code != 200:
            raise self._refused(response, listed, channel)

    def _refused(
        self, response: requests.Response, listed: ListedBuyer, channel: ListedChannel | None
    ) -> ConfigurationError | NotTold:
        """Return what a refusal means: an entry that is wrong, or nothing that can be said for sure."""
        problem = told_by(response)
        said = str(problem.get("title") or "")
        if not problem and "html" not in response.headers.get("Content-Type", ""):
            said = response.text  # older portals say it in plain text
        if response.status_code == 404 and problem and not said:
            return NO_SITE.of(self.subject, listed, channel)  # the one refusal the connector gives no words
        for words, mistake in _REFUSALS:
            if words in said.lower():
                return mistake.of(self.subject, listed, channel)
        return NotTold(
            f"the session API refused with HTTP {response.status_code}"
            + (f", {said:.200}" if said else " and did not say why")
        )

    def _password_is_accepted(self, user: str, password: str) -> None:
        response = self.subject.call("GET", ME, auth=(user, password))
        if response.status_code not in (401, 403):
            return
        saas = response.status_code == 403
        raise self.subject.wrong(
            "target.auth.user_env, target.auth.password_env",
            "the portal lets nobody in by user and password (HTTP 403)"
            if saas
            else "the portal refused this user and password (HTTP 401)",
            expected="an OAuth2 client, or basic authentication switched on"
            if saas
            else "the e-mail address and password of a user",
            remedy="Basic authentication is always off on Liferay SaaS: make an application with the flow Client "
            f"Credentials under {CLIENTS_MENU}, and give client_id_env and client_secret_env."
            if saas
            else "Sign in with them in a browser; a new user is asked for another password first.",
        )

    @cached_property
    def _token(self) -> requests.Response:
        hub = self.subject.target.file.hub
        form = {"grant_type": "client_credentials", "client_id": hub.client_id, "client_secret": hub.client_secret}
        return self.subject.call("POST", TOKEN_PATH, data=form)

    @cached_property
    def _bearer(self) -> str:
        return str(told_by(self._token).get("access_token") or "")
