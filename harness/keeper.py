"""The keeper of the record: a plugin of the controlling process, which hears of every scenario whoever ran it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

import pytest

from harness.certification.certifying import PACKAGE, Certification
from harness.plan import planned_for
from harness.record import Failure, RunRecord, ScenarioResult
from harness.reports import (
    terminal_report,
    write_allure,
    write_archives,
    write_coverage,
    write_cucumber,
    write_html,
    write_junit,
)
from harness.stopping import Stop, Unanswered, stop_file
from harness.targets.turns import Turns
from harness.verdicts import Exit, Verdict
from simulators.wire import waiting

Report = Callable[[RunRecord, Path], None]

# What is written beside the record, and what is added to that when it is asked for.
REPORTS: Mapping[str, Report] = {
    "junit.xml": write_junit,
    "cucumber.json": write_cucumber,
    "coverage.txt": write_coverage,
    # The last, because it tells what could not be written.
    "report.html": write_html,
}
ON_DEMAND: Mapping[str, Report] = {"har": write_archives, "allure-results": write_allure}


class RecordKeeper:
    """Fills the record while the run goes on, and ends it; `reports` are what it writes then beside the record."""

    def __init__(
        self, record: RunRecord, asked_for: Collection[str] = (), certification: Certification | None = None
    ) -> None:
        """Keep a record, write what is asked for beside the reports, and end a `certification` when the run ends."""
        self._record = record
        self._certification = certification
        self.reports = {**{name: ON_DEMAND[name] for name in asked_for if name in ON_DEMAND}, **REPORTS}
        self._interrupted = False
        self._unanswered = Unanswered()
        self._stop = Stop(stop_file(record.path.parent))
        self._session: pytest.Session | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> None:
        """Remember the session, which may have to be stopped."""
        self._session = session

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Note the scenarios that are going to run."""
        self._expect([item.nodeid for item in session.items])

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, node: Any, ids: list[str]) -> None:
        """Note the scenarios the workers are going to run."""
        del node
        self._expect(ids)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Remember a feature that could not be read."""
        if report.failed:
            where = report.nodeid or "the features"
            self._record.faults.append(f"{where} could not be collected: {report.longreprtext}")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take a scenario's result, or note why there is none."""
        self._record.take_losses(json.loads(getattr(report, "lost", "[]")))
        document = getattr(report, "punchout", None)
        if document is not None:
            self._take(ScenarioResult.from_document(json.loads(document)))
        elif report.failed and getattr(report, "verdict", None) is None:
            # A worker that died reports for the scenario it was at.
            self._take_lost(report.nodeid, report.longreprtext.strip())

    @pytest.hookimpl(tryfirst=True)
    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Note that a person broke off; a second Ctrl-C may keep pytest from saying so later."""
        # What stops a session is of a class derived from it.
        self._interrupted = self._interrupted or excinfo.type is KeyboardInterrupt
        excinfo.traceback = excinfo.traceback.filter(_has_line)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """End the record; its exit code is that of the run."""
        record = self._record
        # A run that was stopped by the harness itself is called interrupted by pytest too.
        broken_off = exitstatus == pytest.ExitCode.INTERRUPTED and not record.stopped
        interrupted = (self._interrupted or broken_off) and not record.faults
        if exitstatus == pytest.ExitCode.INTERNAL_ERROR:
            record.faults.append("pytest itself broke off; its message stands above")
        # Reports tell how the run ended, so it ends first; what they lose makes it end in another way.
        code = record.finish(interrupted=interrupted)
        for name, write in self.reports.items():
            path = record.path.parent / name
            try:
                with waiting(f"{name} to be written"):
                    write(record, path)
            except OSError as error:
                record.losses.note(name, path, error)
                record.take_losses()
                code = record.finish(interrupted=interrupted)
        code = self._certify(code)
        Turns(record.path.parent / "turns").clear()
        self._stop.clear()
        session.exitstatus = code

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the report."""
        terminalreporter.section("punch out conformance")
        for line in terminal_report(self._record, shutil.get_terminal_size().columns):
            terminalreporter.write_line(line.text, **({line.color: True} if line.color else {}))
        if self._certification is not None:
            for told in self._certification.lines(self._record.path.parent):
                terminalreporter.write_line(told)

    def _certify(self, code: Exit) -> Exit:
        """End the certification of a run that has ended with a code; return the code the run has then."""
        record = self._record
        if self._certification is None:
            return code
        try:
            # What is written on demand is made of the evidence, which is in the package.
            with waiting(f"{PACKAGE} to be made"):
                self._certification.end(record, tuple(name for name in self.reports if name in REPORTS))
        except OSError as error:
            record.losses.note("certification", record.path.parent / PACKAGE, error)
            record.take_losses()
            return record.finish(interrupted=record.interrupted)
        return code

    def _take(self, result: ScenarioResult) -> None:
        record = self._record
        if self._certification is not None and result.scenario.id in record.results:
            self._certification.again.append(result.scenario.id)
        record.add(result)
        reason = self._unanswered.take(result)
        if reason and not record.stopped and self._session is not None:
            record.stopped = reason
            self._stop.give(self._session, reason)

    def _take_lost(self, node_id: str, said: str) -> None:
        """Record the scenario a worker was at when it ended; of one that was judged by then the verdict stands."""
        last = (said.splitlines() or ["no reason was given"])[-1]
        planned = planned_for(node_id)
        if planned is None or planned.id in self._record.results:
            self._record.faults.append(f"{node_id}: {last}")
            return
        failure = Failure(
            "The worker that ran the scenario ended in the middle of it: it was killed, or crashed",
            hint="See whether the machine ran out of memory. On a target that is not the run's own, what the scenario "
            "had made or changed by then is still there.",
            details=last,
        )
        self._take(ScenarioResult(planned, Verdict.ERROR, failure.what, failure))

    def _expect(self, node_ids: list[str]) -> None:
        for scenario in filter(None, map(planned_for, node_ids)):
            self._record.expect(scenario)
        self._record.write(at_once=True)


def _has_line(entry: Any) -> bool:
    """Tell whether a frame was at a line: Python has instructions of none, and pytest breaks off when it shows one."""
    try:
        return bool(entry.lineno >= 0)
    except TypeError:
        return False
