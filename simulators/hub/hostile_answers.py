"""Answers to a cart that no good hub gives: of the wrong kind, without an end, or meant to do harm.

Each is made from the redirect URL a good hub would name. What a script of the hub's would do is `SCRIPT`, and what it
would slip into the head of an answer `SLIPPED_IN`, so that both are known where they turn up.
Source: plain sense; RFC 8259 (JSON), RFC 9110 (statuses, addresses).
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping

from starlette.responses import HTMLResponse, JSONResponse, Response

from simulators.wire import Streamed, origin_of

Answer = Callable[[str], Response]

# In small letters, for some storefronts read an answer in small letters.
SCRIPT = "hostilehub()"
SLIPPED_IN = "x-hostile-hub"
_HEADERS = f"{SLIPPED_IN}: 1\r\nSet-Cookie: {SLIPPED_IN}=1"
LOOP_PATH = "/gateway/link/loop/{status}"
REDIRECTS = (301, 302, 303, 307, 308)
DRIP = "a byte now and then"
# How long the pauses of a hub are that drips, in seconds, and for how long it goes on when nobody lets it go.
_PAUSE = 0.1
_LONGEST_DRIP = 120.0
_DEEP = 100_000
_HUGE = 100 * 1024 * 1024
_PIECE = b" " * (64 * 1024)
_LONG = 64 * 1024
_LOGIN_PAGE = (
    f"<html><head><title>Sign in</title></head><body onload='{SCRIPT}'><form method='post'><input name='user'>"
    f"<input type='password' name='password'></form><script>{SCRIPT}</script></body></html>"
)


def _naming(url: str) -> str:
    return json.dumps({"redirectUrl": url})


def _json(body: str | bytes, status: int = 200, media_type: str = "application/json") -> Response:
    return Response(body, status, media_type=media_type)


def _named(change: Callable[[str], object]) -> Answer:
    """Return the answer that names something made from the redirect URL."""
    return lambda url: JSONResponse({"redirectUrl": change(url)})


def _with_host(change: Callable[[str, str], str]) -> Answer:
    """Return the answer that names what is made from host and path of the redirect URL."""
    return _named(lambda url: change(*url.partition("//")[2].split("/", 1)))


def _twice(first: Callable[[str], str], second: Callable[[str], str]) -> Answer:
    """Return the answer that names two addresses under one key."""
    return lambda url: _json(f"{_naming(first(url))[:-1]}, {_naming(second(url))[1:]}")


def _good(url: str) -> str:
    return url


def _script(_: str) -> str:
    return f"javascript:{SCRIPT}"


def _huge(url: str) -> Iterator[bytes]:
    """Yield the beginning of a good answer and a hundred megabytes of nothing more."""
    yield _naming(url)[:-1].encode()
    for _ in range(_HUGE // len(_PIECE)):
        yield _PIECE
    yield b"}"


def dripping(url: str, let_go: threading.Event) -> Response:
    """Return a good answer that goes on with a blank now and then, until it is let go; it never ends well."""

    def drops() -> Iterator[bytes]:
        yield _naming(url)[:-1].encode()
        for _ in range(round(_LONGEST_DRIP / _PAUSE)):
            if let_go.wait(_PAUSE):
                return
            yield b" "

    return Streamed(drops(), media_type="application/json")


def looping(status: int, origin: str) -> Response:
    """Return the redirect that leads to itself."""
    return Response(status_code=status, headers={"Location": origin + LOOP_PATH.format(status=status)})


def _with_status(status: int) -> Answer:
    return lambda url: _json(_naming(url), status)


def _to_itself(status: int) -> Answer:
    return lambda url: looping(status, origin_of(url))


def _to_a_good_place(status: int) -> Answer:
    return lambda url: Response(status_code=status, headers={"Location": url})


HOSTILE_ANSWERS: Mapping[str, Answer] = {
    # Of the wrong kind.
    "JSON labelled as HTML": lambda url: _json(_naming(url), media_type="text/html"),
    "HTML labelled as JSON": lambda _: _json(_LOGIN_PAGE),
    "a login page": lambda _: HTMLResponse(_LOGIN_PAGE),
    "a list": lambda url: _json(f"[{_naming(url)}]"),
    "null": lambda _: _json("null"),
    "a number": lambda _: _json("5"),
    "NaN": lambda _: _json("NaN"),
    "an empty object": lambda _: _json("{}"),
    "in UTF-16": lambda url: _json(_naming(url).encode("utf-16")),
    "in Latin-1": lambda url: _json(f'{_naming(url)[:-1]}, "message": "reçu"}}'.encode("latin-1")),
    "with bytes of no character": lambda url: _json(_naming(url).encode()[:-2] + b'\xff\xfe"}'),
    # Too much.
    "100 MB": lambda url: Streamed(_huge(url), media_type="application/json"),
    "nested 100,000 deep": lambda url: _json(f'{_naming(url)[:-1]}, "more": {"[" * _DEEP}{"]" * _DEEP}}}'),
    "an address of 64 KB": _named(lambda url: f"{url}&more={'a' * _LONG}"),
    # Of two minds.
    "a good address and then a script": _twice(_good, _script),
    "a script and then a good address": _twice(_script, _good),
    # With another status, a good answer in the body.
    **{f"status {n}": _with_status(n) for n in (202, 206, 401, 403, 404, 429, 500, 502, 503)},
    **{f"{n} to itself": _to_itself(n) for n in REDIRECTS},
    **{f"{n} to a good place": _to_a_good_place(n) for n in REDIRECTS},
    # Addresses that are none, or meant to do harm.
    "a script in small and capital letters": _named(lambda _: f"JavaScript:{SCRIPT}"),
    "a script after a line feed": _named(lambda _: f"\njava\nscript:{SCRIPT}"),
    "a data address": _named(lambda _: f"data:text/html,<script>{SCRIPT}</script>"),
    "a script of another language": _named(lambda _: f"vbscript:{SCRIPT}"),
    "a line feed in the address": _named(lambda url: f"{url}\nX: 1"),
    "headers after the address": _named(lambda url: f"{url}\r\n{_HEADERS}\r\nLocation: {origin_of(url)}/elsewhere"),
    "headers and a page after the address": _named(lambda url: f"{url}\r\n{_HEADERS}\r\n\r\n{_LOGIN_PAGE}"),
    "markup in the address": _named(lambda url: f'{url}&x="></a><script>{SCRIPT}</script>'),
    "the end of a script in the address": _named(lambda url: f"{url}&x=</script><script>{SCRIPT}</script>"),
    "the end of a text in the address": _named(lambda url: f"{url}&x=';{SCRIPT};\";{SCRIPT};//"),
    "an address without its scheme": _with_host(lambda host, path: f"//{host}/{path}"),
    "backslashes for slashes": _with_host(lambda host, path: f"http:\\\\{host}\\{path}"),
    "a backslash before another host": _with_host(lambda host, path: f"http://{host}\\@elsewhere.example/{path}"),
    "credentials in the address": _with_host(lambda host, path: f"http://shop.example:x@{host}/{path}"),
}
