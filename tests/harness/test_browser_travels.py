"""Where a browser goes: redirects, scripts and forms, with cookies, referrers and whatever servers make of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from urllib.parse import unquote

import pytest
from starlette.responses import HTMLResponse, JSONResponse, Response

from harness.browser import Browser, HttpBrowser
from harness.browser.onward import LONGEST_WAY
from harness.errors import HarnessFault, NonConformance
from simulators.wire import Incoming, Journal, Party
from tests.harness.judge_bench import Handler, nobody_listens, says

Serve = Callable[[Mapping[str, Handler]], Party]


def leads(location: str, status: int = 302) -> Handler:
    return lambda _: Response(status_code=status, headers={"Location": location})


def told(seen: list[Incoming], markup: str = "<p>told</p>") -> Handler:
    """Answer a page, and remember who asked."""

    def answer(incoming: Incoming) -> Response:
        seen.append(incoming)
        return HTMLResponse(markup)

    return answer


FORM = "<form method='{}' action='{}'><input name='a' value='1 &amp; 2'><input name='b' value='\u00f6'></form>"


@pytest.mark.parametrize(
    ("status", "method", "body"),
    [
        (301, "GET", b""),
        (302, "GET", b""),
        (303, "GET", b""),
        (307, "POST", b"a=1+%26+2&b=%C3%B6"),
        (308, "POST", b"a=1+%26+2&b=%C3%B6"),
    ],
)
def test_a_post_that_is_redirected_is_repeated_only_where_it_must_be(
    serve: Serve, browser: Browser, status: int, method: str, body: bytes
) -> None:
    seen: list[Incoming] = []
    shop = serve({"/": says(FORM.format("post", "/go")), "/go": leads("/end", status), "/end": told(seen)})
    end = browser.submit(browser.open(shop.url).forms[0])
    assert [(incoming.method, incoming.body) for incoming in seen] == [(method, body)]
    assert [(hop.method, hop.status, hop.leads_to, hop.by) for hop in end.hops] == [
        ("POST", status, "/end", "redirect"),
        (method, 200, "", ""),
    ]


def test_a_page_that_is_loaded_ahead_is_redirected_but_its_scripts_are_not_run(serve: Serve, browser: Browser) -> None:
    seen: list[Incoming] = []
    script = "<script>location.href = '/gone'</script>"
    form = FORM.format("post", "/gone") + "<script>document.forms[0].submit()</script>"
    shop = serve({"/": leads("/a"), "/a": says(script), "/b": says(form), "/gone": told(seen)})
    assert [browser.load(f"{shop.url}{path}").url for path in ("/", "/b")] == [f"{shop.url}/a", f"{shop.url}/b"]
    assert seen == []
    assert browser.open(f"{shop.url}/b").url == f"{shop.url}/gone"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirected_visit_stays_a_visit(serve: Serve, browser: Browser, status: int) -> None:
    shop = serve({"/": leads("end", status), "/end": says("<p>end</p>")})
    end = browser.open(shop.url)
    assert (end.url, end.words) == (f"{shop.url}/end", "end")


@pytest.mark.parametrize("status", [200, 201, 304, 400])
def test_a_location_without_a_redirect_is_not_followed(serve: Serve, browser: Browser, status: int) -> None:
    shop = serve({"/": leads("/end", status)})
    assert browser.open(shop.url).status == status


@pytest.mark.parametrize(
    ("location", "arrives_at"),
    [
        ("/a/b?x=1", "/a/b?x=1"),
        ("b", "/a/b"),
        ("../a/b", "/a/b"),
        ("?x=%2F", "/a/start?x=%2F"),
        ("b#part", "/a/b#part"),
    ],
)
def test_a_relative_location_is_taken_from_the_page(
    serve: Serve, browser: Browser, location: str, arrives_at: str
) -> None:
    def start(incoming: Incoming) -> Response:
        return HTMLResponse("there") if incoming.query else leads(location)(incoming)

    shop = serve({"/a/start": start, "/a/b": says("there")})
    end = browser.open(f"{shop.url}/a/start")
    assert (end.url, end.words) == (shop.url + arrives_at, "there")


@pytest.mark.parametrize("suffix", ["?Trace=AbC%2FdE&Lang=EN", "?a=%2f%2F", "?q=a+b&q=&q", "?x=[1]", "?u=http://x/"])
def test_a_location_is_kept_byte_for_byte(serve: Serve, browser: Browser, suffix: str) -> None:
    seen: list[Incoming] = []
    hub = serve({"/End": told(seen)})
    shop = serve({"/": leads(f"{hub.url}/End{suffix}")})
    end = browser.open(shop.url)
    assert end.hops[0].leads_to == f"{hub.url}/End{suffix}"
    # On the wire the client writes escapes in capitals.
    assert unquote(seen[0].url) == unquote(f"{hub.url}/End{suffix}")


def test_a_location_in_utf_8_is_read_as_such(serve: Serve, browser: Browser) -> None:
    def start(_: Incoming) -> Response:
        response = Response(status_code=302)
        response.raw_headers.append((b"location", "/l\u00f6ffel".encode()))
        return response

    shop = serve({"/": start, "/l\u00f6ffel": says("spoon")})
    end = browser.open(shop.url)
    assert (end.hops[0].leads_to, end.words) == ("/l\u00f6ffel", "spoon")


def test_scripts_refreshes_and_forms_are_steps_of_the_way(serve: Serve, browser: Browser) -> None:
    seen: list[Incoming] = []
    shop = serve(
        {
            "/": says("<script>location.href = '/refresh?a=1\\u0026b=2';</script>"),
            "/refresh": says("<meta http-equiv='refresh' content='0; url=/form'>"),
            "/form": says(FORM.format("post", "/end") + "<script>document.forms[0].submit();</script>"),
            "/end": told(seen),
        }
    )
    end = browser.open(shop.url)
    assert [(hop.method, hop.by, hop.leads_to) for hop in end.hops] == [
        ("GET", "script", "/refresh?a=1&b=2"),
        ("GET", "script", "/form"),
        ("GET", "form", f"{shop.url}/end"),
        ("POST", "", ""),
    ]
    assert seen[0].form() == [("a", "1 & 2"), ("b", "\u00f6")]
    assert browser.page is end


def test_a_form_that_is_sent_by_get_replaces_the_query_of_its_address(serve: Serve, browser: Browser) -> None:
    seen: list[Incoming] = []
    shop = serve({"/": says(FORM.format("get", "/end?old=1#part")), "/end": told(seen)})
    browser.submit(browser.open(shop.url).forms[0])
    assert (seen[0].method, seen[0].url) == ("GET", f"{shop.url}/end?a=1+%26+2&b=%C3%B6")


def test_a_page_that_is_no_html_leads_nowhere(serve: Serve, browser: Browser) -> None:
    text = "<script>location.href = '/end'</script>"
    shop = serve(
        {
            "/text": lambda _: Response(text, media_type="text/plain"),
            "/upper": lambda _: Response(text, headers={"Content-Type": "Text/HTML"}),
            "/end": says("end"),
        }
    )
    assert browser.open(f"{shop.url}/text").url == f"{shop.url}/text"
    assert browser.open(f"{shop.url}/upper").url == f"{shop.url}/end"


@pytest.mark.parametrize(
    "location",
    ["javascript:alert(1)", "mailto:a@shop.example", "file:///etc/passwd", "http://", "http://[x", "data:,a"],
)
@pytest.mark.parametrize("by", ["redirect", "script", "form"])
def test_what_no_browser_can_go_to_is_refused_with_its_place(
    serve: Serve, browser: Browser, location: str, by: str
) -> None:
    script = f"<script>location.href = '{location}';</script>"
    form = f"<form action='{location}'></form><script>document.forms[0].submit()</script>"
    shop = serve({"/page": {"redirect": leads(location), "script": says(script), "form": says(form)}[by]})
    with pytest.raises(NonConformance) as raised:
        browser.open(f"{shop.url}/page")
    if (by, location) == ("redirect", "http://[x"):
        return  # requests itself stumbles over this one, and says so
    assert raised.value.what == "A page sends the browser on"
    assert raised.value.expected == "an http or https address"
    assert raised.value.got.startswith(location.partition(":")[0])
    assert raised.value.where == f"{shop.url}/page"


def test_a_way_without_an_end_is_told_with_its_last_stations(serve: Serve, browser: Browser) -> None:
    seen: list[Incoming] = []
    loop = told(seen, "<script>location.href = '/there'</script>")
    shop = serve({"/here": loop, "/there": leads("/here")})
    with pytest.raises(NonConformance) as raised:
        browser.open(f"{shop.url}/here")
    assert len(seen) == LONGEST_WAY / 2
    assert raised.value.expected == f"a page within {LONGEST_WAY} steps"
    assert raised.value.got == f"no end, at last {shop.url}/here > {shop.url}/there"
    assert raised.value.where == f"{shop.url}/here"


def test_a_long_way_with_an_end_is_gone(serve: Serve, browser: Browser) -> None:
    def step(incoming: Incoming) -> Response:
        number = int(incoming.query.get("n", "0"))
        return HTMLResponse("end") if number == LONGEST_WAY - 1 else leads(f"/?n={number + 1}")(incoming)

    assert browser.open(serve({"/": step}).url).words == "end"


def test_cookies_stay_with_their_origin_and_come_back(serve: Serve, browser: Browser) -> None:
    seen: list[Incoming] = []

    def bake(incoming: Incoming) -> Response:
        response = told(seen)(incoming)
        response.set_cookie("JSESSIONID", "secret", httponly=True)
        return response

    shop, other = serve({"/": bake, "/again": told(seen)}), serve({"/": told(seen)})
    for url in (shop.url, other.url, f"{shop.url}/again"):
        browser.open(url)
    assert [incoming.cookies for incoming in seen] == [{}, {}, {"JSESSIONID": "secret"}]
    assert browser.cookies(shop.url) == {"JSESSIONID": "secret"}
    assert browser.cookies(other.url) == {}
    assert browser.cookies("http://never.example") == {}
    browser.close()
    assert browser.cookies(shop.url) == {}


@pytest.mark.parametrize("attributes", ["; HttpOnly", "; Path=/; httponly", "; HTTPONLY; SameSite=Lax"])
def test_scripts_may_read_the_cookies_that_are_not_kept_from_them(
    serve: Serve, browser: Browser, attributes: str
) -> None:
    kept = Response("", headers={"Set-Cookie": f"JSESSIONID=1{attributes}"})
    open_ = Response("", headers={"Set-Cookie": "LANGUAGE=en; Path=/"})
    shop = serve({"/": lambda _: kept, "/open": lambda _: open_})
    assert browser.cookies_of_scripts(shop.url) == frozenset()
    browser.open(shop.url)
    browser.open(f"{shop.url}/open")
    assert browser.cookies_of_scripts(shop.url) == {"LANGUAGE"}


def test_a_cookie_set_on_the_way_is_sent_at_the_next_step(serve: Serve, browser: Browser) -> None:
    seen: list[Incoming] = []
    bake = Response(status_code=302, headers={"Location": "/end", "Set-Cookie": "a=1; Path=/"})
    browser.open(serve({"/": lambda _: bake, "/end": told(seen)}).url)
    assert seen[0].cookies == {"a": "1"}


def test_two_browsers_share_nothing(serve: Serve, journal: Journal, browser: Browser) -> None:
    seen: list[Incoming] = []
    shop = serve({"/": lambda _: Response(headers={"Set-Cookie": "a=1"}), "/end": told(seen)})
    browser.open(shop.url)
    with closing(HttpBrowser(journal)) as other:
        other.open(f"{shop.url}/end")
    assert seen[0].cookies == {}


def test_a_page_says_where_the_browser_comes_from_to_its_own_origin_only(serve: Serve, browser: Browser) -> None:
    seen: list[Incoming] = []

    def sent(incoming: Incoming) -> Response:
        seen.append(incoming)
        return leads("/script")(incoming)

    other = serve({"/end": told(seen)})
    shop = serve(
        {
            "/typed": told(seen, FORM.format("post", "/sent")),
            "/sent": sent,
            "/script": told(seen, "<script>location.href = '/after#x'</script>"),
            "/after": told(seen, f"<script>location.href = '{other.url}/end'</script>"),
        }
    )
    browser.submit(browser.open(f"{shop.url}/typed#part").forms[0])
    assert [(incoming.path, incoming.headers.get("referer")) for incoming in seen] == [
        ("/typed", None),
        ("/sent", f"{shop.url}/typed"),
        ("/script", f"{shop.url}/typed"),
        ("/after", f"{shop.url}/script"),
        ("/end", None),
    ]
    browser.open(f"{other.url}/end")
    assert seen[-1].headers.get("referer") is None


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/html", "<p>Sch\u00f6n</p>".encode()),
        ("text/html; charset=utf-8", "<p>Sch\u00f6n</p>".encode()),
        ("text/html; charset=iso-8859-1", "<p>Sch\u00f6n</p>".encode("latin-1")),
        ("text/html; Charset=ISO-8859-1", "<p>Sch\u00f6n</p>".encode("latin-1")),
        ("text/html; charset=klingon", "<p>Sch\u00f6n</p>".encode()),
    ],
)
def test_a_page_is_read_in_its_charset(serve: Serve, browser: Browser, content_type: str, body: bytes) -> None:
    shop = serve({"/": lambda _: Response(body, headers={"Content-Type": content_type})})
    assert browser.open(shop.url).words == "Sch\u00f6n"


def test_a_script_of_the_page_calls_with_cookies_and_csrf_token(serve: Serve, browser: Browser) -> None:
    seen: list[Incoming] = []

    def call(incoming: Incoming) -> Response:
        seen.append(incoming)
        return JSONResponse({"got": incoming.json()})

    def home(_: Incoming) -> Response:
        return HTMLResponse("<script>Liferay.authToken = 'aB3x';</script>", headers={"Set-Cookie": "a=1; Path=/"})

    shop = serve({"/web/shop": home, "/o/carts": call})
    shown = browser.open(f"{shop.url}/web/shop")
    assert browser.fetch("POST", "/o/carts", {"skuId": 1}).json() == {"got": {"skuId": 1}}
    assert (seen[0].headers["x-csrf-token"], seen[0].cookies) == ("aB3x", {"a": "1"})
    assert seen[0].headers["accept"] == seen[0].headers["content-type"] == "application/json"
    assert browser.page is shown


def test_without_a_page_no_script_can_call(browser: Browser) -> None:
    with pytest.raises(HarnessFault, match="shows no page"):
        browser.fetch("GET", "/o/carts")


def test_a_target_that_does_not_answer_does_not_conform(browser: Browser) -> None:
    url = f"{nobody_listens()}/page"
    with pytest.raises(NonConformance) as raised:
        browser.open(url)
    assert (raised.value.expected, raised.value.where) == ("a page", f"GET {url}")
    assert "refused" in raised.value.got


def test_a_party_of_ours_that_does_not_answer_is_our_fault(journal: Journal) -> None:
    url = nobody_listens()
    with (
        closing(HttpBrowser(journal, ours=frozenset([url]))) as browser,
        pytest.raises(HarnessFault, match="party of the run"),
    ):
        browser.open(f"{url}/gateway")


def test_the_page_shown_stays_when_the_next_one_is_not_reached(serve: Serve, browser: Browser) -> None:
    shop = serve({"/": says("home"), "/away": leads("mailto:a@b.example")})
    home = browser.open(shop.url)
    with pytest.raises(NonConformance):
        browser.open(f"{shop.url}/away")
    assert browser.page is home


def test_closing_twice_does_no_harm(serve: Serve, browser: Browser) -> None:
    browser.open(serve({"/": says("home")}).url)
    browser.close()
    browser.close()
    assert browser.open(serve({"/": says("home again")}).url).words == "home again"


def test_back_and_reload_ask_anew_in_the_way_that_was_asked_before(serve: Serve, browser: Browser) -> None:
    seen: list[Incoming] = []
    shop = serve({"/shop": told(seen, FORM.format("post", "/sent")), "/sent": told(seen, "<p>sent</p>")})
    with pytest.raises(HarnessFault, match="shows none"):
        browser.reload()
    browser.submit(browser.open(f"{shop.url}/shop").forms[0])
    assert browser.reload().words == "sent"
    assert browser.back().url == f"{shop.url}/shop"
    assert [(incoming.method, incoming.path) for incoming in seen] == [
        ("GET", "/shop"),
        ("POST", "/sent"),
        ("POST", "/sent"),
        ("GET", "/shop"),
    ]
    assert seen[1].body == seen[2].body
    with pytest.raises(HarnessFault, match="no page"):
        browser.back()


def test_what_is_fetched_ahead_says_so_and_is_nobodys_visit(serve: Serve, browser: Browser) -> None:
    seen: list[Incoming] = []

    def sets(incoming: Incoming) -> Response:
        seen.append(incoming)
        response = HTMLResponse("<script>location.href = '/next'</script>", 201)
        response.set_cookie("session", "1", samesite="lax")
        return response

    shop = serve({"/": sets, "/next": told(seen)})
    page = browser.fetch_ahead(f"{shop.url}/?a=1")
    assert (page.url, page.status) == (f"{shop.url}/?a=1", 201)
    assert [(incoming.method, incoming.path, incoming.headers["sec-purpose"]) for incoming in seen] == [
        ("GET", "/", "prefetch")
    ]
    assert browser.cookies(shop.url) == {}
    assert browser.page is None


def test_what_is_fetched_ahead_in_vain_is_told(browser: Browser) -> None:
    with pytest.raises(NonConformance, match="The browser is answered"):
        browser.fetch_ahead(f"{nobody_listens()}/")


def test_tabs_share_cookies_from_when_one_of_them_is_given_some(serve: Serve, browser: Browser) -> None:
    seen: list[Incoming] = []

    def sets(_: Incoming) -> Response:
        response = HTMLResponse("<p>set</p>")
        response.set_cookie("session", "1")
        return response

    shop = serve({"/": told(seen), "/set": sets})
    tab = browser.new_tab()
    browser.open(shop.url)
    assert tab.page is None
    tab.open(f"{shop.url}/set")
    browser.reload()
    assert [incoming.cookies for incoming in seen] == [{}, {"session": "1"}]
