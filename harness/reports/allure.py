"""Results for an Allure report, in the format of its own Python package: one for each scenario, made of the record.

They are made when a run ends, and only when `--allure` asks for them; the package is an extra of this project, and
wanted then only. Allure knows fewer results than there are verdicts; the verdict itself is a label, and the message
begins with it:

| verdict | status |
|---|---|
| passed, warning, deviation, information | passed |
| failed, untestable | failed |
| error | broken |
| inapplicable, not_run | skipped |

A step has the status it ended with; where one ended the scenario, that of the scenario. The evidence is attached as it
is, and beside it the exchanges for a reader. Everything is redacted already. The record knows how long a scenario took
and not when it began: that is taken from its first exchange.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

from harness.record import RunRecord, ScenarioResult
from harness.reports.plain_text import plain, told_of
from harness.verdicts import Level, Verdict

STATUS: Mapping[Verdict, str] = {
    Verdict.PASSED: "passed",
    Verdict.WARNING: "passed",
    Verdict.DEVIATION: "passed",
    Verdict.FAILED: "failed",
    Verdict.UNTESTABLE: "failed",
    Verdict.ERROR: "broken",
    Verdict.INAPPLICABLE: "skipped",
    Verdict.NOT_RUN: "skipped",
}
SEVERITY: Mapping[Level, str] = {Level.MUST: "critical", Level.SHOULD: "normal", Level.MAY: "minor"}


def write_allure(record: RunRecord, folder: Path) -> None:
    """Write the result of every planned scenario, with its evidence, into a folder.

    Raises:
        OSError: when evidence cannot be read, or a result not be written.
        ImportError: when the extra is not installed.

    """
    from allure_commons.logger import AllureFileLogger

    # The package says nothing of its types.
    writer: Any = cast("Any", AllureFileLogger)(str(folder))
    for result in record.scenarios:
        evidence = record.path.parent / result.evidence if result.evidence else None
        exchanges = json.loads(evidence.read_text(encoding="utf-8"))["exchanges"] if evidence else []
        made = _result(record, result, exchanges)
        if evidence is not None:
            told, whole = _attached("exchanges", "text/plain", "txt"), _attached("evidence", "application/json", "json")
            writer.report_attached_data(plain("\n".join(map(_told, exchanges))), told.source)
            writer.report_attached_file(str(evidence), whole.source)
            made.attachments = [told, whole]
        writer.report_result(made)
    about = {"target": record.target["name"], "address": record.target["url"], "seed": record.about["seed"]}
    about |= {"generation": record.target["generation"], "level": record.about["level"], "run": record.about["id"]}
    text = "".join(f"{name} = {plain(str(value))}\n" for name, value in about.items())
    writer.report_attached_data(text, "environment.properties")


def _result(record: RunRecord, result: ScenarioResult, exchanges: Iterable[Mapping[str, Any]]) -> Any:
    """Return a result of Allure's own class."""
    from allure_commons.model2 import Parameter, StatusDetails, TestResult

    scenario = result.scenario
    began = _milliseconds(next((each["started"] for each in exchanges), record.about["started"]))
    made = TestResult(
        uuid=str(uuid4()),
        # The same in every run, so that a scenario has a history.
        historyId=_digest(scenario.id),
        testCaseId=_digest(f"{scenario.feature_file}: {scenario.name}"),
        name=plain(scenario.title),
        fullName=plain(scenario.id),
        description=plain(scenario.rule),
        status=STATUS[result.verdict],
        stage="finished",
        start=began,
        stop=began + round(result.duration * 1000),
        labels=list(_labels(result)),
        titlePath=[scenario.feature_file, *filter(None, [plain(scenario.rule)])],
    )
    if scenario.row:
        made.parameters = [Parameter(name="row", value=plain(scenario.row))]
    if result.verdict is not Verdict.PASSED or result.is_information:
        message, _, trace = told_of(result).partition("\n")
        made.statusDetails = StatusDetails(known=result.verdict is Verdict.DEVIATION, message=message, trace=trace)
    made.steps = list(_steps(result, began))
    return made


def _steps(result: ScenarioResult, began: int) -> Iterator[Any]:
    from allure_commons.model2 import TestStepResult

    for step in result.steps:
        ended = began + round(step.duration * 1000)
        status = "passed" if step.outcome == "passed" else STATUS[result.verdict]
        name = plain(f"{step.keyword} {step.text}")
        yield TestStepResult(name=name, status=status, stage="finished", start=began, stop=ended)
        began = ended


def _labels(result: ScenarioResult) -> Iterator[Any]:
    from allure_commons.model2 import Label

    scenario = result.scenario
    told = [
        ("feature", scenario.feature),
        ("story", scenario.rule),
        ("suite", scenario.feature_file.removesuffix(".feature")),
        ("severity", SEVERITY[scenario.level]),
        *(("tag", name) for name in scenario.requirements),
        ("verdict", "information" if result.is_information else result.verdict),
        ("framework", "punchout-harness"),
        ("language", "gherkin"),
    ]
    return (Label(name=name, value=plain(value)) for name, value in told if value)


def _attached(name: str, kind: str, ending: str) -> Any:
    from allure_commons.model2 import Attachment

    return Attachment(name=name, source=f"{uuid4()}-attachment.{ending}", type=kind)


def _told(exchange: Mapping[str, Any]) -> str:
    """Return an exchange for a reader, as it was on the wire."""
    lines = [
        f"#{exchange['number']} {exchange['sender']} -> {exchange['receiver']} ({exchange['started']})",
        f"{exchange['method']} {exchange['url']}",
        *_message(exchange["request"]),
        f"-> {exchange['failure'] or exchange['status'] or 'no answer'}",
        *_message(exchange["answer"] or {"headers": (), "text": ""}),
    ]
    return "\n".join(lines) + "\n"


def _message(body: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"{name}: {value}" for name, value in body["headers"])
    if body["text"]:
        yield f"\n{body['text']}\n"


def _milliseconds(moment: str) -> int:
    return round(datetime.fromisoformat(moment).timestamp() * 1000)


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:32]
