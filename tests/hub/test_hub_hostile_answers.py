"""Hostile answers to a cart: each is on the wire what its name says, marked as meant, and held whole by nobody."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing, suppress
from typing import Any

import pytest
import requests

from simulators.hub.behaviour import ELSEWHERE
from simulators.hub.hostile_answers import DRIP, HOSTILE_ANSWERS, REDIRECTS, SCRIPT, SLIPPED_IN
from simulators.messages.addresses import is_address
from simulators.messages.cart import build_cart
from simulators.wire import ON_PURPOSE
from tests.hub.hub_bench import Bench, Company, cart
from tests.wire.wire_bench import wait_until

Seen = Callable[[requests.Response, str], bool]


def _named(response: requests.Response) -> str:
    """Return the address an answer names."""
    return str(response.json()["redirectUrl"])


def _is(media_type: str, begins: str) -> Seen:
    return lambda response, _: (
        response.headers["content-type"].startswith(media_type) and response.text.startswith(begins)
    )


def _status(status: int) -> Seen:
    return lambda response, url: (response.status_code, _named(response)) == (status, url)


def _names(changed: Callable[[str], bool]) -> Seen:
    return lambda response, _: changed(_named(response))


def _cannot_be_read(encoding: str) -> Seen:
    def seen(response: requests.Response, _: str) -> bool:
        with pytest.raises(UnicodeDecodeError):
            response.content.decode(encoding)
        return True

    return seen


def _is_of_two(first: str, second: str) -> Seen:
    def seen(response: requests.Response, _: str) -> bool:
        pairs: list[tuple[str, str]] = json.loads(response.content, object_pairs_hook=lambda pairs: pairs)
        (one, address), (other, also) = pairs
        return one == other == "redirectUrl" and address.startswith(first) and also.startswith(second)

    return seen


def _leads(where: str) -> Seen:
    return lambda response, url: response.headers["location"] == (url if where == "good" else url_of_loop(response))


def url_of_loop(response: requests.Response) -> str:
    """Return the address a loop leads to, once it was followed and led there again."""
    location = response.headers["location"]
    again = requests.get(location, allow_redirects=False, timeout=10)
    posted = requests.post(location, b"{}", allow_redirects=False, timeout=10)
    assert {again.headers["location"], posted.headers["location"]} == {location}
    assert {again.status_code, posted.status_code} == {response.status_code}
    return location


WHAT_THEY_ARE: dict[str, Seen] = {
    "JSON labelled as HTML": _is("text/html", '{"redirectUrl"'),
    "HTML labelled as JSON": _is("application/json", "<html>"),
    "a login page": _is("text/html", "<html>"),
    "a list": _is("application/json", '[{"redirectUrl"'),
    "null": _is("application/json", "null"),
    "a number": _is("application/json", "5"),
    "NaN": _is("application/json", "NaN"),
    "an empty object": _is("application/json", "{}"),
    "in UTF-16": lambda response, url: (
        response.content[:2] == b"\xff\xfe" and json.loads(response.content.decode("utf-16"))["redirectUrl"] == url
    ),
    "in Latin-1": _cannot_be_read("utf-8"),
    "with bytes of no character": _cannot_be_read("utf-8"),
    "nested 100,000 deep": lambda response, _: response.text.endswith("]" * 100_000 + "}"),
    "an address of 64 KB": _names(lambda url: len(url) > 64 * 1024 and not is_address(url)),
    "a good address and then a script": _is_of_two("http:", "javascript:"),
    "a script and then a good address": _is_of_two("javascript:", "http:"),
    **{f"status {n}": _status(n) for n in (202, 206, 401, 403, 404, 429, 500, 502, 503)},
    **{f"{n} to itself": _leads("loop") for n in REDIRECTS},
    **{f"{n} to a good place": _leads("good") for n in REDIRECTS},
    "a script in small and capital letters": _names(lambda url: url == f"JavaScript:{SCRIPT}"),
    "a script after a line feed": _names(lambda url: "".join(url.split()) == f"javascript:{SCRIPT}" != url),
    "a data address": _names(lambda url: url.startswith("data:text/html,<script>")),
    "a script of another language": _names(lambda url: url == f"vbscript:{SCRIPT}"),
    "a line feed in the address": _names(lambda url: url.startswith("http:") and "\n" in url),
    "headers after the address": _names(lambda url: f"\r\n{SLIPPED_IN}: 1\r\n" in url and "\r\nLocation: " in url),
    "headers and a page after the address": _names(lambda url: "\r\n\r\n<html>" in url),
    "markup in the address": _names(lambda url: f'"></a><script>{SCRIPT}' in url),
    "the end of a script in the address": _names(lambda url: f"</script><script>{SCRIPT}" in url),
    "the end of a text in the address": _names(lambda url: f"';{SCRIPT};" in url),
    "an address without its scheme": _names(lambda url: url.startswith("//127.")),
    "backslashes for slashes": _names(lambda url: url.startswith("http:\\\\127.")),
    "a backslash before another host": _names(lambda url: "\\@elsewhere.example/" in url),
    "credentials in the address": _names(lambda url: url.startswith("http://shop.example:x@127.")),
}


def test_every_hostile_answer_is_tested() -> None:
    assert {*WHAT_THEY_ARE, "100 MB"} == set(HOSTILE_ANSWERS)


@pytest.mark.parametrize("name", WHAT_THEY_ARE)
def test_a_hostile_answer_is_what_it_is_called_and_marked_as_meant(bench: Bench, company: Company, name: str) -> None:
    cookie = bench.begin(company)
    assert bench.behave(cookie, name).json() == {"answer": name}
    session = bench.seen(cookie)
    response = requests.post(
        session["return_url"],
        build_cart(cart()),
        headers={"Content-Type": "application/json"},
        allow_redirects=False,
        timeout=10,
    )
    assert response.headers[ON_PURPOSE] == name
    assert WHAT_THEY_ARE[name](response, bench.seen(cookie)["redirect_url"])
    assert bench.behave(cookie, "accept").status_code == 200
    assert _named(bench.post_cart(session["return_url"], cart())).startswith(session["back_url"])


def test_a_hundred_megabytes_come_piece_by_piece_and_nobody_keeps_them(bench: Bench, company: Company) -> None:
    cookie = bench.begin(company)
    bench.behave(cookie, "100 MB")
    with closing(_streamed(bench, cookie)) as response:
        size = sum(map(len, response.iter_content(1024 * 1024)))
    assert 100 * 1024 * 1024 < size < 101 * 1024 * 1024
    answer = _journalled(bench)
    assert answer.size == size
    assert len(answer.text) < 65 * 1024
    assert answer.text.startswith('{"redirectUrl": "')


def test_a_hub_that_drips_goes_on_until_it_is_let_go(bench: Bench, company: Company) -> None:
    cookie = bench.begin(company)
    bench.behave(cookie, DRIP)
    with closing(_streamed(bench, cookie)) as response:
        pieces = response.iter_content(None)
        assert next(pieces).startswith(b'{"redirectUrl": ')
        assert (next(pieces), next(pieces)) == (b" ", b" ")
        bench.behave(cookie, "accept")
        assert set(pieces) <= {b" "}
    assert bench.post_cart(bench.seen(cookie)["return_url"], cart()).status_code == 200


def test_a_hub_that_drips_closes_all_the_same() -> None:
    with Bench() as bench:
        cookie = bench.begin(bench.relate())
        bench.behave(cookie, DRIP)
        with closing(_streamed(bench, cookie)) as response:
            bench.hub.close()
            with suppress(requests.RequestException):  # it ends, well or badly
                assert response.content.startswith(b'{"redirectUrl": ')


def test_an_address_elsewhere_is_a_gateway_on_another_port(bench: Bench, company: Company) -> None:
    cookie = bench.begin(company)
    assert bench.behave(cookie, ELSEWHERE).status_code == bench.behave(cookie, ELSEWHERE).status_code == 200
    session = bench.seen(cookie)
    url = _named(bench.post_cart(session["return_url"], cart()))
    assert url.partition("/gateway")[0] != session["return_url"].partition("/gateway")[0]
    assert url.partition("/gateway")[2] == session["back_url"].partition("/gateway")[2] + "?redirect=1"
    assert requests.get(url, timeout=10).status_code == 200


@pytest.mark.parametrize("status", ["200", "304", "x"])
def test_there_is_no_loop_of_what_is_no_redirect(bench: Bench, status: str) -> None:
    assert requests.get(f"{bench.hub.url}/gateway/link/loop/{status}", timeout=10).status_code == 404


def _streamed(bench: Bench, cookie: str) -> requests.Response:
    url = bench.seen(cookie)["return_url"]
    return requests.post(url, build_cart(cart()), headers={"Content-Type": "application/json"}, stream=True, timeout=10)


def _journalled(bench: Bench) -> Any:
    """Return the last answer of the hub's gateway in the journal."""

    def last() -> Any:
        return [exchange for exchange in bench.journal.exchanges("") if "/gateway/link/api/" in exchange.url][-1].answer

    wait_until(lambda: last() is not None, "the answer is in the journal")
    return last()
