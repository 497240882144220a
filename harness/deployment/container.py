"""The console log of a server that runs in a container: what the container wrote to its output, as the Engine keeps it.

Source: Docker Engine API, "Get container logs".
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import docker
from docker.errors import DockerException, NotFound
from requests import RequestException

from harness.deployment.lines import texts_of
from harness.errors import ConfigurationError

_FIELD = "target.console.container"
# Seconds the Engine may take for each piece of its answer.
DEADLINE = 30


@dataclass(frozen=True)
class ContainerLog:
    """The log of a container, by its name or id, on the Engine that the environment names; read line by line."""

    container: str

    @property
    def name(self) -> str:
        """Its name, as it appears in findings."""
        return f"container {self.container}"

    def texts(self) -> Iterator[str]:
        """Yield the text of each line, without its end.

        Raises:
            ConfigurationError: when there is no Engine, no such container, or its log cannot be read.

        """
        try:
            client = docker.from_env(timeout=DEADLINE)
            try:
                chunks = client.containers.get(self.container).logs(stream=True, follow=False)
                yield from texts_of(io.TextIOWrapper(io.BufferedReader(_Chunks(chunks)), "utf-8", errors="replace"))
            finally:
                client.close()
        except NotFound as error:
            raise ConfigurationError(
                _FIELD, f"there is no container {self.container!r}", "Give the name that `docker ps -a` shows."
            ) from error
        except (DockerException, RequestException) as error:
            raise ConfigurationError(
                _FIELD,
                f"the log of the container {self.container!r} cannot be read ({error})",
                "Start Docker, let your user reach it, or save the log to a file and give [target.console] log.",
            ) from error


class _Chunks(io.RawIOBase):
    """Chunks of bytes as a stream."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # what a BufferedReader gives
        while not self._left:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._left = chunk
        taken, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)
