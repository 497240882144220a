"""Chromium as a buyer's browser: it passes the tests of the browser over HTTP, and does what only a real one does."""

# ruff: noqa: F811 - fixtures are imported, and asked for by their names
from __future__ import annotations

import os
import signal
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import trustme
from starlette.responses import HTMLResponse, RedirectResponse, Response

from harness.browser import Browser, Browsers
from harness.browsers import browsers_named
from harness.errors import HarnessFault, NonConformance
from harness.pictures import Album
from simulators.wire import Incoming, Journal, Party
from tests.harness import test_browser_travels as travels
from tests.harness import test_ways_of_a_scenario as ways
from tests.harness.conftest import _stands, journal, redactor, serve  # noqa: F401 - fixtures
from tests.harness.judge_bench import Handler, says
from tests.harness.test_browser_travels import leads, told
from tests.harness.test_ways_of_a_scenario import led  # noqa: F401 - a fixture

Serve = Callable[[Mapping[str, Handler]], Party]

# What a real browser does otherwise; each is tested below.
_OTHERWISE = {
    "test_back_and_reload_ask_anew_in_the_way_that_was_asked_before",
    "test_a_location_without_a_redirect_is_not_followed",
    "test_a_way_without_an_end_is_told_with_its_last_stations",
    "test_cookies_stay_with_their_origin_and_come_back",
    "test_a_page_says_where_the_browser_comes_from_to_its_own_origin_only",
}
_ALIKE = {name: test for name, test in vars(travels).items() if name.startswith("test_") and name not in _OTHERWISE}
globals().update(_ALIKE)
test_a_spoiled_call = ways.test_a_call_that_is_spoiled_on_purpose_shows_the_browsers_own_page
test_a_call_that_fails_by_itself = ways.test_a_call_that_fails_by_itself_is_not_excused
test_a_spoiled_script = ways.test_a_script_whose_call_is_spoiled_is_the_scenarios_mistake

BUTTON = "<form method=post action=/go><input type=hidden name=a value=1><button>Submit</button></form>"


@pytest.fixture(scope="module")
def browsers() -> Iterator[Browsers]:
    browsers = browsers_named("chromium")
    yield browsers
    browsers.close()


@pytest.fixture
def album(journal: Journal) -> Album:
    return Album(journal.redactor)


@pytest.fixture
def browser(browsers: Browsers, journal: Journal, album: Album) -> Iterator[Browser]:
    browser = browsers.open(journal, album, ours=frozenset(), verify=True)
    yield browser
    browser.close()


def test_the_tests_of_the_other_browser_are_run() -> None:
    assert len(_ALIKE) > 15
    assert set(vars(travels)) > _OTHERWISE


def test_a_way_without_an_end_is_told(serve: Serve, browser: Browser) -> None:
    shop = serve({"/here": says("<script>location.href = '/there'</script>"), "/there": leads("/here")})
    with pytest.raises(NonConformance, match="The browser arrives"):
        browser.open(f"{shop.url}/here")
    loop = serve({"/here": leads("/here")})
    with pytest.raises(NonConformance, match="The browser arrives"):
        browser.open(f"{loop.url}/here")


def test_cookies_are_those_of_a_host_and_of_a_site(serve: Serve, browser: Browser) -> None:
    seen: list[Incoming] = []

    def sets(_: Incoming) -> Response:
        response = HTMLResponse("set")
        response.set_cookie("strict", "1", samesite="strict")
        response.set_cookie("lax", "1", samesite="lax", httponly=True)
        return response

    shop = serve({"/": sets, "/go": told(seen), "/link": told(seen)})
    other = serve({"/there": told(seen)})
    browser.open(shop.url)
    browser.open(f"{other.url}/there")
    link = f"<script>location.href = '{shop.url}/link'</script>"
    form = f"<form method=post action='{shop.url}/go'><button>Submit</button></form>"
    with serve_elsewhere({"/link": link, "/form": form}) as url:
        browser.open(f"{url}/link")
        browser.submit(browser.open(f"{url}/form").forms[0].pressed())
    browser.open(f"{shop.url}/go")
    # Another port of the host, a link of another site, a form of another site, an address that is typed in.
    assert [sorted(incoming.cookies) for incoming in seen] == [["lax", "strict"], ["lax"], [], ["lax", "strict"]]
    assert browser.cookies_of_scripts(shop.url) == {"strict"}


