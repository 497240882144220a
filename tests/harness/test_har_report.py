"""HTTP archives of scenarios: what browsers' tools need, made of the evidence, and nothing that was redacted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import urlsplit

import pytest
import requests
from haralyzer import HarParser  # type: ignore[import-untyped]
from jsonschema import Draft202012Validator
from starlette.responses import PlainTextResponse, Response

from harness.evidence import Evidence, write_evidence
from harness.keeper import RecordKeeper
from harness.record import RunRecord
from harness.reports import write_archives
from harness.reports.har import archive_of
from harness.verdicts import Verdict
from simulators.wire import Body, Exchange, Journal, Party, Redactor, endpoint
from simulators.wire.journal import LONGEST_BODY
from tests.harness.judge_bench import planned, result
from tests.harness.run_bench import OTHERWISE, record_in

CREATOR = {"name": "punchout-harness", "version": "1"}
SECRET = "Zx81SecretOfTheHub"


def _object(**properties: Any) -> dict[str, Any]:
    """Return an object that has all of these members; others only of its own making, or a comment."""
    more = {"^(_|comment$|postData$|path$|domain$)": True}
    return {
        "type": "object",
        "required": list(properties),
        "properties": properties,
        "patternProperties": more,
        "additionalProperties": False,
    }


def _list_of(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


_TEXT = {"type": "string"}
_SIZE, _TIME = {"type": "integer", "minimum": -1}, {"type": "number", "minimum": -1}
_MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"}
_PAIRS = _list_of(_object(name=_TEXT, value=_TEXT))
_SENT_COOKIES = _list_of(_object(name=_TEXT, value=_TEXT))
_SET_COOKIES = _list_of(_object(name=_TEXT, value=_TEXT, httpOnly={"type": "boolean"}, secure={"type": "boolean"}))
_REQUEST = _object(
    method=_TEXT,
    url={"type": "string", "pattern": r"^https?://[^\s\[\]]+$"},
    httpVersion=_TEXT,
    cookies=_SENT_COOKIES,
    headers=_PAIRS,
    queryString=_PAIRS,
    headersSize=_SIZE,
    bodySize=_SIZE,
)
_RESPONSE = _object(
    status={"type": "integer", "minimum": 0},
    statusText=_TEXT,
    httpVersion=_TEXT,
    cookies=_SET_COOKIES,
    headers=_PAIRS,
    content=_object(size={"type": "integer", "minimum": 0}, mimeType=_TEXT, text=_TEXT),
    redirectURL=_TEXT,
    headersSize=_SIZE,
    bodySize=_SIZE,
)
_TIMINGS = _object(**dict.fromkeys(("blocked", "dns", "connect", "ssl", "send", "wait", "receive"), _TIME))
_ENTRY = _object(
    pageref=_TEXT,
    startedDateTime=_MOMENT,
    time={"type": "number", "minimum": 0},
    request=_REQUEST,
    response=_RESPONSE,
    cache=_object(),
    timings=_TIMINGS,
)
_PAGE = _object(id=_TEXT, title=_TEXT, startedDateTime=_MOMENT, pageTimings=_object())
_LOG = _object(
    version={"const": "1.2"},
    creator=_object(name=_TEXT, version=_TEXT),
    pages=_list_of(_PAGE),
    entries=_list_of(_ENTRY),
)
# The members that HAR 1.2 requires; own ones begin with an underscore.
FORMAT = Draft202012Validator(_object(log=_LOG))


def exchange(**values: Any) -> Exchange:
    """Return a call of the session API that was answered."""
    answer = Body((("Content-Type", "application/json"), ("Set-Cookie", "a=[cookie 1]; Path=/; HttpOnly")), "{}", 2)
    given: dict[str, Any] = {
        "number": 7,
        "scenario": "cart.feature: One",
        "started": "2026-01-01T00:00:00.123456+00:00",
        "sender": "hub",
        "receiver": "storefront",
        "method": "POST",
        "url": "http://shop.example/o/session?a=1&token=[access token 6cd5]&empty=#part",
        "request": Body((("content-type", "text/xml"), ("Cookie", "a=[cookie 1]; b=2=3")), "<a/>", 4),
        "status": 200,
        "answer": answer,
        "duration": 0.0015,
    }
    return Exchange(**{**given, **values})


def entry_of(one: Exchange) -> dict[str, Any]:
    """Return the entry of an exchange, as it is after its journey through an evidence file."""
    document = json.loads(json.dumps(vars(one), default=vars))
    archive = archive_of(result("One", Verdict.PASSED), [document], CREATOR)
    FORMAT.validate(archive)
    (entry,) = archive["log"]["entries"]
    return cast("dict[str, Any]", entry)


def test_an_exchange_is_an_entry() -> None:
    entry = entry_of(exchange())
    assert (entry["startedDateTime"], entry["time"]) == ("2026-01-01T00:00:00.123456+00:00", 1.5)
    assert sum(time for time in entry["timings"].values() if time > 0) == entry["time"]
    assert (entry["comment"], entry["_number"]) == ("hub -> storefront", 7)
    request, response = entry["request"], entry["response"]
    assert (request["method"], request["bodySize"]) == ("POST", 4)
    assert request["postData"] == {"mimeType": "text/xml", "text": "<a/>"}
    assert request["cookies"] == [{"name": "a", "value": "[cookie 1]"}, {"name": "b", "value": "2=3"}]
    assert {"name": "content-type", "value": "text/xml"} in request["headers"]
    assert (response["status"], response["statusText"], response["bodySize"]) == (200, "OK", 2)
    assert response["content"] == {"size": 2, "mimeType": "application/json", "text": "{}"}
    cookie = {"name": "a", "value": "[cookie 1]", "path": "/", "httpOnly": True, "secure": False}
    assert (response["cookies"], response["redirectURL"], "_error" in response) == ([cookie], "", False)


def test_a_url_is_one_and_its_parameters_can_be_read() -> None:
    request = entry_of(exchange())["request"]
    assert request["url"] == "http://shop.example/o/session?a=1&token=%5Baccess%20token%206cd5%5D&empty=#part"
    assert [(each["name"], each["value"]) for each in request["queryString"]] == [
        ("a", "1"),
        ("token", "[access token 6cd5]"),
        ("empty", ""),
    ]
    encoded = "http://shop.example/%7Ea/%2F?x=%20&y=%25"
    assert entry_of(exchange(url=encoded))["request"]["url"] == encoded


@pytest.mark.parametrize("failure", ["ConnectionError: refused", None])
def test_a_request_nobody_answered_says_so(failure: str | None) -> None:
    entry = entry_of(exchange(status=None, answer=None, duration=None, failure=failure))
    response = entry["response"]
    assert (response["status"], response["_error"], entry["time"]) == (0, failure or "no answer", 0)
    assert (response["bodySize"], response["content"]["size"]) == (-1, 0)


def test_a_redirect_names_where_to() -> None:
    moved = Body((("location", "/there"),), "", 0)
    response = entry_of(exchange(status=302, answer=moved))["response"]
    assert (response["redirectURL"], response["statusText"]) == ("/there", "Found")


def test_a_body_that_is_cut_says_so() -> None:
    long = Body((), "x" * 100, LONGEST_BODY + 1)
    content = entry_of(exchange(answer=long))["response"]["content"]
    assert (content["size"], content["comment"]) == (LONGEST_BODY + 1, "only the beginning is kept")
    whole = entry_of(exchange(answer=replace(long, size=LONGEST_BODY)))
    assert "comment" not in whole["response"]["content"]


@pytest.mark.parametrize(
    "hostile",
    [
        {"url": "http://shop.example/?\ud800=\ud800&%zz&&=&[["},
        {"status": 799},
        {"answer": Body((("Set-Cookie", ""), ("Set-Cookie", ";"), ("Set-Cookie", "=;=;Path"), ("", "")), "\ud800", 3)},
        {"request": Body((("Cookie", ";;"), ("Content-Type", "\ud800")), "\ud800", 3)},
        {"request": Body((), "", 0)},
    ],
)
def test_whatever_a_target_sends_is_an_entry(hostile: Mapping[str, Any]) -> None:
    assert entry_of(exchange(**hostile))["pageref"] == "scenario"


@pytest.mark.parametrize("damage", ["request", "response", "cache", "timings", "startedDateTime", "time"])
def test_an_entry_that_lacks_a_member_would_be_noticed(damage: str) -> None:
    entry = entry_of(exchange())
    assert Draft202012Validator(_ENTRY).is_valid(entry)
    del entry[damage]
    assert not Draft202012Validator(_ENTRY).is_valid(entry)


# --- the files


@pytest.fixture
def record(tmp_path: Path) -> RunRecord:
    """A run of two scenarios that have evidence, and one that was not run."""
    record = record_in(tmp_path)
    for name in ("one", "two"):
        path = f"evidence/{name}.json"
        exchanges = (exchange(number=1), exchange(number=2, method="\ud800")) if name == "one" else ()
        write_evidence(tmp_path / path, name, Evidence(Redactor(b"key")), exchanges)
        record.add(result(name, Verdict.FAILED, OTHERWISE, evidence=path))
    record.expect(planned("three"))
    return record


def archive(record: RunRecord, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((record.path.parent / "har" / name).read_text(encoding="utf-8"))
    FORMAT.validate(found)
    return cast("dict[str, Any]", found["log"])


def finish(keeper: RecordKeeper) -> int:
    session: Any = SimpleNamespace(exitstatus=0)
    keeper.pytest_sessionfinish(session, 0)
    return int(session.exitstatus)


def test_each_scenario_with_evidence_has_an_archive_of_that_name(record: RunRecord) -> None:
    write_archives(record, record.path.parent / "har")
    assert sorted(path.name for path in (record.path.parent / "har").iterdir()) == ["one.har", "two.har"]
    one = archive(record, "one.har")
    assert [entry["_number"] for entry in one["entries"]] == [1, 2]
    (page,) = one["pages"]
    assert (page["title"], page["comment"]) == ("cart.feature: one", "failed: The SKU is posted")
    assert {entry["pageref"] for entry in one["entries"]} == {page["id"]}
    assert (archive(record, "two.har")["pages"], archive(record, "two.har")["entries"]) == ([], [])


def test_who_reads_archives_of_browsers_reads_these(record: RunRecord) -> None:
    write_archives(record, record.path.parent / "har")
    read = HarParser.from_file(record.path.parent / "har" / "one.har")
    (page,) = read.pages
    assert (read.version, read.creator["name"], page.title) == ("1.2", "punchout-harness", "cart.feature: one")
    first, second = page.entries
    assert (first.request.method, first.status, first.startTime.year) == ("POST", 200, 2026)
    assert first.request.url.startswith("http://shop.example/o/session")
    assert (first.request.get_header_value("content-type"), second.status) == ("text/xml", 200)


@pytest.mark.parametrize("asked_for", [[], ["har"]])
def test_they_are_written_when_they_are_asked_for(record: RunRecord, asked_for: list[str]) -> None:
    finish(RecordKeeper(record, asked_for))
    assert (record.path.parent / "har").exists() is bool(asked_for)
    assert record.faults == []


def test_evidence_that_is_gone_is_a_fault_of_the_run(record: RunRecord) -> None:
    (record.path.parent / "evidence" / "two.json").unlink()
    assert finish(RecordKeeper(record, ["har"])) == 3
    assert [fault.partition(":")[0] for fault in record.faults] == ["har"]


def test_what_was_redacted_stays_so(tmp_path: Path, journal: Journal) -> None:
    """A real exchange, with a secret in its URL, headers, cookies and bodies."""

    def answers(_: Any) -> Response:
        return PlainTextResponse(f"the secret is {SECRET}", headers={"set-cookie": f"JSESSIONID={SECRET}; Path=/"})

    journal.redactor.declare(SECRET, "secret")
    record, evidence = record_in(tmp_path), Evidence(journal.redactor)
    with Party("hub", [endpoint("/", answers, "POST")], journal) as hub, journal.scenario("one"):
        headers = {"Authorization": f"Bearer {SECRET}", "Cookie": f"JSESSIONID={SECRET}"}
        requests.post(f"{hub.url}/?token={SECRET}", data={"password": SECRET}, headers=headers, timeout=10)
        write_evidence(tmp_path / "evidence" / "one.json", "one", evidence, journal.exchanges())
    record.add(result("one", Verdict.PASSED, evidence="evidence/one.json"))
    write_archives(record, tmp_path / "har")
    assert SECRET not in (tmp_path / "har" / "one.har").read_text(encoding="utf-8")
    (entry,) = archive(record, "one.har")["entries"]
    assert urlsplit(entry["request"]["url"]).path == "/"
    assert (entry["request"]["method"], entry["response"]["status"]) == ("POST", 200)
    assert entry["response"]["cookies"][0]["name"] == "JSESSIONID"
