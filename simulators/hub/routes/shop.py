"""The hub's client of a shop: a bearer token or a password, then the connector's session API or one of another kind.

Source: reference, Liferay connector, 1 and 3.
"""

from __future__ import annotations

import re
import threading
import time

import requests

from simulators.hub.relationships import ShopAccess
from simulators.messages.session import (
    SessionAnswer,
    SessionRejected,
    SessionRequest,
    build_session_request,
    parse_session_answer,
)
from simulators.wire import Caller, Journal, Unreachable
from simulators.wire.calling import DEADLINE

TOKEN_PATH = "/o/oauth2/token"
SESSION_PATH = "/o/headless-commerce-punchout/v1.0/punchout/session/request"
# A bearer token is given up this many seconds before it ends.
MARGIN = 30
_ADDRESS = re.compile(r"(?i:https?)://[\x21-\x7e]+")


class ShopRefused(Exception):
    """A shop gave no session: `status` is its HTTP status, or None when it was not reached or not understood.

    `error_page` is where it would have the browser go instead, or "".
    """

    def __init__(self, message: str, status: int | None = None, error_page: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.error_page = error_page


class ShopClient:
    """Asks shops for sessions; keeps bearer tokens while they last. Safe to use from several threads."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._lock = threading.Lock()
        self._bearers: dict[ShopAccess, tuple[str, float]] = {}

    def request_session(self, shop: ShopAccess, request: SessionRequest) -> SessionAnswer:
        """Return the shop's answer to a session request.

        Raises:
            ShopRefused: when the shop would not understand the request, is not reached, refuses, or answers something
                else than a session.

        """
        try:
            body = build_session_request(request)
        except SessionRejected as rejected:
            raise ShopRefused(f"no session can be asked for: {rejected}", 400) from rejected
        response = self.post(shop, shop.url + SESSION_PATH, body)
        if response.status_code != 200:
            raise ShopRefused(f"the shop refused the session: {_title(response)}", response.status_code)
        try:
            answer = parse_session_answer(response.content)
        except SessionRejected as rejected:
            raise ShopRefused(f"the shop's answer is no session: {rejected}") from rejected
        if not _ADDRESS.fullmatch(answer.start_url):
            raise ShopRefused("the shop's answer is no session: punchOutStartURL is no address")
        return answer

    def post(self, shop: ShopAccess, url: str, body: bytes) -> requests.Response:
        """Return what a shop answers to JSON posted to one of its addresses, with the credentials of the access.

        Raises:
            ShopRefused: when the shop is not reached, or gives no bearer token.

        """
        with Caller("hub", self._journal, deadline=shop.patience or DEADLINE) as caller:
            caller.verify = shop.verify
            caller.connect_to(shop.connect_to)
            response = self._post(caller, shop, url, body)
            if response.status_code == 401 and shop.client_id:
                # The shop may have forgotten a token before its time, after a restart for instance.
                self._forget_bearer(shop)
                response = self._post(caller, shop, url, body)
        return response

    def _post(self, caller: Caller, shop: ShopAccess, url: str, body: bytes) -> requests.Response:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        auth = None
        if shop.client_id:
            headers["Authorization"] = f"Bearer {self._bearer(caller, shop)}"
        elif shop.user:
            auth = (shop.user, shop.password)
        return _reached(caller, "POST", url, body, headers, auth)

    def _bearer(self, caller: Caller, shop: ShopAccess) -> str:
        with self._lock:
            bearer, ends = self._bearers.get(shop, ("", 0.0))
        if time.monotonic() < ends:
            return bearer
        form = {"grant_type": "client_credentials", "client_id": shop.client_id, "client_secret": shop.client_secret}
        response = _reached(caller, "POST", shop.url + TOKEN_PATH, form, {"Accept": "application/json"}, None)
        if response.status_code != 200:
            raise ShopRefused(f"the shop gave the hub no bearer token: {_title(response)}", response.status_code)
        try:
            document = response.json()
            bearer, seconds = str(document["access_token"]), float(document.get("expires_in", 0))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise ShopRefused("the shop's token endpoint answered no bearer token") from error
        with self._lock:
            self._bearers[shop] = (bearer, time.monotonic() + seconds - MARGIN)
        return bearer

    def _forget_bearer(self, shop: ShopAccess) -> None:
        with self._lock:
            self._bearers.pop(shop, None)


def _reached(
    caller: Caller,
    method: str,
    url: str,
    data: bytes | dict[str, str],
    headers: dict[str, str],
    auth: tuple[str, str] | None,
) -> requests.Response:
    try:
        return caller.ask(method, url, data=data, headers=headers, auth=auth)
    except Unreachable as error:
        raise ShopRefused(f"the shop was not reached: {error.reason}") from error


def _title(response: requests.Response) -> str:
    """Return what a refusal says of itself: the title of a Problem, an OAuth2 error, or the bare status."""
    try:
        document = response.json()
    except (ValueError, RecursionError):
        document = None
    said = ""
    if isinstance(document, dict):
        said = str(document.get("title") or document.get("error_description") or document.get("error") or "")
    return f"HTTP {response.status_code}{': ' if said else ''}{said}"