def test_an_address_another_site_leads_to_is_sent_no_cookie_of_its_own_site_alone(
    serve: Serve, browser: Browser
) -> None:
    seen: list[Incoming] = []

    def signs_in(_: Incoming) -> Response:
        response = RedirectResponse("/catalog")
        response.set_cookie("strict", "1", samesite="strict")
        response.set_cookie("lax", "1", samesite="lax")
        return response

    shop = serve({"/start": signs_in, "/catalog": told(seen)})
    assert browser.come_to(f"{shop.url}/start").url == f"{shop.url}/catalog"
    browser.open(f"{shop.url}/catalog")
    assert [sorted(incoming.cookies) for incoming in seen] == [["lax"], ["lax", "strict"]]
    assert [incoming.headers.get("Referer") for incoming in seen] == [None, None]


def test_back_shows_a_page_that_may_be_kept_as_it_was(serve: Serve, browser: Browser) -> None:
    seen: list[Incoming] = []

    def fresh(incoming: Incoming) -> Response:
        seen.append(incoming)
        return HTMLResponse(f"<p>{len(seen)}</p>{BUTTON}", headers={"Cache-Control": "no-store"})

    shop = serve({"/kept": told(seen, BUTTON), "/fresh": fresh, "/go": told(seen)})
    with pytest.raises(HarnessFault, match="shows none"):
        browser.reload()
    for path in ("/kept", "/fresh"):
        browser.submit(browser.open(f"{shop.url}{path}").forms[0].pressed())
        browser.reload()
        assert browser.back().url == f"{shop.url}{path}"
    asked = [(incoming.method, incoming.path) for incoming in seen]
    submitted = [("POST", "/go"), ("POST", "/go")]
    assert asked == [("GET", "/kept"), *submitted, ("GET", "/fresh"), *submitted, ("GET", "/fresh")]


def test_other_sites_are_told_the_origin_a_browser_comes_from(serve: Serve, browser: Browser) -> None:
    seen: list[Incoming] = []
    shop = serve({"/end": told(seen)})
    with serve_elsewhere({"/from?token=1": f"<script>location.href = '{shop.url}/end'</script>"}) as url:
        browser.open(f"{url}/from?token=1")
    assert [incoming.headers.get("referer") for incoming in seen] == [f"{url}/"]


@contextmanager
def serve_elsewhere(pages: Mapping[str, str], certificate: ssl.SSLContext | None = None) -> Iterator[str]:
    """Serve pages at another host than those of other tests, which is another site."""

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = pages.get(self.path, "").encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Pages)
    if certificate:
        server.socket = certificate.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http{'s' if certificate else ''}://localhost:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_in_a_frame_of_another_site_cookies_are_those_for_every_site(serve: Serve, browser: Browser) -> None:
    seen: list[Incoming] = []

    def sets(incoming: Incoming) -> Response:
        seen.append(incoming)
        response = HTMLResponse(BUTTON)
        response.set_cookie("lax", "1", samesite="lax")
        response.set_cookie("framed", "1", samesite="none", secure=True)
        return response

    shop = serve({"/": sets, "/go": sets, "/call": sets})
    with serve_elsewhere({"/outer": "<iframe></iframe>", "/none": "<p>none</p>"}) as url:
        with pytest.raises(HarnessFault, match="there is none"):
            browser.enter_frame(f"{url}/none")
        browser.enter_frame(f"{url}/outer")
        page = browser.submit(browser.open(shop.url).forms[0].pressed())
        browser.fetch("POST", "/call", {})
        with pytest.raises(HarnessFault, match="is in a frame"):
            browser.reload()
    assert (page.url, [hop.method for hop in page.hops]) == (f"{shop.url}/go", ["POST"])
    assert [(incoming.path, sorted(incoming.cookies)) for incoming in seen] == [
        ("/", []),
        ("/go", ["framed"]),
        ("/call", ["framed"]),
    ]
    assert [incoming.headers["sec-fetch-dest"] for incoming in seen] == ["iframe", "iframe", "empty"]


def test_a_page_that_may_not_be_framed_is_not_shown_and_chromium_says_why(serve: Serve, browser: Browser) -> None:
    def guarded(_: Incoming) -> Response:
        return HTMLResponse("<p>shop</p>", headers={"X-Frame-Options": "SAMEORIGIN"})

    shop = serve({"/": guarded})
    with serve_elsewhere({"/outer": "<iframe></iframe>"}) as url:
        browser.enter_frame(f"{url}/outer")
        with pytest.raises(NonConformance) as raised:
            browser.open(shop.url)
    assert raised.value.what == "The browser shows what it is answered"
    assert "ERR_BLOCKED_BY_RESPONSE" in raised.value.got
    assert "X-Frame-Options" in raised.value.got


