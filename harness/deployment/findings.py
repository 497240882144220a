"""Findings: what was judged in a log, how it came out, and which lines decided it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto

from harness.deployment.lines import LogLine


class Outcome(StrEnum):
    """How a finding came out; `NOT_SEEN` means that the log does not tell, either way."""

    HOLDS = auto()
    FAILS = auto()
    NOT_SEEN = auto()


class Subject(StrEnum):
    """What is judged: the first five for `punchout2go-2.1`, the last three for `tradecentric-7.4`."""

    COMMERCE_FIRST = auto()
    API_PACKAGE = auto()
    IMPL_PACKAGE = auto()
    RESTARTED = auto()
    VERSIONS = auto()
    PROCESSED = auto()
    STARTED = auto()
    RESOLVED = auto()


@dataclass(frozen=True)
class Finding:
    """One finding; `lines` are those that decided it, `remedy` is empty when there is nothing to do."""

    subject: Subject
    outcome: Outcome
    expected: str
    got: str
    lines: tuple[LogLine, ...]
    remedy: str

    def __str__(self) -> str:
        places = ", ".join(f"{line.file}:{line.number}" for line in self.lines)
        told = f"{self.subject} {self.outcome}: expected {self.expected}, got {self.got}"
        return f"{told} ({places})" if places else told
