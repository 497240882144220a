"""The log of a container is read from the Engine as it was written, and what keeps it from being read is told."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

import pytest
from starlette.responses import JSONResponse, Response

from harness.deployment import ContainerLog, Log, Outcome, judge_deployment
from harness.errors import ConfigurationError
from simulators.wire import Incoming, Journal, Party, Redactor, endpoint
from tests.deployment.deployment_logs import CASES, NEW

GOOD = next(case for case in CASES if case.generation == NEW and set(case.outcomes) == {"+"} and len(case.files) == 1)
((_, MARKED),) = GOOD.unmarked()[0].items()


def framed(text: str, size: int = 700) -> bytes:
    """Return a text as the Engine sends the output of a container without a terminal: in frames, cut anywhere."""
    data = text.encode()
    pieces = [data[start : start + size] for start in range(0, len(data), size)]
    return b"".join(struct.pack(">BxxxL", 1 + number % 2, len(piece)) + piece for number, piece in enumerate(pieces))


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[bytes, bool], None]]:
    """An Engine with one container, `liferay`, whose output a test gives."""
    logs: dict[str, bytes] = {}
    terminals: dict[str, bool] = {}

    def written(incoming: Incoming) -> Response:
        return Response(logs[incoming.parts["name"]])

    def inspect(incoming: Incoming) -> Response:
        if incoming.parts["name"] != "liferay":
            return JSONResponse({"message": f"No such container: {incoming.parts['name']}"}, 404)
        return JSONResponse({"Id": "liferay", "Config": {"Tty": terminals["liferay"]}})

    def write(log: bytes, terminal: bool) -> None:
        logs["liferay"], terminals["liferay"] = log, terminal

    endpoints = [
        endpoint("/version", lambda _: JSONResponse({"ApiVersion": "1.41"})),
        endpoint("/{version}/containers/{name}/json", inspect),
        endpoint("/{version}/containers/{name}/logs", written),
    ]
    with Party("engine", endpoints, Journal(Redactor(b"engine"))) as party:
        monkeypatch.setenv("DOCKER_HOST", party.bound_url.replace("http://", "tcp://"))
        yield write


@pytest.mark.parametrize("tty", [False, True])
def test_the_output_of_a_container_is_judged_as_the_file_it_would_be(
    engine: Callable[[bytes, bool], None], tty: bool
) -> None:
    engine(MARKED.encode() if tty else framed(MARKED), tty)
    findings = judge_deployment(Log((ContainerLog("liferay"),)), NEW)
    assert {finding.outcome for finding in findings} == {Outcome.HOLDS}
    _, decided = GOOD.unmarked()
    seen = {f.subject: {line.number for line in f.lines} for f in findings}
    assert seen == {subject: {number for _, number in lines} for subject, lines in decided.items()}
    assert findings[0].lines[0].file == "container liferay"


def test_characters_cut_between_two_frames_are_whole(engine: Callable[[bytes, bool], None]) -> None:
    engine(framed("L\u00f6ffel \u30dc\u30eb\u30c8\nnext", size=1), False)
    assert list(ContainerLog("liferay").texts()) == ["L\u00f6ffel \u30dc\u30eb\u30c8", "next"]


def test_a_container_without_output_has_no_lines(engine: Callable[[bytes, bool], None]) -> None:
    engine(b"", False)
    assert list(ContainerLog("liferay").texts()) == []


@pytest.mark.usefixtures("engine")
def test_a_container_that_is_not_there_is_named() -> None:
    with pytest.raises(ConfigurationError, match=r"there is no container 'lifreay'. Give the name that `docker ps -a`"):
        list(ContainerLog("lifreay").texts())


def test_an_engine_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "tcp://127.0.0.1:9")
    with pytest.raises(ConfigurationError, match=r"the log of the container 'liferay' cannot be read .* Start Docker"):
        list(ContainerLog("liferay").texts())
