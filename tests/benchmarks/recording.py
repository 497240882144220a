"""What it costs to write a run down, as a ratio to the run: record, evidence and reports; beside it the journal.

The run is one process and judges the embedded storefront. The time is that of the processor, in all threads: whoever
waits for another thread writes nothing meanwhile. The journal, which redacts what was on the wire as it happens, is
what checks and reports rest on: it is shown, and not counted.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import wraps
from typing import Any

import pytest

from harness import keeper, scenario_run
from harness.project import CONFORMANCE, ROOT
from harness.record import RunRecord
from simulators.wire import Journal

SCENARIOS = "redirect or token or role or edit"
MOST = 0.10

PARTS: tuple[tuple[Any, str, str], ...] = (
    (Journal, "begin", "journal"),
    (Journal, "_finish", "journal"),
    (scenario_run, "write_evidence", "evidence"),
    (RunRecord, "_write", "record"),
)

_spent: Counter[str] = Counter()
_lock = threading.Lock()


def timed(name: str, write: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that writes, and adds the time it takes, in microseconds, to what a part has cost."""

    @wraps(write)
    def measured(*values: Any, **named: Any) -> Any:
        began = time.thread_time()
        try:
            return write(*values, **named)
        finally:
            with _lock:
                _spent[name] += round((time.thread_time() - began) * 1e6)

    return measured


def main() -> int:
    for part, name, told in PARTS:
        setattr(part, name, timed(told, getattr(part, name)))
    keeper.REPORTS = {name: timed("reports", write) for name, write in keeper.REPORTS.items()}
    with tempfile.TemporaryDirectory() as out:
        options = ["--rootdir", str(ROOT), "-c", str(ROOT / "pyproject.toml"), f"--out={out}", "-q", "-k", SCENARIOS]
        options.append("--assert=plain")  # our modules are read by now, too late to be rewritten
        began = time.process_time()
        code = pytest.main([*options, str(CONFORMANCE)])
        whole = time.process_time() - began
    for name, spent in _spent.most_common():
        print(f"{spent / 1e6 / whole:6.1%} {name}")
    ratio = (_spent.total() - _spent["journal"]) / 1e6 / whole
    print(f"{ratio:6.1%} of {whole:.0f} s is record, evidence and reports; more than {MOST:.0%} is too much")
    return int(code) or int(ratio > MOST)


if __name__ == "__main__":
    sys.exit(main())
