"""JUnit XML of a run, for CI servers: a suite per feature, a case per scenario."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from lxml import etree

from harness.record import RunRecord, ScenarioResult
from harness.reports.plain_text import plain
from harness.verdicts import Verdict
from simulators.wire import write_whole

_FAILURES = (Verdict.FAILED, Verdict.UNTESTABLE)
_SKIPPED = (Verdict.INAPPLICABLE, Verdict.NOT_RUN)


def write_junit(record: RunRecord, path: Path) -> None:
    """Write the record as JUnit XML; a warning, a deviation or information is a passed case whose property says so."""
    root = etree.Element("testsuites", name="punchout")
    _count(root, record.scenarios)
    for feature, group in groupby(record.scenarios, key=lambda result: result.scenario.feature):
        results = list(group)
        suite = etree.SubElement(root, "testsuite", name=plain(feature))
        _count(suite, results)
        for result in results:
            _add_case(suite, result)
    etree.indent(root)
    write_whole(path, etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n")


def _count(element: etree._Element, results: list[ScenarioResult]) -> None:
    def count(*verdicts: Verdict) -> str:
        return str(sum(result.verdict in verdicts for result in results))

    element.set("tests", str(len(results)))
    element.set("failures", count(*_FAILURES))
    element.set("errors", count(Verdict.ERROR))
    element.set("skipped", count(*_SKIPPED))
    element.set("time", f"{sum(result.duration for result in results):.3f}")


def _add_case(suite: etree._Element, result: ScenarioResult) -> None:
    case = etree.SubElement(
        suite,
        "testcase",
        classname=result.scenario.feature_file.removesuffix(".feature"),
        name=plain(result.scenario.title),
        time=f"{result.duration:.3f}",
    )
    properties = etree.SubElement(case, "properties")
    for name in result.scenario.requirements:
        etree.SubElement(properties, "property", name="requirement", value=name)
    etree.SubElement(properties, "property", name="level", value=result.scenario.level)
    etree.SubElement(properties, "property", name="verdict", value=result.verdict)
    if result.is_information:
        etree.SubElement(properties, "property", name="information", value=plain(result.reason))
    if result.verdict in _FAILURES:
        etree.SubElement(case, "failure", message=plain(result.reason), type=result.verdict).text = _text(result)
    elif result.verdict is Verdict.ERROR:
        etree.SubElement(case, "error", message=plain(result.reason), type=result.verdict).text = _text(result)
    elif result.verdict in _SKIPPED:
        etree.SubElement(case, "skipped", message=plain(result.reason))


def _text(result: ScenarioResult) -> str:
    failure = result.failure
    if failure is None:
        return plain(result.reason)
    lines = [f"expected: {failure.expected}", f"got: {failure.got}", f"where: {failure.where}", failure.exchange]
    return plain("\n".join(line for line in [*lines, failure.details] if line))
