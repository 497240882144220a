"""The report a person reads in the terminal: requirement by requirement, then what failed and what to do about it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from harness.record import RunRecord, ScenarioResult
from harness.reports.catalogue import by_area
from harness.verdicts import Cause, Exit, Verdict, worst

_WIDTH = 110
_QUIET = (Verdict.PASSED, Verdict.INAPPLICABLE, Verdict.NOT_RUN)
_OUTCOME = {
    Exit.CONFORMANT: "CONFORMANT",
    Exit.NOT_CONFORMANT: "NOT CONFORMANT",
    Exit.INTERRUPTED: "INTERRUPTED: not everything was judged",
    Exit.HARNESS_FAULT: "NO VERDICT: the harness itself was at fault",
    Exit.USAGE: "NOT RUN",
    Exit.VACUOUS: "NO VERDICT: nothing was judged",
}
COLORS = {
    Verdict.PASSED: "green",
    Verdict.INAPPLICABLE: "cyan",
    Verdict.WARNING: "yellow",
    Verdict.DEVIATION: "yellow",
    Verdict.NOT_RUN: "yellow",
    Verdict.FAILED: "red",
    Verdict.UNTESTABLE: "red",
    Verdict.ERROR: "red",
}


@dataclass(frozen=True)
class Line:
    """A line of the report and its colour, none for plain text."""

    text: str
    color: str = ""


def terminal_report(record: RunRecord, width: int = _WIDTH) -> Iterator[Line]:
    """Yield the report of a run, line by line; `width` is that of the terminal in characters."""
    yield from _requirements(record, max(width, _WIDTH))
    reported = filter(is_told, record.scenarios)
    for result in reported:
        yield from _result(record, result)
    yield from _left_out(record)
    yield from _outcome(record)


def answer_of(record: RunRecord) -> str:
    """Return whether the target conforms, in the words of every report."""
    code, known = record.exit_code, record.counts[Verdict.DEVIATION]
    besides = f", {known} known deviation{'s' if known > 1 else ''} aside" if known and code is Exit.CONFORMANT else ""
    return f"{_OUTCOME[code]}{besides}"


def is_told(result: ScenarioResult) -> bool:
    """Tell whether a scenario is told by itself, not only counted: not as it should be, or with information."""
    return result.verdict not in _QUIET or result.is_information


def remedies_of(record: RunRecord, result: ScenarioResult) -> tuple[str, ...]:
    """Return what to do about a scenario, each thing once; nothing where its requirements were not judged."""
    failure, judged = result.failure, result.verdict is not Verdict.UNTESTABLE
    if not judged or failure is None or not failure.expected or failure.cause in (Cause.NO_ANSWER, Cause.RATE_LIMIT):
        return ()
    known = [record.catalogue[name].remedy for name in result.scenario.requirements if name in record.catalogue]
    return tuple(dict.fromkeys(known))


def _requirements(record: RunRecord, width: int) -> Iterator[Line]:
    """Yield the table, area by area, and what no scenario can judge."""
    judged = record.requirements
    for area, names in by_area(judged).items():
        yield Line("")
        yield Line(area)
        for name in names:
            yield _row(record, name, judged[name], width)
    if record.not_testable:
        yield Line("")
        count = len(record.not_testable)
        counted = f"{count} requirement{'s' if count > 1 else ''} besides"
        yield from _paragraph("Not testable", f"{counted}; punchout requirements says why of each")
        for_person = sum(bool(each.attested) for each in record.not_testable)
        if for_person:
            yield from _paragraph(
                "For a person", f"{for_person} of them a person can tell, who is asked with --attend NAME"
            )


def _row(record: RunRecord, name: str, results: list[ScenarioResult], width: int) -> Line:
    requirement = record.catalogue.get(name)
    verdict = worst(result.verdict for result in results)
    passed = sum(result.verdict is Verdict.PASSED for result in results)
    text = requirement.text if requirement else "(not in the catalogue)"
    level = requirement.level if requirement else results[0].scenario.level
    row = f"{name:<18} {level:<6} {verdict:<12} {f'{passed}/{len(results)}':>7}  "
    return Line(row + textwrap.shorten(text, width - len(row), placeholder=" ..."), COLORS[verdict])


def _result(record: RunRecord, result: ScenarioResult) -> Iterator[Line]:
    scenario, failure = result.scenario, result.failure
    yield Line("")
    verdict, color = ("information", "cyan") if result.is_information else (result.verdict, COLORS[result.verdict])
    yield Line(f"{verdict.upper()}  {scenario.feature}: {scenario.title}", color)
    for name in scenario.requirements:
        requirement = record.catalogue.get(name)
        if requirement:
            yield from _paragraph(f"{name} ({requirement.source})", requirement.text)
    if result.verdict is Verdict.DEVIATION:
        yield from _paragraph("reason", result.reason)
        return
    step = next((step for step in result.steps if step.outcome == "failed"), None)
    if step:
        yield from _paragraph("step", f"{step.keyword} {step.text}")
    if failure is None:
        yield from _paragraph("reason", result.reason)
    else:
        yield from _paragraph("judged", failure.what)
        for label in ("expected", "got", "where", "exchange", "hint", "details"):
            if getattr(failure, label):
                yield from _paragraph(label, getattr(failure, label))
    yield from _paragraph("what to do", " ".join(remedies_of(record, result)))
    if result.evidence:
        yield from _paragraph("evidence", str(record.path.parent / result.evidence))


def _left_out(record: RunRecord) -> Iterator[Line]:
    for verdict, word in ((Verdict.INAPPLICABLE, "Not applied"), (Verdict.NOT_RUN, "Not run")):
        reasons: dict[str, int] = {}
        for result in record.scenarios:
            if result.verdict is verdict:
                reasons[result.reason] = reasons.get(result.reason, 0) + 1
        for reason, count in reasons.items():
            yield Line("")
            yield from _paragraph(f"{word}: {count} scenario{'s' if count > 1 else ''}", reason)


def _outcome(record: RunRecord) -> Iterator[Line]:
    for fault in record.faults:
        yield Line("")
        yield from _paragraph("fault of the harness", fault)
    if record.stopped:
        yield Line("")
        yield from _paragraph("the run was stopped", f"{record.stopped}; what was left is not run")
    for entry in record.stale:
        yield Line("")
        yield from _paragraph(
            "stale deviation", f"{entry} no longer happens: take it out of the baseline, or find out why it is gone."
        )
    if record.about.get("level") == "certification":
        yield Line("")
        yield from _paragraph("qualification", qualification_in_words(record.about.get("qualification")))
    counts = ", ".join(f"{record.counts[verdict]} {verdict}" for verdict in Verdict if record.counts[verdict])
    yield Line("")
    code = record.exit_code
    color = {Exit.CONFORMANT: "green", Exit.VACUOUS: "yellow", Exit.INTERRUPTED: "yellow"}.get(code, "red")
    yield Line(f"{record.target['name']} ({record.target['generation']}): {answer_of(record)}", color)
    informing = sum(result.is_information for result in record.scenarios)
    aside = f" ({informing} of them with information)" if informing else ""
    yield Line(f"{len(record.requirements)} requirements, {len(record.scenarios)} scenarios: {counts or 'none'}{aside}")
    page = record.path.with_name("report.html")
    to_read = f"; to read: {page}" if page.is_file() else ""
    yield Line(f"seed {record.about['seed']}, results in {record.path}{to_read}")


def qualification_in_words(found: Mapping[str, Any] | None) -> str:
    """Say whether the suite that judged has shown that it notices."""
    again = "run punchout qualify into the same folder before you certify"
    if found is None:
        return f"nobody has shown in this folder that the suite notices broken storefronts: {again}"
    if not found["of_this_suite"] or not found["qualified"]:
        state = "was not qualified" if found["of_this_suite"] else "has changed since it was qualified"
        return f"the suite {state} ({found['finished']}): {again}"
    if not found["whole"]:
        return (
            f"only {found['defects']} chosen defects were tried ({found['finished']}), which qualifies no "
            "certification: run punchout qualify into the same folder, without naming any, before you certify"
        )
    scope = "all scenarios" if found["full"] else "the scenarios that see them"
    return (
        f"the suite caught {found['defects']} defects with {scope}, and {found['requirements']} requirements were "
        f"seen to fail ({found['finished']}, {found['file']})"
    )


def _paragraph(label: str, text: str) -> Iterator[Line]:
    lines = [
        part for line in text.splitlines() for part in textwrap.wrap(line, _WIDTH - 6, break_long_words=False) or [""]
    ]
    if not lines:
        return
    if len(lines) == 1 and len(label) + len(lines[0]) < _WIDTH:
        yield Line(f"  {label}: {lines[0]}")
        return
    yield Line(f"  {label}:")
    for line in lines:
        yield Line(f"    {line}")
