"""What the tests of the preflight ask with: a target file to change, and parties that answer anything."""

from __future__ import annotations

import os
import socket
import ssl
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from typing import Any

from starlette.responses import JSONResponse, Response

from harness.errors import ConfigurationError
from harness.preflight.questions import Answer, Question, Word, answers
from harness.preflight.subject import Subject
from harness.targetfile import HubCredentials, Login, TargetFile
from harness.targets import live_target
from simulators.wire import Caller, Incoming, Journal
from tests.harness.judge_bench import Handler

FILE = TargetFile(
    name="Acme",
    kind="live",
    url="https://shop.example",
    generation="tradecentric-7.4",
    group="Acme",
    start_url="https://shop.example/web/acme/catalog",
    hub=HubCredentials(client_id="the-client", client_secret="client-secret-value"),
    admin=Login("admin@shop.example", "admin-password-value"),
    buyer_email="buyer@acme.example",
    account="ACME-ERC",
)


_FIRST_PORT = 18000


def subject_of(journal: Journal, **changes: Any) -> Subject:
    """Return what is asked about: the target of `acme.toml` with some entries changed."""
    caller = Caller("harness", journal, deadline=5)
    target = live_target(replace(FILE, **changes), journal, turns=None)
    caller.verify = target.verify
    return Subject(target, "acme.toml", caller)


def answer_to(questions: Iterable[Question], name: str) -> Answer:
    """Ask all questions; return the answer to the one whose name has these words."""
    found = [answer for answer in answers(questions) if name in answer.question]
    assert len(found) == 1, found
    return found[0]


def message(answer: Answer) -> str:
    """Return the message of a no, having seen that it has all parts and speaks to a person."""
    assert answer.word is Word.NO, answer
    return message_of(answer.error)


def message_of(error: ConfigurationError | None) -> str:
    """Return a message, having seen that it has all parts, no word of the harness' own and no secret."""
    assert error is not None
    text = str(error)
    print(text)  # noqa: T201  # so that a person can read them all: pytest -rP
    for part in (error.field, error.found, error.remedy):
        assert part.strip() == part != ""
        assert part in text
    assert error.field.startswith(("acme.toml, ", "--"))
    assert error.remedy.endswith(".")
    assert not error.found.endswith(".")
    for jargon in (
        "Traceback",
        "Error(",
        "0x",
        "object",
        "scenario",
        "fixture",
        "world",
        "stage ",
        "None",
        "-secret-",
        "-password-",
    ):
        assert jargon not in text, jargon
    return text


def says_json(document: Any, status: int = 200, **headers: str) -> Handler:
    """Return a handler that answers JSON."""
    return lambda _: JSONResponse(document, status, headers=headers)


def says_status(status: int, text: str = "", media_type: str = "text/html") -> Handler:
    """Return a handler that answers a status and a text."""
    return lambda _: Response(text, status, media_type=media_type)


def by_field(name: str, answers_by_value: Mapping[str, Response]) -> Handler:
    """Return a handler that answers by the value of a form field."""

    def answer(incoming: Incoming) -> Response:
        return answers_by_value[dict(incoming.form())[name]]

    return answer


@contextmanager
def listening(answer: bytes | None = b"", tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """Serve raw connections at a port: an answer to whatever comes, None for silence.

    With TLS what comes in plain gets the answer in plain, as many servers give it.
    """
    with socket.create_server(("127.0.0.1", 0)) as server:
        kept: list[socket.socket] = []

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                kept.append(connection)
                if answer is None:
                    continue
                with suppress(OSError):
                    connection.settimeout(5)
                    is_tls = tls is not None and connection.recv(1, socket.MSG_PEEK) == b"\x16"
                    secured = tls.wrap_socket(connection, server_side=True) if tls and is_tls else connection
                    kept.append(secured)
                    if secured.recv(4096):
                        secured.sendall(answer)
                with suppress(OSError):
                    kept[-1].close()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        # Closing alone would leave the thread waiting in accept.
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
        thread.join(10)
        for connection in kept:
            connection.close()


def free_port(count: int = 1) -> int:
    """Return the first of some ports nobody listens at, of those the system gives to nobody by itself."""
    for first in range(_FIRST_PORT + os.getpid() % 4000 * 3, 32000):
        with ExitStack() as taken, suppress(OSError):
            for port in range(first, first + count):
                taken.enter_context(socket.create_server(("127.0.0.1", port)))
            return first
    raise LookupError("no port is free")


def raising(error: Exception) -> Any:
    """Return a function that raises."""

    def broken(*_: object, **__: object) -> Any:
        raise error

    return broken
