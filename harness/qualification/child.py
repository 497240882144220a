"""A process that tries, made when everything is collected: it judges as any run does, and is for nothing else."""

from __future__ import annotations

import contextlib
import io
import json
import multiprocessing
import os
import shutil
import threading
import traceback
from collections.abc import Sequence
from multiprocessing.connection import Connection

import pytest

from harness import plugin
from harness.plan import planned_for
from harness.qualification.trial import INFORMATION, Trial, cell_of, outcome
from harness.verdicts import Verdict


def serve(trials: Connection, session: pytest.Session, items: Sequence[pytest.Item]) -> None:
    """Run the trials that come, one after another with scenarios that are collected.

    After each it says whether it can run another: a session that was stopped once cannot.
    """
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    # The record is all that is read of a trial; a reporter would tell of all trials before it again.
    session.config.pluginmanager.unregister(name="terminalreporter")
    with contextlib.suppress(EOFError):
        while not session.shouldstop:
            run(trials.recv(), session, items)
            trials.send(not session.shouldstop)
    # Nothing of the session that collected is this process's to end.
    os._exit(0)


def run(trial: Trial, session: pytest.Session, items: Sequence[pytest.Item]) -> None:
    """Run one trial; what there is to say besides its record is written beside that."""
    shutil.rmtree(trial.folder, ignore_errors=True)
    trial.folder.mkdir(parents=True)
    told = io.StringIO()
    try:
        with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
            _judge(trial, session, items)
        _forget_evidence(trial)
    except BaseException:  # whatever it is: nobody is left to hear of it
        told.write(traceback.format_exc())
    if told.getvalue():
        trial.output.write_text(told.getvalue(), encoding="utf-8", errors="backslashreplace")


def _judge(trial: Trial, session: pytest.Session, items: Sequence[pytest.Item]) -> None:
    """Make the run of a trial of the session that has collected."""
    config = session.config
    wanted = {"defect": trial.defect.name, "generation": trial.generation, "seed": trial.seed, "out": trial.folder}
    for name, value in {**wanted, "collectonly": False}.items():
        setattr(config.option, name, value if isinstance(value, bool) else str(value))
    plugin.pytest_configure(config)
    taken = [item for item in items if _takes(trial, item)]
    plugin.pytest_collection_modifyitems(config, taken)
    session.items, session.testsfailed, session.exitstatus = taken, 0, pytest.ExitCode.OK
    plugin.pytest_sessionstart(session)
    keeper, enough = plugin.keeper_of(config), _Enough(trial)
    keeper.reports = {}
    config.pluginmanager.register(enough)
    try:
        config.hook.pytest_collection_finish(session=session)
        with contextlib.suppress(session.Interrupted):
            config.hook.pytest_runtestloop(session=session)
        config.hook.pytest_sessionfinish(session=session, exitstatus=session.exitstatus)
    finally:
        for each in (keeper, enough):
            config.pluginmanager.unregister(each)


def _takes(trial: Trial, item: pytest.Item) -> bool:
    scenario = planned_for(item.nodeid)
    return scenario is not None and trial.takes(scenario)


class _Enough:
    """Ends a trial that is not full when the requirement has noticed."""

    def __init__(self, trial: Trial) -> None:
        self._trial = trial
        self._is_caught = False

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self) -> bool | None:
        """Run no other scenario any more."""
        return True if self._is_caught and not self._trial.full else None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Look at what a scenario says."""
        document = getattr(report, "punchout", None)
        if document is not None and cell_of(json.loads(document)) in (Verdict.FAILED, Verdict.WARNING, INFORMATION):
            self._is_caught = True


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
