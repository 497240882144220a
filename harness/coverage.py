"""Coverage of documentation and catalogue, proved from what ran, in both directions.

From the documentation to the scenarios: each statement is covered by requirements, each of which was judged or says
why it cannot be. From the scenarios back: each judged a requirement of the catalogue, and a requirement that names a
heading of the documentation covers a statement there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.documentation import Statement, of_generation, unplaced
from harness.errors import ConfigurationError
from harness.requirements import Requirement
from harness.verdicts import Verdict

_NOT_JUDGED = frozenset({Verdict.NOT_RUN, Verdict.INAPPLICABLE, Verdict.ERROR})


@dataclass(frozen=True)
class Coverage:
    """What a run says of the requirements of its generation.

    `promised` are these requirements, `statements` those of the documentation, `judged` how many scenarios judged each
    requirement, `scenarios` how many did at all, `gaps` what is missing either way, in words, by id or statement.
    """

    generation: str
    promised: Mapping[str, Requirement]
    statements: tuple[Statement, ...]
    judged: Mapping[str, int]
    scenarios: int
    gaps: tuple[tuple[str, str], ...]

    @property
    def is_whole(self) -> bool:
        """Whether there is no gap in either direction."""
        return not self.gaps

    @property
    def besides(self) -> tuple[Requirement, ...]:
        """The requirements that come from elsewhere than the documentation."""
        stated = {name for statement in self.statements for name in statement.requirements}
        return tuple(each for name, each in self.promised.items() if name not in stated)


def read_results(path: Path) -> Mapping[str, Any]:
    """Read the results of a run.

    Raises:
        ConfigurationError: when there are none, or they cannot be read.

    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigurationError("--out", f"there is no {path}", "Run punchout certify first.") from None
    except (OSError, ValueError) as error:
        raise ConfigurationError("--out", f"{path} cannot be read ({error})", "Run punchout certify again.") from error
    if not isinstance(document, dict) or not isinstance(document.get("scenarios"), list):
        raise ConfigurationError("--out", f"{path} holds no results of a run", "Run punchout certify again.")
    return document


def coverage_of(
    catalogue: Mapping[str, Requirement], statements: Sequence[Statement], results: Mapping[str, Any]
) -> Coverage:
    """Compare documentation and catalogue with what a run judged, for the generation that was run."""
    generation = results["target"]["generation"]
    promised = {name: each for name, each in catalogue.items() if generation in each.generations}
    stated = of_generation(statements, generation)
    judging = [each["requirements"] for each in results["scenarios"] if Verdict(each["verdict"]) not in _NOT_JUDGED]
    judged: dict[str, int] = {}
    for name in (name for names in judging for name in names):
        judged[name] = judged.get(name, 0) + 1
    gaps = [
        *(
            (each.name, "stated, but no requirement of the catalogue covers it")
            for each in _uncovered(stated, promised)
        ),
        *((name, "promised, but nothing judged it") for name in _unjudged(promised, judged, results["scenarios"])),
        *((name, "judged, but the catalogue does not promise it") for name in judged if name not in promised),
        *((name, "judged, though it says it cannot be") for name in judged if _has_reason(promised, name)),
        *((name, "covers no statement of the heading it names") for name in unplaced(stated, promised, generation)),
    ]
    return Coverage(generation, promised, stated, judged, len(judging), tuple(gaps))


def _uncovered(statements: Sequence[Statement], promised: Mapping[str, Requirement]) -> list[Statement]:
    """Return the statements that name a requirement which is not promised."""
    return [each for each in statements if not promised.keys() >= set(each.requirements)]


def _unjudged(
    promised: Mapping[str, Requirement], judged: Mapping[str, int], scenarios: Sequence[Mapping[str, Any]]
) -> list[str]:
    """Return what should have been judged; of what only a person can tell, what a scenario of the run was to ask."""
    taken = {name for scenario in scenarios for name in scenario["requirements"]}
    return [
        name for name, each in promised.items() if name not in judged and (not each.why_not_judged or name in taken)
    ]


def _has_reason(promised: Mapping[str, Requirement], name: str) -> bool:
    return name in promised and bool(promised[name].not_testable)