def test_a_script_that_is_refused_as_mixed_content_is_named_as_the_cause(
    serve: Serve, browsers: Browsers, journal: Journal, album: Album, tmp_path: Path
) -> None:
    seen: list[Incoming] = []
    # What is of this machine is taken for safe, so that the script is of a host that is not.
    script = "<script src='http://scripts.example/submit.js'></script>"
    page = BUTTON.replace("<form", f"{script}<form onsubmit='event.preventDefault(); submitCart(this)'")
    shop = serve({"/go": told(seen)})
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    with serve_elsewhere({"/": page.replace("/go", f"{shop.url}/go")}, context) as url:
        browser = browsers.open(journal, album, ours=frozenset(), verify=str(tmp_path / "ca.pem"))
        try:
            with pytest.raises(NonConformance) as raised:
                browser.submit(browser.open(f"{url}/").forms[0].pressed())
            browser.keep_failure()
        finally:
            browser.close()
    assert seen == []
    assert raised.value.what == "A click on the button leads somewhere"
    assert "Mixed Content" in raised.value.got
    assert "http://scripts.example/submit.js" in raised.value.got
    assert any("Mixed Content" in remark for remark in album.remarks)


@dataclass(frozen=True)
class Way:
    """A way that leads an address to a place, and spoils nothing."""

    place: str
    spoiled: int = 0
    refuses: bool = False


def test_a_form_of_an_encrypted_page_is_posted_to_one_that_is_not(
    serve: Serve, browsers: Browsers, journal: Journal, album: Album, tmp_path: Path
) -> None:
    seen: list[Incoming] = []
    procurement = serve({"/go": told(seen)})
    # A host that is not this machine, which browsers would take for safe.
    address = "http://buyer.example"
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    posting = BUTTON.replace("/go", f"{address}/go")
    with serve_elsewhere({"/": posting + "<script>document.forms[0].submit()</script>"}, context) as url:
        browser = browsers.open(journal, album, ours=frozenset(), verify=str(tmp_path / "ca.pem"))
        browser.go_through(address, Way(procurement.url.removeprefix("http://")))
        try:
            page = browser.open(f"{url}/")
        finally:
            browser.close()
    assert (page.words, [incoming.method for incoming in seen]) == ("told", ["POST"])


def test_an_encrypted_page_is_read_and_its_certificate_is_checked(
    browsers: Browsers,
    journal: Journal,
    album: Album,
    tmp_path: Path,
) -> None:
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    with serve_elsewhere({"/": "<p>secure</p>"}, context) as url:
        trusting = browsers.open(journal, album, ours=frozenset(), verify=str(tmp_path / "ca.pem"))
        assert trusting.open(f"{url}/").words == "secure"
        assert [(e.method, e.url, e.status) for e in journal.exchanges()] == [("GET", f"{url}/", 200)]
        trusting.close()
        wary = browsers.open(journal, album, ours=frozenset(), verify=True)
        with pytest.raises(NonConformance) as raised:
            wary.open(f"{url}/")
        assert "TLS failed" in raised.value.got
        wary.close()


@pytest.mark.parametrize(
    ("style", "got"),
    [
        ("<div style='position:fixed;inset:0'></div>", "intercepts pointer events"),
        ("<style>button { display: none }</style>", "not visible"),
    ],
)
def test_a_button_nobody_can_click_is_not_clicked(
    serve: Serve,
    browser: Browser,
    style: str,
    got: str,
) -> None:
    seen: list[Incoming] = []
    page = browser.open(serve({"/": says(BUTTON + style), "/go": told(seen)}).url)
    with pytest.raises(NonConformance) as raised:
        browser.submit(page.forms[0].pressed())
    assert (raised.value.what, seen) == ("The buyer can click the button", [])
    assert got in raised.value.got


def test_a_button_that_does_nothing_leads_nowhere(serve: Serve, browser: Browser) -> None:
    page = browser.open(serve({"/": says(BUTTON.replace("<form", "<form onsubmit='return false'"))}).url)
    with pytest.raises(NonConformance, match="A click on the button leads somewhere"):
        browser.submit(page.forms[0].pressed())


