"""What a run takes: the generation it is of, the scenarios of its level, and what these judge of that generation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from harness.plan import PlannedScenario
from harness.requirements import Requirement
from harness.settings import RunSettings
from harness.targetfile import DEFAULT_GENERATION, TargetFile


def generation_of(settings: RunSettings, target: TargetFile | None) -> str:
    """Return the generation of a run: the one asked for, else the target's own, else the default."""
    return settings.generation or (target.generation if target else DEFAULT_GENERATION)


def narrowed(scenario: PlannedScenario, generation: str, catalogue: Mapping[str, Requirement]) -> PlannedScenario:
    """Return a scenario with the requirements of a generation alone; they may be none at all.

    An id that is missing in the catalogue stays: what is judged without a promise is to be seen.
    """
    kept = (
        name for name in scenario.requirements if name not in catalogue or generation in catalogue[name].generations
    )
    return replace(scenario, requirements=tuple(kept))


def asks_for_person(settings: RunSettings, target: TargetFile | None) -> bool:
    """Tell whether a run takes the scenarios a person has to attest: somebody attends, or the target file wants it."""
    return bool(settings.attend) or (target is not None and target.attestation is not None)


def is_taken(
    scenario: PlannedScenario,
    level: str,
    generation: str,
    catalogue: Mapping[str, Requirement],
    *,
    attested: bool = False,
) -> bool:
    """Tell whether a run of a level and a generation takes a scenario; those a person attests only with `attested`."""
    if scenario.is_attested and not attested:
        return False
    return _is_of_level(scenario, level) and bool(narrowed(scenario, generation, catalogue).requirements)


def _is_of_level(scenario: PlannedScenario, level: str) -> bool:
    """Tell whether a level takes a scenario: smoke what is marked for it, certification all, regression the rest."""
    if level == "smoke":
        return "smoke" in scenario.tags
    return level == "certification" or "certification" not in scenario.tags
