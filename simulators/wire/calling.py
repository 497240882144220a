"""Calling a party or the target over HTTP: one pool of connections and one deadline per caller, the journal kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests

from simulators.wire.journal import Journal
from simulators.wire.serving import origin_of

DEADLINE = 30.0


class Unreachable(Exception):
    """No answer came: the address, and what happened instead."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"{url} gave no answer: {reason}")
        self.url = url
        self.reason = reason


class Caller(requests.Session):
    """An HTTP client of one actor. It follows no redirect by itself and takes nothing from the environment."""

    def __init__(
        self, name: str, journal: Journal, *, receiver: str = "storefront", deadline: float = DEADLINE
    ) -> None:
        """Make a client that appears in the journal as `name` and calls `receiver`; `deadline` in seconds."""
        super().__init__()
        self.trust_env = False
        self._name = name
        self._journal = journal
        self._receiver = receiver
        self._deadline = deadline

    def call(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        data: bytes | str | Mapping[str, str] | list[tuple[str, str]] | None = None,
        json: Any = None,
        params: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        receiver: str | None = None,
        deadline: float | None = None,
    ) -> requests.Response:
        """Send one request and return its answer, redirects included, read whole.

        Raises:
            Unreachable: when no whole answer came in time.

        """
        request = requests.Request(
            method, url, headers=dict(headers or {}), data=data, json=json, params=params, auth=auth
        )
        try:
            prepared = self.prepare_request(request)
        except (requests.RequestException, ValueError) as error:
            raise Unreachable(url, f"not an address that can be called ({error})") from error
        opened = None
        if not self._journal.is_recorded_at(origin_of(url)):
            opened = self._journal.begin(
                self._name,
                receiver or self._receiver,
                method,
                prepared.url or url,
                prepared.headers.items(),
                _as_bytes(prepared.body),
            )
        try:
            response = self.send(prepared, allow_redirects=False, timeout=deadline or self._deadline)
        except requests.RequestException as error:
            reason = _reason(error, deadline or self._deadline)
            self._journal.fail(
                opened
                or self._journal.begin(
                    self._name, receiver or self._receiver, method, url, (), _as_bytes(prepared.body)
                ),
                reason,
            )
            raise Unreachable(url, reason) from error
        if opened is not None:
            self._journal.end(opened, response.status_code, response.headers.items(), response.content)
        return response


def _as_bytes(body: object) -> bytes:
    if isinstance(body, str):
        return body.encode()
    return body if isinstance(body, bytes) else b""


def _reason(error: requests.RequestException, deadline: float) -> str:
    if isinstance(error, requests.exceptions.SSLError):
        return f"TLS failed ({_root(error)})"
    if isinstance(error, requests.Timeout):
        return f"nothing came within {deadline:g} s"
    return _root(error)


def _root(error: BaseException) -> str:
    """Return the sentence at the bottom of a chain of errors, without the objects' addresses urllib3 puts into it."""
    cause: BaseException = error
    while (inner := cause.__cause__ or cause.__context__) is not None:
        cause = inner
    return getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
