"""Set-up requests of a procurement system that means no good: no cart of others comes to it, and none is changed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
import requests

from simulators.messages.cxml import build_setup_request
from tests.hub.hub_bench import FORM_POST, Bench, Company, cart, document_of, item_out

THEIRS = "http://thief.example/return"


def test_whoever_uses_the_buyer_cookie_of_another_gets_a_session_of_its_own(bench: Bench, company: Company) -> None:
    thief = bench.relate()
    cookie = bench.begin(company)
    return_url = bench.seen(cookie)["return_url"]
    assert bench.set_up(thief, buyer_cookie=cookie, browser_form_post=THEIRS).status.code == 200
    stolen = bench.seen(cookie)

    assert stolen["return_url"] != return_url
    redirect_url = bench.post_cart(return_url, cart()).json()["redirectUrl"]
    action, _, message = bench.brought_back(redirect_url)
    assert (action, message.buyer_cookie) == (FORM_POST, cookie)
    assert message.header.to[0].identity == company.credential.identity
    assert bench.seen(cookie)["carts_accepted"] == 0
    assert [document_of(asked)["buyerAccountReferenceCode"] for asked in bench.shop.asked] == [company.code, thief.code]


def test_a_cart_in_the_session_of_a_thief_goes_to_the_thief_and_touches_no_other(
    bench: Bench, company: Company
) -> None:
    thief = bench.relate()
    cookie = bench.begin(company)
    back = bench.seen(cookie)["back_url"]
    bench.set_up(thief, buyer_cookie=cookie, browser_form_post=THEIRS)

    redirect_url = bench.post_cart(bench.seen(cookie)["return_url"], cart()).json()["redirectUrl"]

    assert bench.brought_back(redirect_url)[0] == THEIRS
    action, _, message = bench.brought_back(back)
    assert (action, message.items) == (FORM_POST, ())


def test_the_same_document_under_another_companys_credential_is_answered_anew(bench: Bench, company: Company) -> None:
    """What was answered to one company, its start page with the token, is never told to another."""
    thief, request = bench.relate(), bench.request(company)
    mine = bench.answer_to(build_setup_request(request))
    header = replace(request.header, from_=(replace(thief.credential, shared_secret=None),), sender=(thief.credential,))

    theirs = bench.answer_to(build_setup_request(replace(request, header=header)))

    assert (mine.status.code, theirs.status.code) == (200, 200)
    assert [document_of(asked)["buyerAccountReferenceCode"] for asked in bench.shop.asked] == [company.code, thief.code]


def test_in_the_name_of_another_with_the_own_secret_nobody_is_let_in(bench: Bench, company: Company) -> None:
    thief, request = bench.relate(), bench.request(company)
    forged = replace(
        request.header, sender=(replace(company.credential, shared_secret=thief.credential.shared_secret),)
    )

    assert bench.answer_to(build_setup_request(replace(request, header=forged))).status.code == 401
    assert bench.shop.asked == []


@pytest.mark.parametrize("operation", ["edit", "inspect"])
def test_a_cart_of_another_company_is_asked_for_in_the_own_name_and_the_shop_decides(
    bench: Bench, company: Company, operation: str
) -> None:
    cookie = bench.begin(company)
    bench.post_cart(bench.seen(cookie)["return_url"], cart())
    (line, *_), thief = cart().lines, bench.relate()

    bench.set_up(thief, operation=operation, items=(item_out(line.auxiliary_id, "9"),))

    asked = document_of(bench.shop.asked[-1])
    assert asked["buyerAccountReferenceCode"] == thief.code
    assert asked["punchOutSessionType"] == operation
    _, _, message = bench.brought_back(bench.seen(cookie)["redirect_url"])
    assert [item.quantity for item in message.items] == [Decimal(line.quantity) for line in cart().lines]


@pytest.mark.parametrize(
    "form_post", ["data:text/html,x", "http://", "//thief.example/", "mailto:a@b.example", "http:x"]
)
def test_a_form_post_that_is_no_web_address_is_refused_and_the_shop_not_asked(
    bench: Bench, company: Company, form_post: str
) -> None:
    assert bench.set_up(company, browser_form_post=form_post).status.code == 400
    assert bench.shop.asked == []


def test_a_form_post_is_written_as_text_into_the_page_that_goes_there(bench: Bench, company: Company) -> None:
    form_post = 'http://buyer.example/?x="></form><script>hostile()</script>'
    cookie = bench.begin(company, browser_form_post=form_post)
    redirect_url = bench.post_cart(bench.seen(cookie)["return_url"], cart()).json()["redirectUrl"]

    assert bench.brought_back(redirect_url)[0] == form_post
    assert "<script>hostile" not in requests.get(redirect_url, timeout=10).text
