"""The Engine: found, and what it refuses said in words of what to do."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import docker
from docker.errors import APIError, DockerException
from requests import RequestException

from harness.errors import ConfigurationError

# Seconds it may take for any one answer; it stops a container within these too.
DEADLINE = 120
FIELD = "target.container"
_FULL = ("no space left on device", "disk quota exceeded")


@contextmanager
def connected(deadline: float = DEADLINE) -> Iterator[docker.DockerClient]:
    """Yield a client of the Engine that the environment names.

    Raises:
        ConfigurationError: when there is none, it does not let this user in, or it refuses something meanwhile.

    """
    with said_in_words("the Docker Engine"):
        client = docker.from_env(timeout=int(deadline))
        try:
            client.ping()
            yield client
        finally:
            client.close()


@contextmanager
def said_in_words(what: str) -> Iterator[None]:
    """Turn what the Engine refuses while it does something into a message for a person."""
    try:
        yield
    except (DockerException, RequestException) as error:
        raise _in_words(error, what) from error


def _in_words(error: Exception, what: str) -> ConfigurationError:
    told = str(error.explanation or error) if isinstance(error, APIError) else str(error)
    numbers = {cause.errno for cause in _causes(error) if isinstance(cause, OSError)}
    if any(words in told.lower() for words in _FULL) or errno.ENOSPC in numbers:
        return ConfigurationError(
            FIELD,
            f"the disk of the Docker Engine is full ({told})",
            "Free some space; `docker system df` shows what images and containers take.",
        )
    if errno.EACCES in numbers or errno.EPERM in numbers:
        return ConfigurationError(
            FIELD,
            "this user may not use the Docker Engine: its socket cannot be opened",
            "Become a member of the group docker and log in again, or run this as root.",
        )
    if not isinstance(error, APIError):
        return ConfigurationError(
            FIELD,
            f"no Docker Engine answers ({_last_words(error)})",
            "Start Docker, or name where it is in DOCKER_HOST; `docker version` shows both sides once it is there.",
        )
    return ConfigurationError(FIELD, f"{what} is refused: {told}", "Correct what it names, and run again.")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and all that it comes from, also where a library has put one into the words of another."""
    seen: list[BaseException] = []
    waiting = [error]
    while waiting:
        one = waiting.pop()
        if one is None or one in seen:
            continue
        seen.append(one)
        yield one
        waiting += [one.__cause__, one.__context__, *(each for each in one.args if isinstance(each, BaseException))]


def _last_words(error: Exception) -> str:
    causes = [cause for cause in _causes(error) if isinstance(cause, OSError) and cause.strerror]
    return str(causes[0].strerror) if causes else str(error)
