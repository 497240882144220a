"""Who calls an interface: a password, a bearer token, or a signed-in session with its CSRF token.

Source: reference, Liferay connector, 3 and 10.4.
"""

from __future__ import annotations

import base64
import hmac
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from starlette.responses import Response

from simulators.storefront.company import Company
from simulators.storefront.model import User
from simulators.storefront.problems import Problem, json_response
from simulators.storefront.sessions import WebSessions
from simulators.wire import Clock, Incoming

BEARER_SECONDS = 600
# What the scope of a whole interface takes in.
PARTS_OF_A_SCOPE = (".read", ".write")


@dataclass(frozen=True)
class OAuthClient:
    """An OAuth2 application: its credentials, the scopes it was given, and the user it acts as."""

    id: str
    secret: str
    scopes: frozenset[str]
    user_id: int


@dataclass(frozen=True)
class Identity:
    """Who calls; `scopes` is None when the caller may do all that the user may."""

    user: User
    scopes: frozenset[str] | None = None


class Authentication:
    """Finds out who calls, and gives bearer tokens to OAuth2 clients."""

    def __init__(
        self, company: Company, sessions: WebSessions, clock: Clock, clients: Mapping[str, OAuthClient]
    ) -> None:
        self._company = company
        self._sessions = sessions
        self._clock = clock
        self._clients = clients
        self._lock = threading.Lock()
        self._bearers: dict[str, tuple[OAuthClient, frozenset[str], datetime]] = {}

    def identify(self, incoming: Incoming) -> Identity | None:
        """Return who calls, or None for a guest; wrong credentials are a guest's."""
        scheme, _, credentials = incoming.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return self._of_bearer(credentials.strip())
        if scheme.lower() == "basic":
            return self._of_password(credentials)
        return self._of_session(incoming)

    def require(self, incoming: Incoming, *scopes: str) -> User:
        """Return the user who calls, with one of the scopes if by bearer token; without any named, none will do.

        Raises:
            Problem: UNAUTHORIZED for a guest, FORBIDDEN without the scope.

        """
        identity = self.identify(incoming)
        if identity is None:
            raise Problem(HTTPStatus.UNAUTHORIZED, "Authentication is required")
        if identity.scopes is not None and not identity.scopes.intersection(scopes):
            raise Problem(HTTPStatus.FORBIDDEN, "The token lacks the scope this operation needs")
        return identity.user

    def require_hub(self, incoming: Incoming, *scopes: str) -> User:
        """Return the user who calls for the hub: one an OAuth2 client acts as, or an administrator.

        A session is a key to the shop in another person's name; a user who has it made for others is not to have it.

        Raises:
            Problem: UNAUTHORIZED for a guest, FORBIDDEN without the scope and for anyone else.

        """
        user = self.require(incoming, *scopes)
        if not self.is_hub(user, *scopes):
            raise Problem(HTTPStatus.FORBIDDEN, "User may not request punch out sessions")
        return user

    def is_hub(self, user: User, *scopes: str) -> bool:
        """Tell whether a user may ask for sessions of others: an administrator, or whom a client of the scope is."""
        clients = [client for client in self._clients.values() if client.user_id == user.id]
        return user.administrator or any(client.scopes.intersection(scopes) for client in clients)

    def require_administrator(self, incoming: Incoming) -> User:
        """Return the administrator who calls.

        Raises:
            Problem: UNAUTHORIZED for a guest, FORBIDDEN for anyone else.

        """
        user = self.require(incoming)
        if not user.administrator:
            raise Problem(HTTPStatus.FORBIDDEN, "User must be an administrator")
        return user

    def user_with_password(self, email: str, password: str) -> User | None:
        """Return the user who has this e-mail address and password."""
        user = self._company.user_by_email(email)
        known = user is not None and bool(user.password)
        equal = hmac.compare_digest((user.password if user else "").encode(), password.encode())
        return user if known and equal else None

    def client_with_secret(self, client_id: str, secret: str) -> OAuthClient | None:
        """Return the OAuth2 client that has this id and secret."""
        client = self._clients.get(client_id)
        equal = hmac.compare_digest((client.secret if client else "").encode(), secret.encode())
        return client if equal else None

    def token(self, incoming: Incoming) -> Response:
        """Answer the OAuth2 token endpoint: client credentials, in the body or as basic authentication.

        A client may ask for less than it was given (RFC 6749, 3.3), a part of a scope of its own among it.
        """
        form = dict(incoming.form())
        client_id, client_secret = form.get("client_id", ""), form.get("client_secret", "")
        scheme, _, credentials = incoming.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "basic":
            client_id, _, client_secret = _decoded(credentials).partition(":")
        if form.get("grant_type") != "client_credentials":
            return json_response(
                {"error": "unsupported_grant_type" if form.get("grant_type") else "invalid_request"}, 400
            )
        client = self.client_with_secret(client_id, client_secret)
        if client is None:
            return json_response({"error": "invalid_client"}, 401, headers={"WWW-Authenticate": "Basic"})
        scopes = frozenset(form.get("scope", "").split()) or client.scopes
        if not scopes <= client.scopes.union(scope + part for scope in client.scopes for part in PARTS_OF_A_SCOPE):
            return json_response({"error": "invalid_scope"}, 400)
        bearer, now = secrets.token_hex(32), self._clock.now()
        with self._lock:
            self._bearers = {known: entry for known, entry in self._bearers.items() if now < entry[-1]}
            self._bearers[bearer] = (client, scopes, now + timedelta(seconds=BEARER_SECONDS))
        return json_response(
            {
                "access_token": bearer,
                "token_type": "Bearer",
                "expires_in": BEARER_SECONDS,
                "scope": " ".join(sorted(scopes)),
            },
            headers={"Cache-Control": "no-store"},
        )

    def _of_bearer(self, bearer: str) -> Identity | None:
        with self._lock:
            client, scopes, expires = self._bearers.get(bearer, (None, frozenset(), self._clock.now()))
        if client is None or self._clock.now() >= expires:
            return None
        user = self._company.users.get(client.user_id)
        return Identity(user, scopes) if user else None

    def _of_password(self, credentials: str) -> Identity | None:
        email, _, password = _decoded(credentials).partition(":")
        user = self.user_with_password(email, password)
        return Identity(user) if user else None

    def _of_session(self, incoming: Incoming) -> Identity | None:
        session = self._sessions.of(incoming.cookies)
        shown = incoming.headers.get("x-csrf-token") or incoming.query.get("p_auth", "")
        if session is None or session.user_id is None or not session.is_shown(shown):
            return None
        user = self._company.users.get(session.user_id)
        return Identity(user) if user else None


def _decoded(credentials: str) -> str:
    try:
        return base64.b64decode(credentials, validate=True).decode()
    except ValueError:
        return ""
