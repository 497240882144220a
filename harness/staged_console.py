"""The target's console log, as a scenario reads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from harness.deployment import Finding, Log, LogLine, judge_deployment
from harness.errors import ConfigurationError, Untestable
from harness.targets import Target
from simulators.wire import Redactor

_Read = TypeVar("_Read")


class StagedConsole:
    """Reads the console log anew each time; each method raises Inapplicable when the target file names no log."""

    def __init__(self, target: Target, redactor: Redactor) -> None:
        self._target = target
        self._redactor = redactor

    def deployment_findings(self) -> tuple[Finding, ...]:
        """Return what the log says of the deployment.

        Raises:
            Untestable: when the log cannot be read.

        """
        return self._read(lambda log: judge_deployment(log, self._target.file.generation))

    def lines(self, words: str) -> tuple[LogLine, ...]:
        """Return the lines of the log that hold these words, as far as it is written, or the label of a secret.

        The log of the run's own storefront has labels in the places of secrets; any other has them as they are.

        Raises:
            Untestable: when the log cannot be read.

        """
        return self._read(lambda log: tuple(log.containing((words, self._redactor.text(words)))))

    def _read(self, read: Callable[[Log], _Read]) -> _Read:
        try:
            return read(self._target.console())
        except ConfigurationError as error:
            raise Untestable(str(error)) from error
