"""What a qualification says: to a person in the terminal, and as a file that is part of a certification's evidence."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from harness.defects import lists
from harness.project import CATALOGUE, FEATURES
from harness.qualification.matrix import Matrix
from harness.qualification.trial import Tried

FORMAT_VERSION = 1
FILE = "qualification.json"
TEXT_FILE = "qualification.txt"


def line_of(tried: Tried) -> str:
    """Return the row of a defect: what caught it, and how many others it tripped."""
    defect = tried.trial.defect
    said = "no result" if tried.trouble else tried.cells.get(defect.requirement, "not judged")
    word = "caught" if tried.is_caught else "MISSED"
    others = f"{len(tried.tripped)} other{'s' if len(tried.tripped) != 1 else ''}" if tried.tripped else ""
    return f"{word}  {defect.name:<48} {defect.requirement:<20} {said:<12} {tried.seconds:5.1f} s  {others}".rstrip()


def summary(matrix: Matrix) -> Iterator[str]:
    """Yield what all of it says."""
    faults = list(matrix.faults())
    yield from faults
    caught = sum(each.is_caught for each in matrix.tried)
    tripped, cells = matrix.others
    broken = sum(bool(defects) for defects in matrix.broken_by.values())
    yield ""
    yield f"{caught} of {len(matrix.tried)} defects caught, each by the requirement it names"
    if matrix.whole:
        yield f"{broken} of {len(matrix.requirements)} requirements seen to fail"
    share = f" ({tripped / cells:.1%})" if cells else ""
    scope = "all scenarios were run against each" if matrix.full else "only the scenarios that see a defect were run"
    yield f"{tripped} of {cells} other cells tripped{share}; {scope}"
    yield "QUALIFIED" if not faults else f"NOT QUALIFIED: {len(faults)} fault{'s' if len(faults) > 1 else ''} above"


def document(matrix: Matrix, *, seed: int, seconds: float) -> dict[str, Any]:
    """Return the matrix as JSON values."""
    tripped, cells = matrix.others
    return {
        "version": FORMAT_VERSION,
        "suite": suite_digest(),
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(seconds, 1),
        "seed": seed,
        "full": matrix.full,
        "whole": matrix.whole,
        "qualified": matrix.is_qualified,
        "faults": list(matrix.faults()),
        "others": {"tripped": tripped, "cells": cells},
        "defects": [_defect(each) for each in matrix.tried],
        "requirements": [{"id": name, "broken_by": list(found)} for name, found in matrix.broken_by.items()],
    }


def write(matrix: Matrix, folder: Path, *, seed: int, seconds: float) -> None:
    """Write the matrix as a file for programs and one for people."""
    folder.mkdir(parents=True, exist_ok=True)
    told = json.dumps(document(matrix, seed=seed, seconds=seconds), ensure_ascii=False, indent=1)
    (folder / FILE).write_text(told + "\n", encoding="utf-8")
    lines = [*(line for each in matrix.tried for line in _rows(each)), "", *summary(matrix)]
    (folder / TEXT_FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")


def qualification_of(folder: Path) -> Mapping[str, Any] | None:
    """Return what a record says of the qualification in a folder, or None when there is none that can be read.

    `of_this_suite` tells whether features, requirements and defects are still those that were qualified.
    """
    try:
        found = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return {
            "file": FILE,
            "finished": found["finished"],
            "qualified": found["qualified"],
            "full": found["full"],
            "whole": found["whole"],
            "defects": len(found["defects"]),
            "requirements": sum(bool(each["broken_by"]) for each in found["requirements"]),
            "of_this_suite": found["suite"] == suite_digest(),
        }
    except (OSError, ValueError, KeyError, TypeError):
        return None


def suite_digest() -> str:
    """Return a digest of what was qualified: the features, the requirements and the lists of defects."""
    digest = sha256()
    for path in sorted([*FEATURES.glob("*.feature"), CATALOGUE, *lists()], key=lambda path: path.name):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _rows(tried: Tried) -> Iterator[str]:
    defect = tried.trial.defect
    yield line_of(tried)
    yield f"        {defect.wrong}"
    if tried.trouble:
        yield f"        no result: {tried.trouble}"
    for scenario in tried.noticed.get(defect.requirement, ()):
        yield f"        by {scenario}"
    for name, cell in sorted(tried.tripped.items()):
        yield f"        {name} {cell}: {tried.explanation(name) or 'NOT EXPLAINED'}"


def _defect(tried: Tried) -> dict[str, Any]:
    defect, own = tried.trial.defect, tried.trial.defect.requirement
    return {
        "name": defect.name,
        "wrong": defect.wrong,
        "party": defect.party,
        "deviation": defect.deviation,
        "generation": tried.trial.generation,
        "requirement": own,
        "caught": tried.is_caught,
        "verdict": tried.cells.get(own, ""),
        "by": list(tried.noticed.get(own, ())),
        "trips": [
            {"requirement": name, "verdict": cell, "because": tried.explanation(name)}
            for name, cell in sorted(tried.tripped.items())
        ],
        "judged": len(tried.cells),
        "trouble": tried.trouble,
        "seconds": round(tried.seconds, 2),
    }
