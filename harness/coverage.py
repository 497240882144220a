"""Coverage of the catalogue, proved from what ran: every requirement judged, nothing judged that none promises."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.errors import ConfigurationError
from harness.requirements import Requirement
from harness.verdicts import Verdict

_NOT_JUDGED = frozenset({Verdict.NOT_RUN, Verdict.INAPPLICABLE, Verdict.ERROR})


@dataclass(frozen=True)
class Coverage:
    """What a run says about a catalogue: how many scenarios judged each requirement, and the gaps either way."""

    judged: Mapping[str, int]
    not_judged: tuple[str, ...]
    not_promised: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether there is no gap in either direction."""
        return not self.not_judged and not self.not_promised


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


def coverage_of(catalogue: Mapping[str, Requirement], results: Mapping[str, Any]) -> Coverage:
    """Compare a catalogue with the scenarios of a run that came to a judgement, for the generation that was run."""
    generation = results["target"]["generation"]
    promised = [name for name, each in catalogue.items() if generation in each.generations and not each.not_testable]
    judged: dict[str, int] = {}
    for scenario in results["scenarios"]:
        if Verdict(scenario["verdict"]) not in _NOT_JUDGED:
            for name in scenario["requirements"]:
                judged[name] = judged.get(name, 0) + 1
    return Coverage(
        judged=judged,
        not_judged=tuple(name for name in promised if name not in judged),
        not_promised=tuple(name for name in judged if name not in promised),
    )
