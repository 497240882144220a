"""A pytest plugin that writes down what a run sees on the wire as it is, secrets and all, for a test alone to read.

`RAW_RECORDING` names the folder, outside that of the run; each process writes a file of JSON lines there.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from simulators.wire import Journal

_LOCK = threading.Lock()


def pytest_configure() -> None:
    """Write every request and every answer, also those of the preflight, whose journal has no file."""
    path = Path(os.environ["RAW_RECORDING"]) / f"{os.getpid()}.jsonl"
    begin: Any = Journal.begin
    end: Any = Journal.end

    def write(url: str, headers: Iterable[tuple[str, str]], body: bytes) -> None:
        line = json.dumps({"url": url, "headers": list(headers), "body": body.decode("utf-8", "replace")})
        with _LOCK, path.open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")

    def begun(
        self: Journal, sender: str, receiver: str, method: str, url: str, headers: Iterable[Any], body: bytes
    ) -> Any:
        headers = tuple(headers)
        write(url, headers, body)
        return begin(self, sender, receiver, method, url, headers, body)

    def ended(self: Journal, opened: Any, status: int, headers: Iterable[Any], body: bytes, **more: Any) -> None:
        headers = tuple(headers)
        write("", headers, body)
        end(self, opened, status, headers, body, **more)

    vars_of: Any = Journal
    vars_of.begin, vars_of.end = begun, ended
