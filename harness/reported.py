"""What pytest's reports carry: the verdict of a scenario, its result, and what could not be written meanwhile.

Attributes of plain text reach the controller from any worker.
"""

from __future__ import annotations

import json
import traceback
from collections.abc import Sequence

import pytest

from harness.errors import Inapplicable, NotAttended
from harness.plan import PlannedScenario
from harness.record import Failure, ScenarioResult
from harness.scenario_run import ScenarioRun
from harness.verdicts import Verdict
from simulators.wire import Redactor


def send(
    report: pytest.TestReport, verdict: Verdict, result: ScenarioResult | None = None, lost: Sequence[str] = ()
) -> None:
    """Let a report carry a verdict, the result, and what could not be written meanwhile."""
    report.__dict__["verdict"] = str(verdict)
    report.__dict__["lost"] = json.dumps(lost)
    if result is not None:
        report.__dict__["punchout"] = json.dumps(result.document())


def apply(report: pytest.TestReport, run: ScenarioRun, item: pytest.Item) -> None:
    """Let pytest's outcome follow the verdict."""
    verdict = run.verdict_of_steps()
    send(report, verdict)
    # What was captured is not redacted.
    report.sections = []
    if run.error is None:
        return
    message = run.journal.redactor.text(str(run.error))
    if isinstance(run.error, Inapplicable | NotAttended):
        report.outcome, report.longrepr = "skipped", (str(item.path), 0, f"Skipped: {message}")
    elif verdict in (Verdict.PASSED, Verdict.WARNING, Verdict.DEVIATION):
        report.outcome, report.longrepr = "passed", None
        report.__dict__["informs"] = verdict is Verdict.PASSED
    else:
        report.outcome, report.longrepr = "failed", message


def apply_without_stage(
    report: pytest.TestReport, call: pytest.CallInfo[None], planned: PlannedScenario, redactor: Redactor
) -> None:
    """Record a scenario whose stage could not be set: the parties of the worker did not start."""
    if call.excinfo is None:
        return
    message = redactor.text(str(call.excinfo.value))
    details = redactor.text("".join(traceback.format_exception(call.excinfo.value)))
    failure = Failure(f"The parties of the run could not be started: {message}", details=details)
    result = ScenarioResult(planned, Verdict.ERROR, failure.what, failure)
    report.longrepr = message
    send(report, result.verdict, result)
