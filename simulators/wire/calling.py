"""Calling a party or the target over HTTP: one pool of connections and one deadline per caller, the journal kept."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import requests
from urllib3 import Timeout
from urllib3.exceptions import HTTPError, NewConnectionError

from simulators.wire.connecting import ConnectTo
from simulators.wire.deadlines import DeadlineAdapter
from simulators.wire.journal import Journal
from simulators.wire.limiting import Asked, until_let_in
from simulators.wire.origins import origin_of
from simulators.wire.patience import Silence
from simulators.wire.waiting import waiting

DEADLINE = 30.0
# Bytes of an answer, unpacked: more than any page or cart of a run has, and nothing that fills the memory.
LONGEST_ANSWER = 32 * 1024 * 1024
_PIECE = 64 * 1024


class Unreachable(Exception):
    """No answer came: the address, and what happened instead; `too_late` when it was waited for in vain."""

    def __init__(self, url: str, reason: str, *, too_late: bool = False) -> None:
        super().__init__(f"{url} gave no answer: {reason}")
        self.url = url
        self.reason = reason
        self.too_late = too_late

    @property
    def absent(self) -> bool:
        """Whether nobody was there to be connected to."""
        cause = self.__cause__
        while cause is not None and not isinstance(cause, NewConnectionError):
            cause = _within(cause)
        return cause is not None


class Caller(requests.Session):
    """An HTTP client of one actor. It follows no redirect by itself and takes nothing from the environment."""

    def __init__(
        self,
        name: str,
        journal: Journal,
        *,
        receiver: str = "storefront",
        deadline: float = DEADLINE,
        longest: int = LONGEST_ANSWER,
    ) -> None:
        """Make a client that appears in the journal as `name` and calls `receiver`.

        `deadline` in seconds is for the whole of a call, from connecting to the last byte; `longest` is how many bytes
        of an answer are read.
        """
        super().__init__()
        self.trust_env = False
        for scheme in ("https://", "http://"):
            self.mount(scheme, DeadlineAdapter())
        self._name = name
        self._journal = journal
        self._receiver = receiver
        self._deadline = deadline
        self._longest = longest
        self._goes_elsewhere = False
        self._awaited = f"the {receiver} to answer the {name}"

    def connect_to(self, place: str) -> None:
        """Connect to a host and port from now on, whatever an address says; "" is where it says."""
        self._goes_elsewhere = bool(place)
        for prefix in ("http://", "https://"):
            self.get_adapter(prefix).close()
            self.mount(prefix, ConnectTo(place) if place else DeadlineAdapter())

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Look for no redirect: whoever calls reads the address as it came, broken or not."""

    def ask(
        self, method: str, url: str, *, deadline: float | None = None, again: bool = False, **content: Any
    ) -> requests.Response:
        """Send one request to the target, as `call` does, for as long as the scenario that runs has patience with it.

        With `again` it is repeated when a rate limit answered in place of the target.

        Raises:
            Unreachable: when no whole answer came in time.

        """
        if not self._journal.approach.leads_to(url):
            return self._ask(method, url, deadline, content)
        asked = Asked(self._name, method, url, again)
        return until_let_in(lambda: self._ask(method, url, deadline, content), asked, self._journal.patience)

    def _ask(self, method: str, url: str, deadline: float | None, content: dict[str, Any]) -> requests.Response:
        """Send one request to the target once."""
        patience, wanted = self._journal.patience, deadline or self._deadline
        with patience.waiting(wanted) as seconds, waiting(self._awaited, seconds):
            try:
                if not seconds:
                    raise Unreachable(url, "the patience with it was at its end", too_late=True)
                response = self.call(method, url, deadline=seconds, **content)
            except Unreachable as error:
                if patience.is_for(origin_of(url)):
                    broken = not error.too_late and not error.absent
                    in_all = seconds < wanted and error.too_late
                    told = Silence(self._name, method, url, seconds, error.reason, error.absent, in_all, broken)
                    patience.heard(told)
                raise
        patience.heard(None)
        return response

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
            Unreachable: when no whole answer came in time, or one that is too long.

        """
        request = requests.Request(
            method, url, headers=dict(headers or {}), data=data, json=json, params=params, auth=auth
        )
        try:
            prepared = self.prepare_request(request)
            recorder = self._journal.recorder_at(origin_of(url))
        except (requests.RequestException, ValueError) as error:
            raise Unreachable(url, f"not an address that can be called ({error})") from error
        begin = partial(
            self._journal.begin,
            self._name,
            receiver or recorder or self._receiver,
            method,
            prepared.url or url,
            tuple(prepared.headers.items()),
            _as_bytes(prepared.body),
        )
        # Who receives it writes it down; what never came there is for the caller to write.
        opened = None if recorder else begin()
        try:
            response = self._answered(prepared, deadline or self._deadline)
        except (requests.RequestException, HTTPError, ValueError) as error:
            too_late = _is_too_late(error)
            reason = f"no whole answer came within {deadline or self._deadline:g} s" if too_late else _reason(error)
            self._journal.fail(opened or begin(), reason)
            raise Unreachable(url, reason, too_late=too_late) from error
        if opened is not None:
            # Of the raw headers, because those of requests have cookies joined into one line.
            self._journal.end(opened, response.status_code, response.raw.headers.items(), response.content)
        return response

    def _answered(self, prepared: requests.PreparedRequest, deadline: float) -> requests.Response:
        """Send a request and read the answer, as long as it is not too long.

        Raises:
            ValueError: when it is.

        """
        # Which requests hands on as it is; its types know of numbers only.
        whole = Timeout(total=deadline)
        url, approach = prepared.url or "", self._journal.approach
        response = self.send(
            approach.dressed(prepared),
            allow_redirects=False,
            stream=True,
            timeout=whole,  # type: ignore[arg-type]
            proxies={} if self._goes_elsewhere else dict(approach.proxies_to(url)),
        )
        body = bytearray()
        for piece in response.iter_content(_PIECE):
            body += piece
            if len(body) > self._longest:
                response.close()
                raise ValueError(f"the answer is longer than {self._longest} bytes")
        # What requests does itself when it is asked to read an answer at once, however long.
        response._content = bytes(body)
        return response


def _as_bytes(body: object) -> bytes:
    if isinstance(body, str):
        return body.encode()
    return body if isinstance(body, bytes) else b""


def _is_too_late(error: BaseException) -> bool:
    """Tell whether time was up, whoever of the libraries noticed it."""
    causes = [error]
    while (inner := _within(causes[-1])) is not None:
        causes.append(inner)
    return any(isinstance(cause, requests.Timeout | TimeoutError) for cause in causes)


def _reason(error: Exception) -> str:
    return f"TLS failed ({_root(error)})" if isinstance(error, requests.exceptions.SSLError) else _root(error)


def _root(error: BaseException) -> str:
    """Return the sentence at the bottom of a chain of errors, without the objects' addresses urllib3 puts into it."""
    cause: BaseException = error
    while (inner := _within(cause)) is not None:
        cause = inner
    return getattr(cause, "strerror", None) or str(cause) or type(cause).__name__


def _within(error: BaseException) -> BaseException | None:
    # Not by __context__: that also leads to whatever the caller was handling when it called.
    inner = (error.__cause__, getattr(error, "reason", None), *error.args)
    return next((cause for cause in inner if isinstance(cause, BaseException)), None)
