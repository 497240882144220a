"""What stands before a storefront and answers in its place: a web server that wants a user, a proxy, a rate limit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Protocol
from urllib.parse import urlsplit

from harness.approaching import FRONT
from harness.errors import ConfigurationError
from harness.limits import REMEDY, told
from harness.targets import Target
from harness.targets.approach import approach_to
from simulators.wire import Limit, is_limit

# Liferay's own realm: it stands before the interfaces of a portal, and is the storefront's answer.
_LIFERAYS_REALM = "PortalRealm"
_REALM = re.compile(r"""realm=(?:"([^"]*)"|([^\s,]+))""", re.IGNORECASE)
_TUNNEL = re.compile(r"tunnel connection failed: (\d{3})", re.IGNORECASE)
# What servers answer that have passed a request on in vain.
_NO_WAY_ON = (HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT)
_USER_FIELDS = f"{FRONT}.user_env, {FRONT}.password_env"


class Described(Protocol):
    """A target, and how to say what is not right in what describes it."""

    @property
    def target(self) -> Target:
        """The target."""
        ...

    def wrong(self, field: str, found: str, *, expected: str = "", remedy: str) -> ConfigurationError:
        """Return the message for an entry that is not right."""
        ...


def answered_instead(
    subject: Described, status: int, headers: Mapping[str, str], text: str, *, method: str, url: str
) -> ConfigurationError | None:
    """Return what to do about an answer that is not the storefront's, or None for one that may be."""
    if status == HTTPStatus.UNAUTHORIZED:
        return _of_front(subject, headers, url)
    if status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        return _of_proxy(subject, status)
    if is_limit(status, headers, text):
        return limited(subject, Limit("harness", method, url, status, headers.get("Retry-After", ""), waited=True))
    return None


def limited(subject: Described, limit: Limit) -> ConfigurationError:
    """Return what to do about a rate limit that was waited for in vain."""
    return subject.wrong(
        "target.url",
        f"a rate limit in front of the storefront lets no more through: {told(limit)}, at {_path(limit.url)}",
        expected="an answer of the storefront",
        remedy=REMEDY,
    )


def nothing_behind(subject: Described, status: int, url: str) -> ConfigurationError | None:
    """Return what to do about a page that is not a portal's and tells that there is none to be had; None for others."""
    before = "the proxy, or a web server behind it," if subject.target.file.proxy else "a web server"
    if status in _NO_WAY_ON:
        return subject.wrong(
            "target.url",
            f"{before} in front of the storefront answered in its place at {_path(url)} (HTTP {status}), as it does "
            "when the storefront gives it no answer",
            expected="the storefront",
            remedy="Start the storefront, or wait until it is up; if it is, whoever runs the web server can tell where "
            "it passes requests on to.",
        )
    if status == HTTPStatus.FORBIDDEN and (front := subject.target.file.front) is not None:
        sent = front.header or front.cookie or "the user"
        return subject.wrong(
            FRONT,
            f"{before} in front of the storefront lets nobody from here in at {_path(url)} (HTTP 403), though {sent} "
            "was sent",
            expected="what it knows",
            remedy="Compare name and value with what is set in the web server; nginx drops a header with an underscore "
            "in its name. It may want this machine's address as well.",
        )
    if status == HTTPStatus.FORBIDDEN:
        return subject.wrong(
            "target.url",
            f"{before} in front of the storefront lets nobody from here in at {_path(url)} (HTTP 403), on a page that "
            "is not a Liferay portal's",
            expected="the storefront",
            remedy="Have it let this machine's address in, or take a user, header or cookie for it, which go under "
            f"[{FRONT}]; if the storefront is elsewhere, correct url under [target].",
        )
    return None


def refused_by_proxy(subject: Described, reason: str) -> ConfigurationError | None:
    """Return what to do about a proxy that leads no further, by why nobody was reached; None where that is not why."""
    refusal = _TUNNEL.search(reason)
    return _of_proxy(subject, int(refusal[1])) if refusal and subject.target.file.proxy else None


