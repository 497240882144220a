"""The part of the pytest plugin that has to do with a person who attends: options, announcement, fixture."""

from __future__ import annotations

from contextlib import ExitStack
from typing import cast

import pytest

from harness.attestation import Attendance
from harness.attestation.asking import TerminalWitness
from harness.attestation.terminal import controlling_terminal
from harness.errors import ConfigurationError, NotAttended
from harness.evidence import Evidence
from harness.plan import planned_for
from harness.project import CATALOGUE
from harness.requirements import read_catalogue
from harness.settings import RunSettings
from harness.stage import Stage
from harness.staged_witness import StagedWitness

_NAME = "punchout-attendance"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options; `punchout certify` has the same."""
    group = parser.getgroup("punchout")
    group.addoption("--attend", metavar="NAME", help="who answers at this terminal what only a person can do or tell")
    group.addoption("--attend-deadline", metavar="SECONDS", help="how long there is for each answer; 900")


class Attending:
    """Holds the attendance of a run, and the terminal of the person, until the run ends."""

    def __init__(self, settings: RunSettings) -> None:
        """Open the terminal of who attends; without one, nobody does."""
        self._open = ExitStack()
        name, deadline = settings.attend, settings.attend_deadline
        try:
            terminal = self._open.enter_context(controlling_terminal(deadline))
            self.attendance = Attendance(name, TerminalWitness(terminal), deadline=deadline)
        except NotAttended as reason:
            self.attendance = Attendance(name, absent=f"a person has to judge it, and {reason}")

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Announce what is to come, before anything is judged."""
        planned = filter(None, (planned_for(item.nodeid) for item in session.items))
        self.attendance.announce([scenario for scenario in planned if scenario.is_attested])

    def pytest_unconfigure(self) -> None:
        """Close the terminal."""
        self._open.close()


def attend(config: pytest.Config, settings: RunSettings) -> None:
    """Let who attends be asked in this run, if somebody does.

    Raises:
        ConfigurationError: when several processes would ask one person.

    """
    if not settings.attend:
        return
    if getattr(config.option, "tx", None):
        raise ConfigurationError(
            "--attend",
            "the run has workers (-n), and a person answers one process at a terminal",
            "Leave out -n, or run them apart: -m attested takes what needs a person, -m 'not attested' the rest.",
        )
    config.pluginmanager.register(Attending(settings), _NAME)


@pytest.fixture
def witness(request: pytest.FixtureRequest, stage: Stage, evidence: Evidence) -> StagedWitness:
    """The person who attends, in this scenario; or nobody."""
    attending = cast("Attending | None", request.config.pluginmanager.get_plugin(_NAME))
    scenario = planned_for(request.node.nodeid)
    assert scenario is not None  # a stage has been set for it
    attendance = attending.attendance if attending else Attendance()
    return StagedWitness(attendance, scenario, evidence, stage.target, stage.world.out, read_catalogue(CATALOGUE))