def test_a_button_that_a_script_switches_off_is_clicked_once(serve: Serve, browser: Browser) -> None:
    seen: list[Incoming] = []
    once = BUTTON.replace("<form", "<form onsubmit='setTimeout(() => this.querySelector(\"button\").disabled = true)'")
    page = browser.open(serve({"/": says(once), "/go": told(seen)}).url)
    assert browser.submit_twice(page.forms[0].pressed()).words == "told"
    assert {incoming.body for incoming in seen} == {b"a=1"}


def test_what_is_put_together_by_a_script_is_gone_to(serve: Serve, browser: Browser) -> None:
    script = "<script>const way = ['', 'e' + 'nd']; if (way.length) location.assign(way.join('/'))</script>"
    page = browser.open(serve({"/": says(script), "/end": says("end")}).url)
    assert (page.words, [hop.by for hop in page.hops]) == ("end", ["script", ""])


def test_a_picture_is_kept_unless_it_shows_a_secret(
    serve: Serve,
    browser: Browser,
    album: Album,
    tmp_path: Path,
) -> None:
    album.redactor.declare("Planted-Secret-77", "password")
    shop = serve({"/": says(f"<p>A cart</p>{BUTTON}"), "/go": says("<p>Planted-Secret-77</p>")})
    browser.submit(browser.open(shop.url).forms[0].pressed())
    browser.keep_failure()
    kept = album.write(tmp_path, "evidence/cart.json")
    assert [(picture.of, picture.file) for picture in kept] == [("Submit", "evidence/cart-1-submit.png")]
    assert (tmp_path / kept[0].file).read_bytes().startswith(b"\x89PNG")
    assert album.remarks == ["no picture is kept of failure: the page shows something that is kept secret"]


def test_a_chromium_that_is_killed_is_our_fault_and_is_followed_by_another(
    serve: Serve,
    journal: Journal,
    album: Album,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Whoever is killed may leave a profile behind.
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    browsers = browsers_named("chromium")
    shop = serve({"/": says("home")})
    try:
        before = descendants(os.getpid())
        first = browsers.open(journal, album, ours=frozenset(), verify=True)
        first.open(shop.url)
        for pid, command in descendants(os.getpid()).items() - before.items():
            if "--remote-debugging-pipe" in command:
                os.kill(pid, signal.SIGKILL)
        with pytest.raises(HarnessFault, match="the tab is gone"):
            first.open(shop.url)
        first.close()
        second = browsers.open(journal, album, ours=frozenset(), verify=True)
        assert second.open(shop.url).words == "home"
        second.close()
    finally:
        browsers.close()


def test_nothing_is_left_of_a_run_that_is_killed(
    journal: Journal, album: Album, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = (
        "import sys, time; from harness.browsers import browsers_named; from harness.pictures import Album\n"
        "from simulators.wire import Journal, Redactor; redactor = Redactor(b'x')\n"
        "browser = browsers_named('chromium').open(Journal(redactor), Album(redactor), ours=frozenset(), verify=True)\n"
        "browser.cookies('http://127.0.0.1/'); browser.carry('http://127.0.0.1/', {'a': '1'})\n"
        "print('ready', flush=True); time.sleep(60)\n"
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, env=environment
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        left = descendants(running.pid)
        assert any("--remote-debugging-pipe" in command for command in left.values())
        running.kill()
    ends = time.monotonic() + 30
    while (alive := left.items() & commands().items()) and time.monotonic() < ends:
        threading.Event().wait(0.05)
    assert alive == set()
    # What it had begun to trace goes with the next.
    (traces,) = tmp_path.glob("punchout-traces-*")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    browsers = browsers_named("chromium")
    try:
        assert browsers.open(journal, album, ours=frozenset(), verify=True).cookies("http://127.0.0.1/") == {}
        (own,) = tmp_path.glob("punchout-traces-*")
        assert own != traces
    finally:
        browsers.close()
    assert list(tmp_path.glob("punchout-traces-*")) == []


def commands() -> dict[int, str]:
    """Return the command of every process that runs."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with suppress(OSError):
                found[int(entry.name)] = (entry / "cmdline").read_text(errors="replace").replace("\0", " ")
    return {pid: command for pid, command in found.items() if command}


def descendants(pid: int) -> dict[int, str]:
    """Return the processes that a process has started, and those that these have, by their ids."""
    parents = {}
    for other in commands():
        with suppress(OSError):
            parents[other] = int(Path(f"/proc/{other}/stat").read_text().rpartition(")")[2].split()[1])
    family = {pid}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return {child: command for child, command in commands().items() if child in family - {pid}}
