"""Evidence: what each check of a scenario expected and got, and the exchanges it rests on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.attestation import Attestation
from harness.errors import NonConformance
from harness.judgement import Finding
from harness.pictures import Album
from simulators.wire import Exchange, Redactor, write_whole


@dataclass(frozen=True)
class Check:
    """One thing judged: what, where it was seen, what was expected, what came, and whether it holds."""

    what: str
    expected: str
    got: str
    where: str
    holds: bool


class Evidence:
    """Collects the checks of one scenario."""

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self.checks: list[Check] = []
        self.remarks: list[str] = []
        self.attestations: list[Attestation] = []
        self.album = Album(redactor)

    def remark(self, words: str) -> None:
        """Note what deserves a look and decides nothing."""
        self.remarks.append(self._redactor.text(words))

    def redacted(self, words: str) -> str:
        """Return words of a person without the secrets that are known."""
        return self._redactor.text(words)

    def expect(
        self,
        what: str,
        *,
        expected: object,
        got: object,
        holds: bool | None = None,
        where: str = "",
        hint: str = "",
    ) -> None:
        """Record a check; it holds when both are equal, unless `holds` says so.

        Raises:
            NonConformance: when it does not hold.

        """
        held = expected == got if holds is None else holds
        what, *shown = (self._redactor.text(worded(value)) for value in (what, expected, got, where))
        self.checks.append(Check(what, shown[0], shown[1], shown[2], held))
        if not held:
            raise NonConformance(what, expected=shown[0], got=shown[1], where=shown[2], hint=hint)


def worded(value: object) -> str:
    """Return a value in a reader's words."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple | set | frozenset):
        ordered = value if isinstance(value, list | tuple) else sorted(value, key=str)
        return ", ".join(map(worded, ordered)) or "none"
    return str(value)


def write_evidence(
    path: Path,
    scenario: str,
    evidence: Evidence,
    exchanges: tuple[Exchange, ...],
    findings: tuple[Finding, ...] = (),
) -> None:
    """Write the evidence of a scenario to a JSON file, with what was found in messages of the target.

    Exchanges and findings are redacted already.
    """
    parts = {
        "scenario": json.dumps(scenario, ensure_ascii=False),
        "checks": _one_a_line([vars(check) for check in evidence.checks]),
        "remarks": json.dumps([*evidence.remarks, *evidence.album.remarks], ensure_ascii=False),
        "attestations": _one_a_line([each.document() for each in evidence.attestations]),
        "findings": _one_a_line([vars(finding) for finding in findings]),
        "exchanges": _one_a_line([vars(exchange) for exchange in exchanges]),
    }
    text = ",\n".join(f'"{name}": {value}' for name, value in parts.items())
    # A target may send half a character, which no file can hold but as an escape.
    write_whole(path, f"{{{text}}}\n".encode("utf-8", "backslashreplace"))


def _one_a_line(documents: list[dict[str, Any]]) -> str:
    """Return a JSON list with a line for each member, for people and their tools."""
    lines = ",\n ".join(json.dumps(document, ensure_ascii=False, default=vars) for document in documents)
    return f"[\n {lines}\n]" if lines else "[]"
