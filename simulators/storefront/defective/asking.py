"""Defects of who is served: callers who are not the hub and are taken for it, or are refused as something else."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import RedirectResponse, Response

from simulators.storefront.authentication import Authentication, Identity, OAuthClient
from simulators.storefront.model import User
from simulators.storefront.problems import Problem, server_error
from simulators.storefront.session_api import READ_SCOPE, SCOPE, WRITE_SCOPE, SessionApi
from simulators.storefront.switching import Switch, part
from simulators.wire import Incoming


class AnySecret(Authentication):
    """Knows OAuth2 clients by their id."""

    def client_with_secret(self, client_id: str, secret: str) -> OAuthClient | None:
        """Return the client of this id, whatever its secret."""
        del secret
        return self._clients.get(client_id)


class _TrustingOne(Authentication):
    @property
    def _hub(self) -> User:
        return self._company.users[next(iter(self._clients.values())).user_id]


class GuestsServed(_TrustingOne):
    """Takes a caller who shows nothing for the hub."""

    def require_hub(self, incoming: Incoming, *scopes: str) -> User:
        """Return the hub for a caller who shows nothing, without a question."""
        return super().require_hub(incoming, *scopes) if "authorization" in incoming.headers else self._hub


class AnyBearer(_TrustingOne):
    """Takes whoever shows a bearer token for the hub."""

    def _of_bearer(self, bearer: str) -> Identity | None:
        return super()._of_bearer(bearer) or Identity(self._hub)


class AnyPassword(Authentication):
    """Takes any password where an interface is called with one."""

    def _of_password(self, credentials: str) -> Identity | None:
        identity = super()._of_password(credentials)
        known = self._company.user_by_email(_name_in(credentials))
        return identity or (Identity(known) if known else None)


class FailsAtUnknownBearers(Authentication):
    """Looks into a bearer token before it is sure that there is one."""

    def _of_bearer(self, bearer: str) -> Identity | None:
        identity = super()._of_bearer(bearer)
        if identity is None:
            raise server_error()
        return identity


class PasswordsRefusedAsNotFound(Authentication):
    """Answers a wrong password as if it had to hide that there is anything."""

    def require_hub(self, incoming: Incoming, *scopes: str) -> User:
        """Return the user who calls for the hub; whoever calls with a wrong password finds nothing here."""
        shows_a_password = incoming.headers.get("authorization", "").lower().startswith("basic")
        if shows_a_password and self.identify(incoming) is None:
            raise Problem(HTTPStatus.NOT_FOUND, "Not found")
        return super().require_hub(incoming, *scopes)


class GuestsLedToSignIn(SessionApi):
    """Leads a caller who shows nothing to the page where people sign in."""

    def refusal(self, incoming: Incoming, problem: Problem) -> Response:
        """Answer a problem; to a guest, the address of the sign-in page."""
        if problem.status is HTTPStatus.UNAUTHORIZED and "authorization" not in incoming.headers:
            return RedirectResponse(f"{incoming.context_path}/c/portal/login", HTTPStatus.FOUND)
        return super().refusal(incoming, problem)


class MembersAreTheHub(Authentication):
    """Lets whoever belongs to a site ask for the sessions of others there."""

    def is_hub(self, user: User, *scopes: str) -> bool:
        """Tell whether a user is the hub, or a member of any site."""
        return bool(user.site_ids) or super().is_hub(user, *scopes)


class ReadersServed(SessionApi):
    """Takes the scope to read for one to ask for sessions."""

    def require_caller(self, incoming: Incoming) -> None:
        """Ask who calls, and for any scope of the interface."""
        self._authentication.require_hub(incoming, SCOPE, WRITE_SCOPE, READ_SCOPE)


class ReadersRefusedAsGuests(SessionApi):
    """Takes a token without the scope for none at all."""

    def require_caller(self, incoming: Incoming) -> None:
        """Ask who calls; who may not is told to sign in."""
        try:
            super().require_caller(incoming)
        except Problem as problem:
            raise Problem(HTTPStatus.UNAUTHORIZED, problem.title) from None


def _name_in(credentials: str) -> str:
    return base64.b64decode(credentials).decode().partition(":")[0]


DEFECTS: Mapping[str, Switch] = {
    "client-secret-not-compared": part("authentication", AnySecret),
    "caller-without-credentials-served": part("authentication", GuestsServed),
    "any-bearer-token-served": part("authentication", AnyBearer),
    "any-password-of-a-caller-served": part("authentication", AnyPassword),
    "unknown-bearer-token-is-a-server-error": part("authentication", FailsAtUnknownBearers),
    "wrong-password-finds-nothing": part("authentication", PasswordsRefusedAsNotFound),
    "caller-led-to-the-sign-in-page": part("session_api", GuestsLedToSignIn),
    "members-of-a-site-are-the-hub": part("authentication", MembersAreTheHub),
    "scope-to-read-writes": part("session_api", ReadersServed),
    "scope-to-read-is-a-guests": part("session_api", ReadersRefusedAsGuests),
}
