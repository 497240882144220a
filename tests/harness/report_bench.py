"""Records with evidence beside them, made by hand, for the tests of the report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lxml import html

from harness.documentation import Document, Statement
from harness.evidence import Evidence, write_evidence
from harness.record import RunRecord, ScenarioResult
from harness.reports.html import write_html
from harness.verdicts import Level
from simulators.wire import Body, Exchange, Redactor
from tests.harness.judge_bench import requirement

SIGNED_IN = "<script>Liferay.ThemeDisplay = {isSignedIn: function() { return true; }};</script>"
GUEST = SIGNED_IN.replace("true", "false")
TOKEN = "[access token 0123abcd]"


def exchange(number: int = 1, sender: str = "browser", receiver: str = "storefront", **values: Any) -> Exchange:
    """Return an exchange that went well; `asked` and `answered` are the bodies, `second` is when it began."""
    asked, answered = values.pop("asked", ""), values.pop("answered", "a page")
    headers = values.pop("headers", (("Content-Type", "text/html"),))
    second = values.pop("second", number)
    whole: dict[str, Any] = {
        "number": number,
        "scenario": "cart.feature: One",
        "started": f"2026-01-01T10:{second // 60:02}:{second % 60:02}.000000+00:00",
        "sender": sender,
        "receiver": receiver,
        "method": "GET",
        "url": "http://shop.example/web/shop/catalog",
        "request": Body(headers, asked, len(asked)),
        "status": 200,
        "answer": Body(headers, answered, len(answered)),
        "duration": 0.5,
    }
    return Exchange(**{**whole, **values})


def record_in(folder: Path, *results: ScenarioResult, **values: Any) -> RunRecord:
    """Return a finished record of some results, with the requirements they judge."""
    about = {"id": "abc", "seed": 7, "level": "regression", "started": "2026-01-01T00:00:00+00:00"}
    document = Document("current", "The connector", "tradecentric-7.4")
    names = dict.fromkeys(name for each in results for name in each.scenario.requirements)
    levels = {name: each.scenario.level for each in results for name in each.scenario.requirements}
    whole: dict[str, Any] = {
        "about": about,
        "target": {"name": "Acme staging", "generation": "tradecentric-7.4"},
        "catalogue": {name: requirement(name, levels.get(name, Level.MUST)) for name in names},
        "statements": (Statement(document, "A heading", 1, "Every line arrives.", ("P2G-CART-001",)),),
        "path": folder / "results.json",
        "finished": "2026-01-01T00:01:00+00:00",
    }
    record = RunRecord(**{**whole, **values})
    record.results = {each.scenario.id: each for each in results}
    return record


def with_evidence(folder: Path, name: str, *exchanges: Exchange, checks: int = 1) -> str:
    """Write an evidence file; return its name as the record has it."""
    evidence = Evidence(Redactor(b"a report"))
    for number in range(checks):
        evidence.expect(f"Check {number}", expected="A-1", got="A-1", where="the cart")
    file = f"evidence/{name}.json"
    write_evidence(folder / file, name, evidence, exchanges)
    return file


def report_of(record: RunRecord) -> html.HtmlElement:
    """Write the report of a record, and return it as a tree."""
    path = record.path.parent / "report.html"
    write_html(record, path)
    return html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))


def words(node: html.HtmlElement) -> str:
    """Return the words of an element and of all in it, with one space between them."""
    return " ".join(" ".join(map(str, node.itertext())).split())


def qualification_in(folder: Path, **values: Any) -> None:
    """Write a qualification of two defects, one of them missed, into a folder."""
    caught = {
        "name": "sku-lost",
        "wrong": "no SKU is posted",
        "requirement": "P2G-CART-001",
        "caught": True,
        "verdict": "failed",
        "by": ["cart.feature: One"],
        "trips": [{"requirement": "P2G-CART-002", "verdict": "failed", "because": "it has no SKU either"}],
        "trouble": "",
    }
    missed = {**caught, "name": "price-lost", "caught": False, "verdict": "passed", "by": [], "trips": []}
    whole = {
        "finished": "2026-01-01T00:00:00+00:00",
        "qualified": False,
        "full": False,
        "faults": ["price-lost: not caught"],
        "others": {"tripped": 1, "cells": 4},
        "defects": [caught, missed],
    }
    (folder / "qualification.json").write_text(json.dumps({**whole, **values}), encoding="utf-8")
