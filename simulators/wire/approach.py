"""How a target is approached: what a web server in front of it wants of each request, and the proxy that leads there.

Neither is a matter of those who talk to each other, so that nothing of it is in the journal: what is added to a request
is added on its way out.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from requests import PreparedRequest

from simulators.wire.origins import origin_of

# Methods that change nothing, and may be repeated whatever has become of the first time (RFC 9110, 9.2.1).
SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Front:
    """What a web server in front wants: a user's credentials, or the value of a header or of a cookie of its own.

    Paths that begin as one of `let_in` are passed on without credentials.
    """

    user: str = ""
    password: str = field(default="", repr=False)
    header: str = ""
    cookie: str = ""
    value: str = field(default="", repr=False)
    let_in: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proxy:
    """An HTTP proxy that leads to the target, with the user it wants, if it wants one."""

    url: str
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def with_user(self) -> str:
        """Its address with the user in it, as the HTTP client wants to have it."""
        scheme, _, place = self.url.partition("://")
        who = f"{quote(self.user, safe='')}:{quote(self.password, safe='')}@" if self.user else ""
        return f"{scheme}://{who}{place}"


@dataclass(frozen=True)
class Approach:
    """What there is before the target at some origins; the target of `origins` that are none has nothing before it.

    Paths of `interfaces` are called by programs, which have credentials of their own; what is asked at those of
    `judged` is never asked again by itself.
    """

    origins: frozenset[str] = frozenset()
    front: Front | None = None
    proxy: Proxy | None = None
    interfaces: tuple[str, ...] = ()
    judged: tuple[str, ...] = ()

    def leads_to(self, url: str) -> bool:
        """Tell whether an address is one of the target."""
        return bool(self.origins) and origin_of(url) in self.origins

    def is_interface(self, url: str) -> bool:
        """Tell whether an address is one that programs call."""
        return urlsplit(url).path.startswith(self.interfaces)

    def may_repeat(self, method: str, url: str) -> bool:
        """Tell whether what a browser asks may be asked again when it was not let in: nothing that is judged itself."""
        parts = urlsplit(url)
        if self.is_interface(url):
            return True
        return method in SAFE and not any(word in f"{parts.path}?{parts.query}" for word in self.judged)

    def dressed(self, request: PreparedRequest) -> PreparedRequest:
        """Return a request with what the front wants of it, or as it is where nothing stands in front.

        Of two that want the header Authorization the storefront has it: a front that wants it too has to let those
        requests in without. And what it lets in has none of its credentials, which the storefront would take for its
        own.
        """
        front = self.front
        if front is None or not self.leads_to(request.url or ""):
            return request
        request = request.copy()
        if front.header:
            request.headers[front.header] = front.value
        elif front.cookie:
            others = request.headers.get("Cookie")
            request.headers["Cookie"] = "; ".join(filter(None, [others, f"{front.cookie}={front.value}"]))
        elif "Authorization" not in request.headers and not urlsplit(request.url or "").path.startswith(front.let_in):
            who = b64encode(f"{front.user}:{front.password}".encode()).decode("ascii")
            request.headers["Authorization"] = f"Basic {who}"
        return request

    def proxies_to(self, url: str) -> Mapping[str, str]:
        """Return the proxies for an address, by its scheme; none for those that are not the target's."""
        if self.proxy is None or not self.leads_to(url):
            return {}
        return {urlsplit(url).scheme: self.proxy.with_user}
