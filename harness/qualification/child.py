"""The process of one trial, made when everything is collected: it judges as any run does, and is for nothing else."""

from __future__ import annotations

import contextlib
import io
import json
import multiprocessing
import os
import shutil
import sys
import threading
import traceback
from collections.abc import Sequence

import pytest

from harness import plugin
from harness.plan import planned_for
from harness.qualification.trial import INFORMATION, Trial, cell_of, outcome
from harness.verdicts import Exit, Verdict


def run(trial: Trial, session: pytest.Session, items: Sequence[pytest.Item]) -> None:
    """Run a trial with scenarios that are collected, and end this process."""
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    shutil.rmtree(trial.folder, ignore_errors=True)
    trial.folder.mkdir(parents=True)
    output = os.open(trial.folder / "output.txt", os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o644)
    for number in (1, 2):
        os.dup2(output, number)
    told = io.StringIO()
    code: int = Exit.HARNESS_FAULT
    try:
        with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
            code = _judge(trial, session, items)
        _forget_evidence(trial)
    except BaseException:  # whatever it is: nobody is left to hear of it
        told.write(traceback.format_exc())
    os.write(output, told.getvalue().encode("utf-8", "backslashreplace"))
    os._exit(code)


def _judge(trial: Trial, session: pytest.Session, items: Sequence[pytest.Item]) -> int:
    """Make the run of a trial of the session that has collected, and return its exit code."""
    config = session.config
    wanted = {"defect": trial.defect.name, "generation": trial.generation, "seed": trial.seed, "out": trial.folder}
    for name, value in {**wanted, "collectonly": False}.items():
        setattr(config.option, name, value if isinstance(value, bool) else str(value))
    plugin.pytest_configure(config)
    taken = list(items)
    plugin.pytest_collection_modifyitems(config, taken)
    scenarios = ((item, planned_for(item.nodeid)) for item in taken)
    session.items = [item for item, scenario in scenarios if scenario is not None and trial.takes(scenario)]
    plugin.pytest_sessionstart(session)
    # The record is all that is read of a trial.
    plugin.keeper_of(config).reports = {}
    config.hook.pytest_collection_finish(session=session)
    config.pluginmanager.register(_Enough(trial, session))
    with contextlib.suppress(session.Failed):
        config.hook.pytest_runtestloop(session=session)
    config.hook.pytest_sessionfinish(session=session, exitstatus=session.exitstatus)
    return int(session.exitstatus)


class _Enough:
    """Ends a trial that is not full when the requirement has noticed."""

    def __init__(self, trial: Trial, session: pytest.Session) -> None:
        self._trial = trial
        self._session = session

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Look at what a scenario says."""
        document = getattr(report, "punchout", None)
        if document is None or self._trial.full:
            return
        if cell_of(json.loads(document)) in (Verdict.FAILED, Verdict.WARNING, INFORMATION):
            # Not shouldstop, which pytest takes for an interruption and explains at length.
            self._session.shouldfail = "the defect is caught"


def _end_with_parent() -> None:
    """End this process when that which made it is gone, by whatever: nobody would read what it says."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _forget_evidence(trial: Trial) -> None:
    """Keep the evidence of what was noticed: of all that went well, it is that of any other run."""
    noticed = {name for names in outcome(trial, 0, "").noticed.values() for name in names}
    document = json.loads(trial.results.read_text(encoding="utf-8"))
    for scenario in document["scenarios"]:
        if scenario["id"] not in noticed and scenario["evidence"]:
            (trial.folder / scenario["evidence"]).unlink(missing_ok=True)
    for journal in (trial.folder / "evidence").glob("journal-*.jsonl"):
        journal.unlink()
    sys.stdout.flush()
