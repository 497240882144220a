"""The container a run judges, as every process of the run reaches it: files put in, restarted, readiness awaited."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self

import requests
from docker.models.containers import Container

from harness.containers.archives import CONFIGS, MOUNTED_CONFIGS, config_file
from harness.containers.engine import FIELD, connected, said_in_words
from harness.deployment import ContainerLog, Log, Outcome, judge_deployment
from harness.errors import ConfigurationError, Untestable
from harness.targetfile import TargetFile
from simulators.wire import Redactor

# Answers once the portal has started.
HEALTH = "/c/portal/layout"
# There once the connector runs, whoever may read it.
DESCRIPTION = "/o/headless-commerce-punchout/v1.0/openapi.json"
RESTART_WANTED = "needs to be restarted to complete the installation"
# Seconds: between two questions, for an answer, between two words of progress, of a log that tells nothing any more.
EVERY, PATIENCE, TOLD_EVERY, STILL = 0.3, 5.0, 10.0, 20.0
# Seconds a server may take to shut down before the Engine kills it.
STOP_DEADLINE = 60
_LAST_LINES = 5
ENDED = ("exited", "dead")


@dataclass(frozen=True)
class Whereabouts:
    """Where a started container is: its id, its address on this machine, and this machine's in its network."""

    id: str
    name: str
    image: str
    image_id: str
    url: str
    gateway: str

    def to_text(self) -> str:
        """Return it as a text, for another process."""
        return json.dumps(vars(self))

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Return what another process has written."""
        return cls(**json.loads(text))

    def told_in(self, file: TargetFile) -> TargetFile:
        """Return a target file with the address and the log of the container in it."""
        return replace(
            file.at_its_address(self.url),
            bind=file.bind or self.gateway,
            console_container=self.id,
        )


class Vessel:
    """Acts on a started container. Each call finds the Engine anew, for they are few."""

    def __init__(self, whereabouts: Whereabouts, deadline: float, redactor: Redactor) -> None:
        """Reach it; after a start it may take so many seconds until it answers."""
        self.whereabouts = whereabouts
        self._redactor = redactor
        self._deadline = deadline

    def put_configuration(self, name: str, text: str, *, live: bool) -> None:
        """Put a `.config` file where the server finds it when it is started again, and with `live` also reads it now.

        Raises:
            Untestable: when the Engine does not take it.

        """
        try:
            with connected() as client:
                container = client.containers.get(self.whereabouts.id)
                for folder in (MOUNTED_CONFIGS, *([CONFIGS] if live else [])):
                    container.put_archive(str(folder), config_file(name, text))
        except ConfigurationError as error:
            raise Untestable(f"{name} could not be put into the container: {error}") from error

    def restart(self) -> None:
        """Restart the container, and return when the connector answers again.

        Raises:
            Untestable: when it does not within the deadline.

        """
        try:
            with connected(STOP_DEADLINE * 2) as client, said_in_words("the restart"):
                container = client.containers.get(self.whereabouts.id)
                container.restart(timeout=STOP_DEADLINE)
                waiting = Awaiting(container, self.whereabouts, self._deadline, self._redactor)
                waiting.ready(lambda _: None, brought=True)
        except ConfigurationError as error:
            raise Untestable(f"the container did not come back after its restart: {error}") from error


def how_it_ended(container: Container) -> str:
    """Return how a container has ended by itself, as the Engine tells; nothing while it runs."""
    container.reload()
    if container.status not in ENDED:
        return ""
    state = container.attrs["State"]
    killed = ", killed because it had no memory left" if state.get("OOMKilled") else ""
    return f"with exit code {state.get('ExitCode')}{killed}"


class _Stillness:
    """For how many seconds a log tells nothing new."""

    def __init__(self) -> None:
        self._since, self._told = time.monotonic(), ""

    def of(self, log: str) -> float:
        """Return it, of the log as it is now."""
        if log != self._told:
            self._since, self._told = time.monotonic(), log
        return time.monotonic() - self._since


class Awaiting:
    """Waits for a container that was started: first for the portal, then for the connector."""

    def __init__(self, container: Container, where: Whereabouts, deadline: float, redactor: Redactor) -> None:
        self._container, self._where, self._redactor = container, where, redactor
        self._deadline = deadline
        self._began = time.monotonic()
        self._ends = self._began + deadline

    def ready(self, tell: Callable[[str], None], *, brought: bool) -> None:
        """Return when the connector answers; `tell` hears of the progress, `brought` is whether a package was put in.

        A server whose packages want it is started again, once.

        Raises:
            ConfigurationError: when it ends, the deadline passes, or the portal runs without the connector.

        """
        self._until(lambda: self._status(HEALTH) == requests.codes.ok, "the portal", tell)
        tell(f"{self._where.name}: the portal answers after {self._elapsed:.0f} s")
        restarted, stillness = False, _Stillness()

        def connector_answers() -> bool:
            nonlocal restarted, stillness
            if self._status(DESCRIPTION) not in (requests.codes.not_found, None):
                return True
            log = self._log()
            if not restarted and RESTART_WANTED in log:
                tell(f"{self._where.name}: its packages want a restart")
                self._container.restart(timeout=STOP_DEADLINE)
                restarted, stillness = True, _Stillness()
            if stillness.of(log) > STILL:
                raise self._without_connector(brought=brought)
            return False

        self._until(connector_answers, "the connector", tell)
        tell(f"{self._where.name}: the connector answers after {self._elapsed:.0f} s")

    def deployed(self, generation: str, tell: Callable[[str], None]) -> None:
        """Return when the console tells that the connector is deployed well, or else nothing more for a while.

        Raises:
            ConfigurationError: when the container ends.

        """
        log, stillness = Log((ContainerLog(self._where.id),)), _Stillness()

        def is_told() -> bool:
            findings = judge_deployment(log, generation)
            if all(finding.outcome is Outcome.HOLDS for finding in findings):
                return True
            return stillness.of(self._log()) > STILL or time.monotonic() > self._ends - EVERY

        self._until(is_told, "its console to tell the end of the deployment", tell)

    @property
    def _elapsed(self) -> float:
        return time.monotonic() - self._began

    def _until(self, holds: Callable[[], bool], whom: str, tell: Callable[[str], None]) -> None:
        told = time.monotonic()
        while not holds():
            if ended := how_it_ended(self._container):
                raise self._ended(ended)
            now = time.monotonic()
            if now > self._ends:
                raise self._too_late(whom)
            if now - told >= TOLD_EVERY:
                told = now
                tell(f"{self._where.name}: waiting for {whom}, {self._elapsed:.0f} s; {self._last_lines(1)}")
            threading.Event().wait(EVERY)

    def _status(self, path: str) -> int | None:
        """Return the HTTP status of an answer; None when there is none."""
        try:
            with requests.Session() as session:
                session.trust_env = False
                return session.get(self._where.url + path, timeout=PATIENCE, allow_redirects=False).status_code
        except requests.RequestException:
            return None

    def _log(self) -> str:
        return bytes(self._container.logs()).decode("utf-8", "replace")

    def _last_lines(self, number: int = _LAST_LINES) -> str:
        lines = [line for line in self._redactor.text(self._log()).splitlines() if line.strip()][-number:]
        return f"its log ends with: {' | '.join(lines)}" if lines else "its log is empty"

    def _ended(self, how: str) -> ConfigurationError:
        return ConfigurationError(
            f"{FIELD}.image",
            f"the container of {self._where.image} ended by itself while it started, {how}; {self._last_lines()}",
            "Read its log; correct env, files or memory under [target.container].",
        )

    def _too_late(self, whom: str) -> ConfigurationError:
        return ConfigurationError(
            f"{FIELD}.start_deadline",
            f"{whom} did not answer at {self._where.url} within {self._deadline:g} s; {self._last_lines()}",
            "Give it more seconds, or see in its log what keeps it.",
        )

    def _without_connector(self, *, brought: bool) -> ConfigurationError:
        found = f"the portal of {self._where.image} runs, but the connector's session API is not there"
        if brought:
            return ConfigurationError(
                f"{FIELD}.lpkg",
                f"{found}, though an LPKG was put into its deploy folder; {self._last_lines()}",
                "See in its log what became of the file: it has to be made for this release, and the licence to hold.",
            )
        return ConfigurationError(
            f"{FIELD}.lpkg",
            f"{found}: no connector is in the image, and none was put there",
            "Name the connector's LPKG file in lpkg, or an image that has it.",
        )
