"""A browser in a frame of another site: whom pages let frame them, and which cookies are kept there."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from starlette.responses import HTMLResponse, Response

from harness.browser import HttpBrowser
from harness.browser.framing import is_trustworthy, what_keeps_out_of
from harness.errors import HarnessFault, NonConformance
from simulators.wire import Incoming, Party
from tests.harness.judge_bench import Handler, says

Serve = Callable[[Mapping[str, Handler]], Party]

SHOP, FRAMING = "https://shop.example/catalog", "https://buyer.example:8443/shop"
CSP, XFO = "Content-Security-Policy", "X-Frame-Options"


@pytest.mark.parametrize(
    ("headers", "framing", "is_shown"),
    [
        ({}, FRAMING, True),
        ({XFO: "DENY"}, FRAMING, False),
        ({XFO: "deny"}, SHOP, False),
        ({XFO: "SameOrigin"}, FRAMING, False),
        ({XFO: "SAMEORIGIN"}, SHOP, True),
        ({XFO: "ALLOW-FROM https://buyer.example"}, FRAMING, True),
        ({CSP: "default-src 'self'"}, FRAMING, True),
        ({CSP: "frame-ancestors 'none'"}, SHOP, False),
        ({CSP: "frame-ancestors 'self'"}, SHOP, True),
        ({CSP: "frame-ancestors 'self'"}, FRAMING, False),
        ({CSP: "default-src *; Frame-Ancestors https://buyer.example:8443"}, FRAMING, True),
        ({CSP: "frame-ancestors https://buyer.example"}, FRAMING, False),
        ({CSP: "frame-ancestors https://buyer.example:*"}, FRAMING, True),
        ({CSP: "frame-ancestors *.example:8443"}, FRAMING, True),
        ({CSP: "frame-ancestors *.buyer.example:8443"}, FRAMING, False),
        ({CSP: "frame-ancestors https:"}, FRAMING, True),
        ({CSP: "frame-ancestors https:"}, "http://buyer.example/", False),
        ({CSP: "frame-ancestors *"}, FRAMING, True),
        ({CSP: "frame-ancestors *, frame-ancestors 'self'"}, FRAMING, False),
        ({CSP: "frame-ancestors *", XFO: "DENY"}, FRAMING, True),
    ],
)
def test_a_page_says_who_may_frame_it(headers: dict[str, str], framing: str, *, is_shown: bool) -> None:
    assert bool(what_keeps_out_of(framing, SHOP, headers)) is not is_shown


@pytest.mark.parametrize(
    ("url", "trusted"),
    [
        ("https://shop.example/", True),
        ("http://127.0.0.9:80/", True),
        ("http://[::1]/", True),
        ("http://localhost:1/", True),
        ("http://a.localhost/", True),
        ("http://192.0.2.1/", False),
        ("http://shop.example/", False),
    ],
)
def test_nobody_listens_to_what_is_encrypted_or_of_this_machine(url: str, *, trusted: bool) -> None:
    assert is_trustworthy(url) is trusted


def test_in_a_frame_those_cookies_alone_are_kept_that_are_for_every_site(serve: Serve, browser: HttpBrowser) -> None:
    seen: list[Incoming] = []

    def sets(incoming: Incoming) -> Response:
        seen.append(incoming)
        response = HTMLResponse("<form method=post action=/go><button>Go</button></form>")
        response.set_cookie("plain", "1")
        response.set_cookie("lax", "1", samesite="lax", secure=True)
        response.set_cookie("unsafe", "1", samesite="none")
        response.set_cookie("framed", "1", samesite="none", secure=True)
        return response

    shop = serve({"/": sets, "/go": sets})
    procurement = serve({"/": says("<iframe></iframe>")})
    browser.open(shop.url)
    browser.enter_frame(procurement.url)
    browser.submit(browser.open(shop.url).forms[0])
    assert [sorted(incoming.cookies) for incoming in seen] == [[], [], ["framed"]]
    assert [incoming.headers.get("sec-fetch-dest") for incoming in seen] == [None, "iframe", "iframe"]
    assert set(browser.cookies(shop.url)) == {"framed"}
    browser.close()
    browser.open(shop.url)
    assert (seen[-1].cookies, seen[-1].headers.get("sec-fetch-dest")) == ({}, None)


def test_a_page_that_may_not_be_framed_is_not_shown(serve: Serve, browser: HttpBrowser) -> None:
    def guarded(_: Incoming) -> Response:
        return HTMLResponse("<p>shop</p>", headers={XFO: "SAMEORIGIN"})

    shop, procurement = serve({"/": guarded}), serve({"/": says("<iframe></iframe>")})
    assert browser.open(shop.url).words == "shop"
    browser.enter_frame(procurement.url)
    with pytest.raises(NonConformance) as raised:
        browser.open(shop.url)
    assert (raised.value.what, raised.value.got) == ("The browser shows what it is answered", f"{XFO}: SAMEORIGIN")


def test_a_page_without_a_frame_cannot_be_entered(serve: Serve, browser: HttpBrowser) -> None:
    with pytest.raises(HarnessFault, match="there is none"):
        browser.enter_frame(serve({"/": says("<p>no frame</p>")}).url)
