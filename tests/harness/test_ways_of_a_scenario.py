"""Ways that fail on purpose: who is led through the proxy, what is told of it and put back, and who is not blamed."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from typing import Any, cast
from urllib.parse import urlsplit

import pytest
from starlette.responses import HTMLResponse

from harness.actors import Buyer
from harness.actors.doings import DOINGS
from harness.browser import Browser, HttpBrowser
from harness.checks import carts, sessions
from harness.errors import HarnessFault, Inapplicable, NonConformance
from harness.evidence import Evidence
from harness.putting_back import PuttingBack
from harness.stage import Stage
from harness.staged_relationships import StagedRelationships
from harness.staged_ways import WAYS, StagedWays
from harness.world import World
from simulators.wire import Incoming, Journal, Party, origin_of
from simulators.wire.faults import FaultProxy, fault_named
from tests.harness.judge_bench import Handler, says

SetStage = Callable[..., Stage]
Serve = Callable[[Mapping[str, Handler]], Party]


def fault_proxies() -> int:
    return sum(thread.name == "fault proxy" for thread in threading.enumerate())


@pytest.fixture
def staged(judged: World) -> Iterator[Callable[..., tuple[StagedWays, PuttingBack, Evidence]]]:
    """Make ways by themselves, of a target whose file says something else."""
    with ExitStack() as running:

        def make(**said: Any) -> tuple[StagedWays, PuttingBack, Evidence]:
            target = cast("Any", type("Elsewhere", (), {"file": replace(judged.target.file, **said), "verify": True})())
            world = cast("Any", type("World", (), {"target": target}))
            for name in ("seed", "journal", "hub", "hub_address"):
                setattr(world, name, getattr(judged, name))
            world.faults_at = (0, None)
            putting_back, evidence = PuttingBack(), Evidence(judged.journal.redactor)
            running.callback(putting_back._undo.close)
            relationships = StagedRelationships(target, judged.hub, judged.journal.redactor)
            return StagedWays(world, relationships, putting_back, evidence), putting_back, evidence

        yield make


def test_each_way_can_have_a_fault_and_is_free_again_afterwards(set_stage: SetStage) -> None:
    stage = set_stage()
    buyer = stage.buyer()
    for way in WAYS:
        stage.ways.let(buyer, way, "late, now more, now less")
    assert fault_proxies() == len(WAYS)
    buyer.bring_back("a cart")
    carts.check_round_trip(stage.evidence, buyer)
    stage.__exit__(None, None, None)
    assert fault_proxies() == 0
    told = [remark for remark in stage.evidence.remarks if "for the fault 'late, now more" in remark]
    assert {way for way in WAYS if any(f"from {way}:" in remark for remark in told)} == set(WAYS)
    assert stage.relationships.return_origin == stage.relationships.connect_to == buyer.hub_is_at == ""


def test_the_storefront_is_given_a_return_url_at_the_proxy(set_stage: SetStage) -> None:
    stage = set_stage()
    buyer = stage.buyer()
    stage.ways.let(buyer, "the storefront to the hub", "reset after the request")
    buyer.enter_and_fill([1])
    return_url = buyer.at_the_hub().return_url
    assert origin_of(return_url) != origin_of(stage.world.hub.url)
    assert buyer.submit().alerts
    assert len(buyer.at_the_hub().cart_posts) == 1
    stage.ways.let(buyer, "the storefront to the hub", None)
    buyer.submit()
    carts.check_round_trip(stage.evidence, buyer)


@pytest.mark.parametrize(
    ("fault", "scheme", "ending"),
    [("a name that does not resolve", "http", ".invalid"), ("TLS that fails", "https", "127.0.0.1")],
)
def test_an_address_that_leads_nowhere_is_gone_with_the_next_punch_out(
    set_stage: SetStage, fault: str, scheme: str, ending: str
) -> None:
    stage = set_stage()
    buyer = stage.buyer()
    stage.ways.let(buyer, "the storefront to the hub", fault)
    buyer.enter_and_fill([1])
    parts = urlsplit(buyer.at_the_hub().return_url)
    assert (parts.scheme, (parts.hostname or "").endswith(ending)) == (scheme, True)
    assert buyer.submit().alerts
    stage.ways.let(buyer, "the storefront to the hub", None)
    DOINGS["the buyer closes the browser, punches out anew and submits the cart that was kept"](buyer)
    carts.check_round_trip(stage.evidence, buyer)


def test_a_message_that_was_cut_is_nobodys_fault(set_stage: SetStage) -> None:
    stage = set_stage()
    buyer = stage.buyer()
    for fault in ("truncated answer", "reset in the middle of the answer"):
        stage.ways.let(buyer, "the hub to the storefront", fault)
        sessions.check_told_of_failure(stage.evidence, buyer.start())
        buyer.prepare()
    assert [finding for finding in stage.findings if finding.is_fault] == []
    assert stage.world.journal.take_faults() == ()


def test_a_start_url_that_came_though_the_way_failed_is_noticed(set_stage: SetStage) -> None:
    stage = set_stage()
    punch_out = stage.buyer().start()
    with pytest.raises(NonConformance, match="No start URL comes of a request that failed"):
        sessions.check_told_of_failure(stage.evidence, punch_out)
    for told in (replace(punch_out, start_url=None), replace(punch_out, start_url=None, code=550, detail="")):
        with pytest.raises(HarnessFault, match="procurement was told"):
            sessions.check_told_of_failure(Evidence(stage.world.journal.redactor), told)


def test_a_fault_that_nothing_had_is_a_fault_of_the_harness(
    set_stage: SetStage, staged: Callable[..., tuple[StagedWays, PuttingBack, Evidence]]
) -> None:
    buyer = set_stage().buyer()
    ways, putting_back, evidence = staged()
    with pytest.raises(HarnessFault, match="has no fault to recover from"):
        ways.let(buyer, "the browser to the hub", None)
    with pytest.raises(HarnessFault, match="no fault is called 'sunshine'"):
        ways.let(buyer, "the browser to the hub", "sunshine")
    ways.let(buyer, "the browser to the hub", "in slices")
    with pytest.raises(HarnessFault, match="nothing had the fault 'in slices' on the way from the browser to the hub"):
        ways.let(buyer, "the browser to the hub", None)
    evidence.expect("Something else", expected=1, got=1)
    with pytest.raises(HarnessFault, match="nothing was judged"):
        putting_back.now()


def test_a_storefront_that_does_not_call_does_not_conform(set_stage: SetStage) -> None:
    stage = set_stage()
    buyer = stage.buyer()
    stage.ways.let(buyer, "the storefront to the hub", "half-open")
    with pytest.raises(NonConformance, match="The storefront uses the return URL it was given"):
        stage.ways.let(buyer, "the storefront to the hub", None)


def test_a_failure_of_the_target_is_not_covered_by_a_fault_nothing_had(set_stage: SetStage) -> None:
    stage = set_stage()
    stage.ways.let(stage.buyer(), "the browser to the hub", "in slices")
    with pytest.raises(NonConformance):
        stage.evidence.expect("Something else", expected=1, got=2)
    stage.__exit__(None, None, None)


def test_behind_an_explicit_address_a_second_one_is_needed(
    set_stage: SetStage, staged: Callable[..., tuple[StagedWays, PuttingBack, Evidence]]
) -> None:
    buyer = set_stage().buyer()
    ways, putting_back, _ = staged(advertise="http://qa.example:8800")
    with pytest.raises(Inapplicable, match=r"name in harness\.advertise_faults a second address"):
        ways.let(buyer, "the storefront to the hub", "half-open")
    ways, putting_back, _ = staged(advertise="http://qa.example:8800", advertise_faults="http://qa.example:8900")
    cast("Any", ways)._world.faults_at = (0, "http://qa.example:8900")
    ways.let(buyer, "the storefront to the hub", "half-open")
    assert cast("Any", ways)._relationships.return_origin == "http://qa.example:8900"
    putting_back.now()


def test_a_port_that_is_taken_is_named(
    set_stage: SetStage, staged: Callable[..., tuple[StagedWays, PuttingBack, Evidence]]
) -> None:
    buyer = set_stage().buyer()
    ways, _, _ = staged(advertise="http://qa.example:8800", advertise_faults="http://qa.example:8900")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        cast("Any", ways)._world.faults_at = (taken.getsockname()[1], "http://qa.example:8900")
        with pytest.raises(HarnessFault, match=r"nothing can listen on 127\.0\.0\.1.*harness\.advertise_faults"):
            ways.let(buyer, "the storefront to the hub", "half-open")


def test_where_messages_cannot_be_read_only_what_needs_no_reading_is_done(
    set_stage: SetStage, staged: Callable[..., tuple[StagedWays, PuttingBack, Evidence]]
) -> None:
    buyer = set_stage().buyer()
    ways, putting_back, _ = staged(url="https://shop.example")
    with pytest.raises(Inapplicable, match="the way from the hub to the storefront is encrypted"):
        ways.let(buyer, "the hub to the storefront", "delivered twice")
    ways.let(buyer, "the hub to the storefront", "reset before the request")
    putting_back.now()


class Led:
    """A passage through a proxy."""

    def __init__(self, proxy: FaultProxy, *, refuses: bool = False) -> None:
        self._proxy = proxy
        self.place = proxy.place
        self.refuses = refuses

    @property
    def spoiled(self) -> int:
        return self._proxy.spoiled


@pytest.fixture
def led(serve: Serve, browser: Browser) -> Iterator[Callable[..., tuple[str, FaultProxy]]]:
    """Serve pages and lead the browser there through a proxy."""
    with ExitStack() as running:

        def lead(handlers: Mapping[str, Handler], *, refuses: bool = False) -> tuple[str, FaultProxy]:
            parts = urlsplit(serve(handlers).url)
            proxy = running.enter_context(FaultProxy((parts.hostname or "", parts.port or 0)))
            browser.go_through("http://shop.invalid", Led(proxy, refuses=refuses))
            return "http://shop.invalid", proxy

        yield lead


FORM = "<form method=post action=/b><input name=a value=1></form><script>document.forms[0].submit()</script>"


def test_a_call_that_is_spoiled_on_purpose_shows_the_browsers_own_page(
    browser: Browser, led: Callable[..., tuple[str, FaultProxy]]
) -> None:
    seen: list[tuple[str, bytes]] = []

    def note(incoming: Incoming) -> HTMLResponse:
        seen.append((incoming.headers["host"], incoming.body))
        return HTMLResponse("<p>b</p>")

    shop, proxy = led({"/a": says(FORM), "/b": note})
    proxy.switch(fault_named("reset after the request, once").aimed_at("/b"))
    page = browser.open(f"{shop}/a")
    assert (page.url, page.status, page.tells_who, page.words) == (f"{shop}/b", 0, False, "")
    assert [hop.status for hop in page.hops] == [200, 0]
    again = browser.again()
    assert (again.status, again.words) == (200, "b")
    assert seen == [("shop.invalid", b"a=1")] * 2
    with pytest.raises(HarnessFault, match="everything was"):
        browser.again()


def test_a_call_that_fails_by_itself_is_not_excused(
    browser: Browser, journal: Journal, led: Callable[..., tuple[str, FaultProxy]]
) -> None:
    shop, proxy = led({"/a": says("a")})
    browser.go_through(shop, None)
    with pytest.raises(NonConformance, match="The browser is answered"):
        browser.open(f"{shop}/a")
    browser.go_through(shop, Led(proxy))
    assert browser.open(f"{shop}/a").words == "a"
    proxy.close()
    with pytest.raises(NonConformance, match="The browser is answered"):
        browser.open(f"{shop}/a")
    browser.go_through(shop, Led(proxy, refuses=True))
    assert browser.open(f"{shop}/a").status == 0
    ours = HttpBrowser(journal, ours=frozenset({shop}))
    with pytest.raises(HarnessFault, match="a party of the run did not answer"):
        ours.open(f"{shop}/a")
    ours.close()


def test_a_script_whose_call_is_spoiled_is_the_scenarios_mistake(
    browser: Browser, led: Callable[..., tuple[str, FaultProxy]]
) -> None:
    shop, proxy = led({"/a": says("a")})
    browser.open(f"{shop}/a")
    proxy.switch(fault_named("reset before the request"))
    with pytest.raises(HarnessFault, match="spoiled on purpose, and nothing was made of it"):
        browser.fetch("GET", "/a")


def test_what_was_answered_is_not_done_again(set_stage: SetStage) -> None:
    stage = set_stage()
    buyer: Buyer = stage.buyer()
    buyer.enter_and_fill([1])
    DOINGS["the buyer submits the cart and does again what was not answered"](buyer)
    carts.check_round_trip(stage.evidence, buyer)
    assert len(buyer.at_the_hub().cart_posts) == 1