def _of_front(subject: Described, headers: Mapping[str, str], url: str) -> ConfigurationError | None:
    challenge, kind = headers.get("WWW-Authenticate", ""), headers.get("Content-Type", "")
    scheme, realm = challenge.partition(" ")[0].capitalize(), _realm_in(challenge)
    if scheme in ("", "Bearer") or realm == _LIFERAYS_REALM or "json" in kind or "xml" in kind:
        return None
    named = f'realm "{realm}"' if realm else "no realm"
    found = f"a web server in front of the storefront wants a user at {_path(url)} (HTTP 401, {scheme}, {named})"
    if scheme != "Basic":
        return subject.wrong(
            FRONT,
            found,
            expected="basic authentication, or a header or cookie of its own",
            remedy="Have the web server let this machine's address in, or take a header: give header and value_env "
            f"under [{FRONT}].",
        )
    if approach_to(subject.target).is_interface(url):
        return subject.wrong(
            FRONT,
            f"{found}, where the hub and the administrator have credentials of the storefront's own",
            expected="no basic authentication of the web server there, for a request has one Authorization only",
            remedy="Have the web server let /o/oauth2, /o/headless-* and /api/jsonws in without (a hub elsewhere could "
            f"not get in either), or take a header or cookie: give header or cookie and value_env under [{FRONT}].",
        )
    return _of_pages(subject, found)


def _of_pages(subject: Described, found: str) -> ConfigurationError:
    front = subject.target.file.front
    if front is None:
        return subject.wrong(
            _USER_FIELDS,
            found,
            expected="a user and a password for it",
            remedy="Name the environment variables that hold them as user_env and password_env under "
            f"[{FRONT}]; they are sent with what buyers' browsers ask.",
        )
    if front.user:
        return subject.wrong(
            _USER_FIELDS,
            f"{found} and refused the one that was sent",
            expected="a user and a password that it knows",
            remedy="Open the storefront in a browser and enter them there; whoever runs the web server can tell them.",
        )
    return subject.wrong(
        f"{FRONT}.value_env",
        f"{found}, though {front.header or front.cookie} was sent",
        expected="the value it knows",
        remedy="Compare name and value with what is set in the web server.",
    )


def _of_proxy(subject: Described, status: int) -> ConfigurationError:
    proxy = subject.target.file.proxy
    if status in _NO_WAY_ON:
        return subject.wrong(
            "harness.proxy",
            f"the proxy gets no answer from the storefront (HTTP {status})",
            expected="a way to it",
            remedy="Start the storefront, or correct its host and port under [target]; if it is up, ask whoever runs "
            "the proxy whether it knows the host, or leave proxy out if the storefront is reached without.",
        )
    if status != HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        return subject.wrong(
            "harness.proxy",
            f"the proxy does not lead on to the storefront (HTTP {status})",
            expected="a way to it",
            remedy="Ask whoever runs the proxy to allow this machine the storefront's host and port, or leave proxy "
            "out if the storefront is reached without.",
        )
    if proxy is None:
        return subject.wrong(
            "harness.proxy",
            "a proxy stands before the storefront, and wants a user (HTTP 407)",
            expected="the storefront itself",
            remedy="Give its address as proxy under [harness], with proxy_user_env and proxy_password_env.",
        )
    return subject.wrong(
        "harness.proxy_user_env, harness.proxy_password_env",
        "the proxy refused the user and password that were sent (HTTP 407)"
        if proxy.user
        else "the proxy wants a user and a password (HTTP 407)",
        expected="those that it knows",
        remedy="Name the environment variables that hold them as proxy_user_env and proxy_password_env under "
        "[harness].",
    )


def _realm_in(challenge: str) -> str:
    realm = _REALM.search(challenge)
    return (realm[1] or realm[2] or "") if realm else ""


def _path(url: str) -> str:
    return urlsplit(url).path or "/"
