"""What procurement holds after a cart came back, what platforms send, and what their limits do to a line."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from simulators.messages.cxml import ItemID, Status, Text
from simulators.procurement.limits import limits_met
from simulators.procurement.profiles import PLAIN, profile_named, profiles
from simulators.procurement.requisition import BroughtBack, HeldLine, held_after
from tests.procurement.procurement_bench import Bench, order_message

OLD = (HeldLine("SKU-001", "41/42", Decimal(3)), HeldLine("SKU-002", "41/43", Decimal(1)))
NEW = (HeldLine("SKU-003", "41/44", Decimal(7)),)


def _cart(*lines: HeldLine, unchanged: bool = False) -> BroughtBack:
    return BroughtBack("p", lines, "USD", Decimal(0), unchanged=unchanged)


@pytest.mark.parametrize(
    ("operation", "brought", "held"),
    [
        ("create", _cart(*NEW), (*OLD, *NEW)),
        ("create", _cart(), OLD),
        ("create", _cart(unchanged=True), OLD),
        ("edit", _cart(*NEW), NEW),
        ("edit", _cart(), ()),
        ("edit", _cart(unchanged=True), OLD),
        ("inspect", _cart(*NEW), OLD),
        ("inspect", _cart(), OLD),
        ("inspect", _cart(unchanged=True), OLD),
    ],
)
def test_what_a_cart_that_comes_back_makes_of_the_one_held(
    operation: str, brought: BroughtBack, held: tuple[HeldLine, ...]
) -> None:
    assert held_after(operation, OLD, brought) == held


@pytest.mark.parametrize(
    ("operation", "changes", "held"),
    [
        ("create", {}, ["41/41", "41/42"]),
        ("edit", {}, ["41/42"]),
        ("edit", {"items": ()}, []),
        ("edit", {"items": (), "status": Status(204, "No Content")}, ["41/41"]),
        ("inspect", {}, ["41/41"]),
    ],
)
def test_the_record_shows_what_is_held(bench: Bench, operation: str, changes: dict[str, Any], held: list[str]) -> None:
    items = [{"part_id": "SKU-001", "auxiliary_id": "41/41", "quantity": 3}]
    session = bench.started(operation=operation, items=items)

    assert bench.bring_back(session, **changes).status_code == 200

    assert [line["auxiliary_id"] for line in bench.see(session)["held"]] == held


def test_a_message_that_was_taken_for_one_session_is_not_taken_for_another(bench: Bench) -> None:
    first, second = bench.started(), bench.started()
    message = order_message(first["buyer_cookie"])
    assert bench.post(first["form_post_url"], message).status_code == 200

    replayed = bench.post(second["form_post_url"], replace(message, buyer_cookie=second["buyer_cookie"]))

    assert replayed.status_code == 409
    assert "payloadID was taken before" in replayed.text
    assert bench.see(second)["held"] == []


@pytest.mark.parametrize("name", [name for name, profile in profiles().items() if profile.protocol == "cXML"])
def test_every_profile_sends_a_set_up_request_the_hub_can_read(bench: Bench, name: str) -> None:
    profile = profile_named(name)
    bench.started(profile=name)
    request, document = bench.request(), bench.received[-1].body.decode()

    assert f"/{profile.dtd}/cXML.dtd" in document
    assert request.envelope.version == profile.version
    assert request.header.user_agent == profile.user_agent
    assert request.deployment_mode == profile.deployment_mode
    assert [key for key, _ in request.extrinsics] == [key for key, _ in profile.extrinsics]
    assert dict(request.extrinsics).get("UserEmail") == "ada@buyer.example"
    assert [credential.domain for credential in request.header.to][1:] == [domain for domain, _ in profile.to]
    assert (request.ship_to is not None, bool(request.contacts)) == (profile.ship_to, profile.contact)
    assert request.selected_item == (ItemID(profile.selected_item) if profile.selected_item else None)


def test_ariba_signs_in_as_a_service_of_its_own(bench: Bench) -> None:
    bench.started(profile="ariba")
    header = bench.request().header

    assert header.from_[0].identity == "BUYER-1"
    assert (header.sender[0].domain, header.sender[0].identity) == ("AribaNetworkUserId", "sysadmin@ariba.com")
    assert header.sender[0].shared_secret is not None


def test_an_unknown_profile_makes_no_session(bench: Bench) -> None:
    response = bench.make(bench.document(profile="mainframe"))

    assert response.status_code == 400
    assert "profile is not one of plain, ariba" in response.json()["error"]


GOOD: dict[str, Any] = {
    "part_id": "SKU-001",
    "auxiliary_id": "41/42",
    "quantity": Decimal(1),
    "unit_price": Decimal("1.2345"),
    "unit_of_measure": "EA",
    "description": "A bolt",
    "classifications": (("UNSPSC", "31161600"),),
}


@pytest.mark.parametrize(
    ("name", "changes", "words"),
    [
        ("ariba", {"part_id": "x" * 129}, "part id has 129 characters, 128 are kept"),
        ("ariba", {"auxiliary_id": "a?b}"}, "auxiliary id holds ? }, for which the line is refused"),
        ("ariba", {"description": "\u3042" * 667}, "description has 2001 bytes, 2000 are kept"),
        ("ariba", {"description": "x" * 256}, "description has 256 characters, 255 are shown"),
        ("coupa", {"unit_of_measure": "EACH"}, "'EACH' may be unknown: the import fails and the cart is lost"),
        ("jaggaer", {"unit_price": Decimal("1.23456")}, "unit price has 5 decimals, 4 are kept"),
        ("jaggaer", {"classifications": (("UNSPSC", "31.16.16"),)}, "UNSPSC code '31.16.16' has not 8 digits"),
        ("oracle", {"unit_of_measure": "EACH"}, "unit of measure has 4 characters, 3 are kept"),
        ("oracle", {"manufacturer": "x" * 31}, "manufacturer has 31 characters, 30 are kept"),
    ],
)
def test_a_limit_that_is_passed_is_told(name: str, changes: dict[str, Any], words: str) -> None:
    profile = profile_named(name)

    assert list(limits_met(profile, (HeldLine(**GOOD),))) == []
    told = list(limits_met(profile, (HeldLine(**GOOD | changes),)))

    assert any(words in one and one.startswith(f"{profile.title}, line 1") for one in told)


def test_a_plain_system_has_no_limits() -> None:
    line = HeldLine(**GOOD | {"part_id": "x" * 999, "unit_of_measure": "EACH", "description": "x" * 9999})

    assert list(limits_met(profile_named(PLAIN), (line,))) == []


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("sap-srm", {"unit_of_measure": "PCE"}),
        ("oci-5-by-get", {"unit_of_measure": "PCE"}),
        ("coupa", {"unit_of_measure": "", "unit_price": None}),
        ("coupa", {"part_id": "x" * 300, "auxiliary_id": "x" * 300}),
        ("ariba", {"auxiliary_id": "x" * 300}),
        ("oracle", {"auxiliary_id": "x" * 300}),
        ("jaggaer", {"unit_price": Decimal("1.23400000")}),
    ],
)
def test_no_limit_is_claimed_that_no_source_has(name: str, changes: dict[str, Any]) -> None:
    assert list(limits_met(profile_named(name), (HeldLine(**GOOD | changes),))) == []


def test_a_unit_of_iso_is_none_where_units_are_those_of_the_united_nations() -> None:
    (told,) = limits_met(profile_named("coupa"), (HeldLine(**GOOD | {"unit_of_measure": "PCE"}),))
    assert "'PCE' may be unknown" in told
    (missing,) = limits_met(profile_named("coupa"), (HeldLine(**GOOD | {"unit_of_measure": ""}),))
    assert "'' may be unknown" in missing


def test_the_session_page_shows_what_is_held(bench: Bench) -> None:
    session = bench.started(operation="edit", items=[{"part_id": "SKU-001", "auxiliary_id": "41/41", "quantity": 3}])
    message = replace(order_message(session["buyer_cookie"], descriptions=(Text("en", "A bolt"),)), items=())

    page = bench.post(session["form_post_url"], message)

    assert "The cart is empty." in page.text
