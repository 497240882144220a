"""Judging a deployment: the events of a log, shown to the judge of the connector's generation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from harness.deployment.bundle_judge import BundleJudge
from harness.deployment.events import Event, events_in
from harness.deployment.findings import Finding
from harness.deployment.lines import Log
from harness.deployment.restart_judge import RestartJudge
from harness.errors import ConfigurationError


class Judge(Protocol):
    """Sees the events of a log one by one and keeps no more of them than its findings need."""

    def see(self, event: Event) -> None:
        """Take in the next event."""

    def findings(self) -> tuple[Finding, ...]:
        """Return what follows from the events seen, one finding for each subject of the generation."""


JUDGES: Mapping[str, Callable[[], Judge]] = {"punchout2go-2.1": RestartJudge, "tradecentric-7.4": BundleJudge}


def judge_deployment(log: Log, generation: str) -> tuple[Finding, ...]:
    """Return one finding for each subject of a generation.

    The log is read once, from its oldest line to its newest; of several deployments the last one counts.

    Raises:
        ConfigurationError: when nothing is known of the generation, or a file of the log cannot be read.

    """
    if generation not in JUDGES:
        raise ConfigurationError(
            "target.generation", f"a deployment of {generation!r} cannot be judged", f"Use one of {', '.join(JUDGES)}."
        )
    judge = JUDGES[generation]()
    for event in events_in(log):
        judge.see(event)
    return judge.findings()
