"""Every check of carts that come back by OCI, seen to hold and to fail on hand-made observations."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import cast

import pytest

from harness.actors import Buyer
from harness.actors.desks import HeldLine
from harness.checks import oci
from harness.errors import HarnessFault, NonConformance
from harness.evidence import Evidence
from simulators.messages.cart import build_cart
from simulators.wire import Exchange
from simulators.wire.journal import Body
from tests.harness.judge_bench import posted_cart, posted_line, punch_out, seen_line

HOOK = "sap-client=100&realm=Buyer+A&session=k&punchout=bc-1"
LINE = HeldLine("SKU-1", "41/42", Decimal(8), Decimal("0.375"), Decimal(10), "USD", "EA", "A bolt", ())

BEFORE = replace(LINE, quantity=Decimal(3), unit_price=Decimal("0.0375"), price_unit=Decimal(1))


def post(text: str = HOOK, url: str = "http://p.example/oci/return") -> Exchange:
    """Return the form a browser brought to procurement."""
    return Exchange(1, "s", "", "browser", "procurement system", "POST", url, Body((), text, len(text)))


def holding(*lines: HeldLine, told: tuple[str, ...] = ()) -> Buyer:
    """Return a buyer whose procurement system holds lines and was told something of their form."""
    seen = SimpleNamespace(cart_posts=(build_cart(posted_cart(posted_line(1))).decode(),))
    back = replace(punch_out(), held=lines, advisories=told, state="returned")
    return cast("Buyer", SimpleNamespace(punch_out=back, filled=(seen_line(1),), at_the_hub=lambda: seen))


def test_the_parameters_of_the_hook_are_fields_of_their_own(evidence: Evidence) -> None:
    oci.check_hook_fields(evidence, [post(url="http://p.example/elsewhere"), post(f"{HOOK}&~OkCode=ADDI")])
    long = f"{HOOK}&NEW_ITEM-DESCRIPTION[1]={'x' * 99}... (70000 bytes in all)"
    oci.check_hook_fields(evidence, [post(long)])
    assert all(one.holds for one in evidence.checks)


@pytest.mark.parametrize(
    ("exchange", "missing"),
    [
        (post("sap-client=100&realm=A&session=k"), "punchout"),
        (post(f"{HOOK}&session=k"), "session"),
        (post(""), "realm"),
        (post(url="http://p.example/oci/return?realm=Buyer"), r"\[\]"),
    ],
)
def test_a_hook_that_is_not_taken_apart_is_the_hubs_fault(evidence: Evidence, exchange: Exchange, missing: str) -> None:
    with pytest.raises(HarnessFault, match=f"did not take the return address apart: .*{missing}"):
        oci.check_hook_fields(evidence, [exchange])


@pytest.mark.parametrize("exchanges", [[], [post(), post()]])
def test_a_form_has_to_come_back_once(evidence: Evidence, exchanges: list[Exchange]) -> None:
    with pytest.raises(NonConformance, match="form comes back to the return address"):
        oci.check_hook_fields(evidence, exchanges)


def test_a_product_is_validated_at_the_price_it_had(evidence: Evidence) -> None:
    oci.check_validated(evidence, holding(LINE), BEFORE, 8)
    assert evidence.checks[-1].holds


@pytest.mark.parametrize(
    "lines",
    [
        (),
        (replace(LINE, quantity=Decimal(7)),),
        (replace(LINE, unit_price=None),),
        (replace(LINE, unit_price=Decimal("0.39")),),
        (replace(LINE, price_unit=Decimal(1)),),
        (replace(LINE, auxiliary_id="41/43"),),
        (LINE, replace(LINE, auxiliary_id="41/43")),
    ],
)
def test_what_is_validated_otherwise_is_the_hubs_fault(evidence: Evidence, lines: tuple[HeldLine, ...]) -> None:
    with pytest.raises(HarnessFault, match="the hub validated 8"):
        oci.check_validated(evidence, holding(*lines), BEFORE, 8)


@pytest.mark.parametrize("told", ["x: character reference: &#1; stands for", "x: windows-1252: bytes 80"])
def test_lost_characters_are_named(evidence: Evidence, told: str) -> None:
    oci.check_lost_characters_named(evidence, holding(told=("something else", told)))
    assert evidence.checks[-1].holds


@pytest.mark.parametrize("told", [(), ("something else",)])
def test_lost_characters_nobody_names_are_our_fault(evidence: Evidence, told: tuple[str, ...]) -> None:
    with pytest.raises(HarnessFault, match="nothing was said of it"):
        oci.check_lost_characters_named(evidence, holding(told=told))


def test_a_cart_that_did_not_come_back_in_its_own_letters_is_the_storefronts(evidence: Evidence) -> None:
    buyer = holding(told=("x: character reference: &#1; stands for",))
    buyer.filled = (seen_line(1, description="\u0392\u03af\u03b4\u03b1"),)
    with pytest.raises(NonConformance, match="The description is posted whole"):
        oci.check_lost_characters_named(evidence, buyer)
    gone = holding()
    gone.punch_out = replace(gone.punch_out, state="started")  # type: ignore[misc]
    with pytest.raises(NonConformance, match="The cart comes back to procurement"):
        oci.check_lost_characters_named(evidence, gone)
