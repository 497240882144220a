"""The connector's session API, called with the hub's credentials but without the hub: for what no buyer ever sees.

Source: reference, Liferay connector, 1.1, 2.1 and 3.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import requests

from harness.actors.session_requests import CallerKind, Sent
from harness.answers import told_by
from harness.errors import Inapplicable, NonConformance
from harness.targetfile import TargetFile
from harness.together import at_once
from simulators.hub import SESSION_PATH, TOKEN_PATH
from simulators.messages.session import PROBLEM, ROOT, SessionRejected, access_token_of, form_of, read_body
from simulators.wire import ON_PURPOSE, Caller, Journal, Unreachable

READ_SCOPE = "Liferay.Headless.Commerce.PunchOut.everything.read"


@dataclass(frozen=True)
class Answered:
    """What the session API answered to a request: status, content type, body, and what the body can be read as."""

    sent: Sent
    status: int
    content_type: str
    body: bytes

    @cached_property
    def document(self) -> Mapping[str, Any]:
        """The object in the body, of whichever root; nothing when there is none that can be read."""
        form = form_of(self.content_type)
        if form is None:
            return {}
        try:
            return read_body(self.body, form, root=ROOT if self.status == 200 else PROBLEM)
        except SessionRejected:
            return {}

    @property
    def title(self) -> str:
        """What a refusal says of itself; earlier portals say it in plain text."""
        if self.document:
            return str(self.document.get("title") or self.document.get("message") or "")
        return self.body.decode(errors="replace") if self.content_type.startswith("text/plain") else ""

    @property
    def start_url(self) -> str:
        """The start URL in the answer, or nothing."""
        found = self.document.get("punchOutStartURL")
        return found if self.status == 200 and isinstance(found, str) else ""

    @property
    def access_token(self) -> str:
        """The access token in the start URL, or nothing."""
        return access_token_of(self.start_url) or ""

    @property
    def shown(self) -> str:
        """The answer in a reader's words."""
        return f"HTTP {self.status}{': ' if self.title else ''}{self.title:.200}"


class SessionApiCaller:
    """Calls the session API of a target for the hub, or as somebody who is not the hub."""

    def __init__(self, target: TargetFile, journal: Journal, *, verify: bool | str) -> None:
        self._target = target
        self._journal = journal
        self._verify = verify
        self._bearers: dict[str, str] = {}

    def get(self, path: str) -> requests.Response:
        """Return what the target answers the hub at a path.

        Raises:
            NonConformance: when the target does not answer, or gives the hub no bearer token.

        """
        return self._call("GET", path, self._credentials(CallerKind.HUB))

    def ask(self, sent: Sent) -> tuple[Answered, ...]:
        """Send a session request as often as it says; return each answer.

        Raises:
            Inapplicable: when the target has no credentials of the kind the request is to be sent with.
            NonConformance: when the target does not answer, or gives the hub no bearer token.

        """
        credentials = self._credentials(sent.caller)
        if sent.times == 1:
            return (self._ask(sent, credentials),)
        return tuple(at_once([lambda: self._ask(sent, credentials)] * sent.times))

    def _ask(self, sent: Sent, credentials: Mapping[str, Any]) -> Answered:
        headers = {**sent.headers(), **credentials.get("headers", {})}
        body = None if sent.method == "GET" else sent.body
        response = self._call(sent.method, SESSION_PATH, {**credentials, "headers": headers, "data": body})
        return Answered(sent, response.status_code, response.headers.get("Content-Type", ""), response.content)

    def _call(self, method: str, path: str, content: Mapping[str, Any]) -> requests.Response:
        with Caller("hub", self._journal) as caller:
            caller.verify = self._verify
            # Whether a body is as sound as it is meant to be was checked when it was made.
            caller.headers[ON_PURPOSE] = "a request of a scenario"
            try:
                return caller.ask(method, self._target.url + path, **content)
            except Unreachable as error:
                raise NonConformance(
                    "The storefront answers the hub", expected="an answer", got=error.reason, where=error.url
                ) from error

    def _credentials(self, kind: CallerKind) -> Mapping[str, Any]:
        """Return what a call proves with who makes it."""
        hub = self._target.hub
        match kind:
            case CallerKind.NOBODY:
                return {}
            case CallerKind.TOKEN_NOBODY_ISSUED:
                return _bearing(secrets.token_hex(32))
            case CallerKind.WRONG_PASSWORD:
                return {"auth": (hub.user or "hub@punchout.example", secrets.token_urlsafe(12))}
            case CallerKind.READER:
                return _bearing(self._reading_bearer())
            case CallerKind.HUB if hub.client_id:
                return _bearing(self._bearer())
        return {"auth": (hub.user, hub.password)}

    def _bearer(self) -> str:
        if "" not in self._bearers:
            response = self._token_for({})
            bearer = told_by(response).get("access_token") if response.status_code == 200 else None
            if not isinstance(bearer, str):
                raise NonConformance(
                    "The hub gets a bearer token",
                    expected="an access_token",
                    got=f"HTTP {response.status_code}",
                    where=self._target.url + TOKEN_PATH,
                )
            self._bearers[""] = bearer
        return self._bearers[""]

    def _reading_bearer(self) -> str:
        """Return a token that may only read: the hub asks for less than it was given, as OAuth 2.0 lets it."""
        if not self._target.hub.client_id:
            raise Inapplicable("not applied: the hub calls with a password, which has no scope")
        response = self._token_for({"scope": READ_SCOPE})
        told = told_by(response)
        if response.status_code != 200 or str(told.get("scope", "")).split() != [READ_SCOPE]:
            raise Inapplicable(
                f"not applied: asked for a token that may only read ({READ_SCOPE}), the portal gave none (HTTP "
                f"{response.status_code}); tick that scope for the hub's application as well, if it can be had"
            )
        return str(told.get("access_token"))

    def _token_for(self, more: Mapping[str, str]) -> requests.Response:
        hub = self._target.hub
        form = {"grant_type": "client_credentials", "client_id": hub.client_id, "client_secret": hub.client_secret}
        return self._call("POST", TOKEN_PATH, {"data": {**form, **more}})


def _bearing(token: str) -> Mapping[str, Any]:
    return {"headers": {"Authorization": f"Bearer {token}"}}
