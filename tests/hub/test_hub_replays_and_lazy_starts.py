"""Set-up requests that come twice, and shops that are asked only when the buyer arrives."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import requests
from starlette.responses import JSONResponse

from simulators.messages.cxml import Credential, build_setup_request
from tests.hub.hub_bench import START_URL, Bench, Company


def test_a_document_sent_again_is_answered_as_it_was_and_asks_the_shop_once(bench: Bench, company: Company) -> None:
    document = build_setup_request(bench.request(company))

    with ThreadPoolExecutor(4) as several:
        answers = {response.content for response in several.map(bench.send, [document] * 4)}

    assert len(answers) == 1
    assert len(bench.shop.asked) == 1


def test_another_document_with_the_same_payload_id_is_a_conflict(bench: Bench, company: Company) -> None:
    request = bench.request(company)
    bench.answer_to(build_setup_request(request))

    response = bench.answer_to(build_setup_request(replace(request, buyer_cookie="bc-another")))

    assert response.status.code == 409
    assert response.start_page is None
    assert len(bench.shop.asked) == 1


def test_another_company_may_use_the_same_payload_id(bench: Bench, company: Company) -> None:
    request = bench.request(company)
    bench.answer_to(build_setup_request(request))
    other = bench.relate()

    assert bench.set_up(other, envelope=request.envelope).status.code == 200


def test_a_payload_id_is_not_taken_by_somebody_who_is_not_let_in(bench: Bench, company: Company) -> None:
    request = bench.request(company)
    thief = Credential("NetworkID", company.credential.identity, "wrong")
    stolen = replace(request, header=replace(request.header, sender=(thief,)))
    assert bench.answer_to(build_setup_request(stolen)).status.code == 401

    assert bench.answer_to(build_setup_request(request)).status.code == 200


def test_a_document_the_shop_was_too_weak_for_may_be_tried_again(bench: Bench, company: Company) -> None:
    document = build_setup_request(bench.request(company))
    bench.shop.session = lambda _: JSONResponse({}, 503)
    assert bench.answer_to(document).status.code == 550
    bench.shop.reset()

    assert bench.answer_to(document).start_page == START_URL


def test_a_lazy_session_is_asked_for_when_the_browser_arrives(bench: Bench) -> None:
    company = bench.relate(session_request="lazy")
    response = bench.set_up(company)
    assert response.start_page is not None
    assert response.start_page.startswith(f"{bench.hub.url}/gateway/link/start/id/")
    assert bench.shop.asked == []

    arrived = requests.get(response.start_page, allow_redirects=False, timeout=10)

    assert (arrived.status_code, arrived.headers["location"]) == (303, START_URL)
    assert len(bench.shop.asked) == 1


def test_a_browser_the_shop_gives_no_session_to_is_told_why(bench: Bench) -> None:
    company = bench.relate(session_request="lazy")
    start_page = bench.set_up(company).start_page or ""
    bench.shop.session = lambda _: JSONResponse({"title": "<b>closed</b>"}, 403)

    arrived = requests.get(start_page, allow_redirects=False, timeout=10)

    assert arrived.status_code == 502
    assert "HTTP 403: &lt;b&gt;closed&lt;/b&gt;" in arrived.text


def test_a_start_page_of_no_session_leads_nowhere(bench: Bench) -> None:
    assert requests.get(f"{bench.hub.url}/gateway/link/start/id/0", timeout=10).status_code == 404
