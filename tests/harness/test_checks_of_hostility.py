"""Checks of what a hostile hub does through the storefront: each holds for a good storefront, fails for a bad one."""

from __future__ import annotations

from typing import Any, cast

import pytest

from harness.actors import Buyer
from harness.browser import Page
from harness.checks.hostility import ENDS, Submitted, check_nothing_runs, running
from harness.errors import NonConformance
from harness.evidence import Evidence
from simulators.hub.hostile_answers import SCRIPT, SLIPPED_IN
from simulators.wire import Body, Exchange, Redactor
from tests.harness.judge_bench import SIGNED_IN

SHOP = "http://shop.example/web/acme/catalog"
TOLD = f"{SIGNED_IN}<p class='alert alert-danger'>The transfer failed.</p>"

# What a page may hold of the hub's words, and what it would run.
WORDS = {
    "nothing of the hub": "<p>Hello</p><script>window.location.href = '/c/portal/logout'</script>",
    "words": f"<p>The hub said: {SCRIPT}</p>",
    "markup, escaped": f"<p>&lt;script&gt;{SCRIPT}&lt;/script&gt;</p>",
    "a link, escaped": f"<a href='http://hub/?x=&quot;&gt;&lt;script&gt;{SCRIPT}'>on</a>",
    "a text of a script": f"<script>window.location.href = 'http://hub/?x={SCRIPT}';</script>",
    "a text with escapes": rf"<script>var url = 'http://hub/?x=\';{SCRIPT};\u003c/script>';</script>",
    "a comment of a script": f"<script>// {SCRIPT}\nvar a = 1;</script>",
    "an empty page": "",
}
RUNS = {
    "a script": f"<p>The hub said: <script>{SCRIPT}</script></p>",
    "a script in capitals": f"<SCRIPT>{SCRIPT.upper()}</SCRIPT>",
    "the end of a text": f"<script>window.location.href = 'http://hub/?x=';{SCRIPT};'';</script>",
    "the end of a script": f"<script>var url = 'http://hub/?x=</script><script>{SCRIPT}</script>';</script>",
    "the end of a link": f'<a href="http://hub/?x="></a><script>{SCRIPT}</script>">on</a>',
    "an attribute": f"<img src=x onerror='{SCRIPT}'>",
    "a link that is a script": f"<a href='JavaScript:{SCRIPT}'>on</a>",
    "a link with a line feed in it": f"<a href='java\nscript:{SCRIPT}'>on</a>",
    "a form that is a script": f"<form action='vbscript:{SCRIPT}'></form>",
    "a frame of data": f"<iframe src='data:text/html,<script>{SCRIPT}</script>'></iframe>",
    "a refresh": f"<meta http-equiv=refresh content='0;url=javascript:{SCRIPT}'>",
}


def exchange(
    text: str = "", *headers: tuple[str, str], status: int = 200, sender: str = "browser", receiver: str = "storefront"
) -> Exchange:
    return Exchange(
        1, "s", "", sender, receiver, "GET", SHOP, Body((), "", 0), status, Body(headers, text, len(text)), 0.1
    )


def submitted(*exchanges: Exchange, page: Page | None = None, buyer: Any = None) -> Submitted:
    return Submitted(cast("Buyer", buyer), page or Page(SHOP, 200, {}, TOLD), SHOP, exchanges)


@pytest.fixture
def evidence() -> Evidence:
    return Evidence(Redactor(b"k"))


@pytest.mark.parametrize("what", WORDS)
def test_words_of_the_hub_may_be_shown(evidence: Evidence, what: str) -> None:
    assert running(WORDS[what]) == []
    check_nothing_runs(evidence, submitted(exchange(WORDS[what], ("location", "/a"), status=302)))


@pytest.mark.parametrize("what", RUNS)
def test_what_the_hub_wrote_must_not_run(evidence: Evidence, what: str) -> None:
    with pytest.raises(NonConformance, match="Nothing runs that the hub wrote"):
        check_nothing_runs(evidence, submitted(exchange(WORDS["words"]), exchange(RUNS[what])))


@pytest.mark.parametrize("header", [(SLIPPED_IN, "1"), ("Set-Cookie", f"{SLIPPED_IN}=1"), (SLIPPED_IN.upper(), "1")])
def test_a_header_slipped_in_is_noticed(evidence: Evidence, header: tuple[str, str]) -> None:
    with pytest.raises(NonConformance, match="no header of the hub"):
        check_nothing_runs(evidence, submitted(exchange("", ("location", "http://hub/"), header, status=302)))


def test_a_redirect_to_two_places_is_noticed(evidence: Evidence) -> None:
    headers = ("Location", "http://hub/"), ("location", "http://elsewhere/")
    with pytest.raises(NonConformance, match="A redirect leads to one place"):
        check_nothing_runs(evidence, submitted(exchange("", *headers, status=302)))


def test_only_what_the_storefront_gave_the_browser_is_looked_at(evidence: Evidence) -> None:
    bad = RUNS["a script"]
    hubs = exchange(bad, receiver="hub"), exchange(bad, sender="operator"), exchange(WORDS["words"])
    check_nothing_runs(evidence, submitted(*hubs))
    with pytest.raises(NonConformance, match="The storefront answers the browser"):
        check_nothing_runs(evidence, submitted(*hubs[:2]))


class Stayed:
    """A buyer whose cart is what it was, or another."""

    class Procurement:
        url = "http://procurement.example"

    procurement = Procurement()
    filled: tuple[Any, ...] = ()

    def __init__(self, *, keeps: bool = True) -> None:
        self._kept = () if keeps else (Line(),)

    def cart(self) -> tuple[Any, ...]:
        return self._kept


class Line:
    quantity, sku, line_id = 1, "SKU-1", 7


KEPT = ("the buyer is told and keeps the cart in the storefront", "the cart is not lost")


@pytest.mark.parametrize("what", KEPT)
def test_a_buyer_who_is_told_and_keeps_the_cart_has_lost_nothing(evidence: Evidence, what: str) -> None:
    ENDS[what](evidence, submitted(buyer=Stayed()))


@pytest.mark.parametrize("what", KEPT)
@pytest.mark.parametrize(
    ("page", "keeps", "why"),
    [
        (Page(SHOP, 200, {}, TOLD), False, "The cart is kept"),
        (Page(SHOP, 500, {}, "Internal Server Error"), True, "The buyer is told"),
        (Page("http://elsewhere.example/", 200, {}, TOLD), True, "The buyer stays"),
        (
            Page(SHOP, 200, {}, TOLD.replace("failed.", "failed. java.lang.StackOverflowError at java.x")),
            True,
            "insides",
        ),
    ],
    ids=["another cart", "not told", "led away", "insides"],
)
def test_a_buyer_who_is_not_told_or_has_lost_the_cart_is_noticed(
    evidence: Evidence, what: str, page: Page, keeps: bool, why: str
) -> None:
    with pytest.raises(NonConformance, match=why):
        ENDS[what](evidence, submitted(page=page, buyer=Stayed(keeps=keeps)))
