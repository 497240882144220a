"""Order messages of somebody who means no good: what they are worth without the address of the session, and with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from simulators.messages.cxml import Credential, Header
from tests.procurement.procurement_bench import Bench, order_message, responding

STRANGER = (Credential("DUNS", "666"),)


def _untouched(bench: Bench, session: dict[str, Any]) -> bool:
    record = bench.see(session)
    return (record["state"], record["held"], record["order_messages"]) == ("started", [], [])


def test_whoever_a_message_says_it_is_from_the_address_of_the_session_decides(bench: Bench) -> None:
    session, other = bench.started(), bench.started()
    message = order_message(session["buyer_cookie"])
    forged = replace(message, header=Header(STRANGER, STRANGER, STRANGER, "forger"))

    assert bench.post(other["form_post_url"], forged).status_code == 409
    assert _untouched(bench, session)
    assert _untouched(bench, other)
    assert bench.post(session["form_post_url"], forged).status_code == 200
    (noticed,) = [one for one in bench.see(session)["advisories"] if "another supplier" in one]
    assert "DUNS 666" in noticed.replace("duns", "DUNS")


@pytest.mark.parametrize("domain", ["DUNS", "duns"])
def test_the_supplier_that_was_asked_is_not_noticed(bench: Bench, domain: str) -> None:
    session = bench.started()
    message = order_message(session["buyer_cookie"])
    asked = (Credential("Other", "1"), Credential(domain, "000000001"))

    bench.post(session["form_post_url"], replace(message, header=replace(message.header, from_=asked)))

    assert [one for one in bench.see(session)["advisories"] if "another supplier" in one] == []


def test_a_secret_guessed_in_a_message_opens_nothing(bench: Bench) -> None:
    session = bench.started()
    message = order_message(session["buyer_cookie"])
    knowing = replace(message, header=replace(message.header, sender=(Credential("DUNS", "000000001", "guessed"),)))
    address = session["form_post_url"].partition("?")[0]

    assert bench.post(f"{address}?session=guessed", knowing).status_code == 409
    assert _untouched(bench, session)


def test_another_browser_with_the_buyers_address_brings_one_cart_and_no_second(bench: Bench) -> None:
    """No cookie of procurement's goes along: whoever has the address may post to it, once."""
    session = bench.started()

    answers = [bench.post(session["form_post_url"], order_message(session["buyer_cookie"])) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 409]
    assert len(bench.see(session)["order_messages"]) == 1


def test_of_a_refused_and_of_a_never_launched_punch_out_no_cart_is_taken(bench: Bench) -> None:
    bench.answer = responding(401, None)
    refused = bench.begin()
    bench.launch(refused)
    never = bench.begin()

    for session, state in ((refused, "refused"), (never, "new")):
        assert bench.bring_back(session).status_code == 409
        assert (bench.see(session)["state"], bench.see(session)["held"]) == (state, [])
