"""The plan: every scenario the features hold, with its requirements and level, found by the test that runs it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path

from pytest_bdd.exceptions import GherkinParseError
from pytest_bdd.feature import get_features
from pytest_bdd.parser import Feature, ScenarioTemplate
from pytest_bdd.scenario import make_python_name

from harness.errors import HarnessFault
from harness.project import FEATURES
from harness.requirements import ID
from harness.verdicts import Level

_NODE = re.compile(r"(?:.*/)?test_(?P<stem>\w+)\.py::(?P<function>test_\w+)(?:\[(?P<row>.*)\])?$", re.DOTALL)


@dataclass(frozen=True)
class PlannedScenario:
    """A scenario, or one row of an outline, as a reader knows it."""

    feature_file: str
    feature: str
    rule: str
    name: str
    row: str
    requirements: tuple[str, ...]
    level: Level
    tags: frozenset[str]

    @property
    def id(self) -> str:
        """What the scenario is called wherever it has to be unique."""
        return f"{self.feature_file}: {self.title}"

    @property
    def is_attested(self) -> bool:
        """Whether a person has to do or to tell what it judges."""
        return "attested" in self.tags

    @property
    def file_stem(self) -> str:
        """The name of the files its evidence is in, without ending: unique, and such as a person recognizes."""
        words = re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-")[:60]
        return f"{self.feature_file.removesuffix('.feature')}-{words}-{sha256(self.id.encode()).hexdigest()[:6]}"

    @property
    def title(self) -> str:
        """Name and row."""
        return f"{self.name} [{self.row}]" if self.row else self.name


@cache
def plan(features: Path = FEATURES) -> Mapping[tuple[str, str], PlannedScenario]:
    """Return the scenarios by feature file (without ending) and test function.

    Raises:
        HarnessFault: when a feature cannot be read, a scenario has no requirement or not exactly one level, or two
            have one name.

    """
    planned: dict[tuple[str, str], PlannedScenario] = {}
    try:
        found = get_features([str(features)])
    except GherkinParseError as error:
        raise HarnessFault(f"{Path(error.filename).name}, line {error.line}: {error.message}") from error
    for feature in found:
        stem = Path(feature.filename).stem
        for template in feature.scenarios.values():
            key = (stem, f"test_{make_python_name(template.name)}")
            if key in planned:
                raise HarnessFault(f"{feature.rel_filename}: two scenarios are called {template.name!r}")
            planned[key] = _planned(feature, template)
    return planned


def planned_for(node_id: str) -> PlannedScenario | None:
    """Return the scenario a test runs, by the test's node id, or None when it is no scenario of the features."""
    match = _NODE.match(node_id)
    found = plan().get((match["stem"], match["function"])) if match else None
    return replace(found, row=match["row"] or "") if match and found else None


def _planned(feature: Feature, template: ScenarioTemplate) -> PlannedScenario:
    rule = template.rule
    tags = frozenset(template.tags | feature.tags | (rule.tags if rule else set()))
    levels = [level for level in Level if level in tags]
    requirements = tuple(sorted(tag for tag in template.tags if ID.fullmatch(tag)))
    where = f"{feature.rel_filename}, line {template.line_number}"
    if len(levels) != 1:
        raise HarnessFault(f"{where}: a scenario has exactly one of @must, @should, @may; this one has {len(levels)}")
    if not requirements:
        raise HarnessFault(f"{where}: a scenario names the requirement it judges, such as @P2G-TOKEN-001")
    return PlannedScenario(
        feature_file=Path(feature.filename).name,
        feature=feature.name,
        rule=rule.name if rule else "",
        name=template.name,
        row="",
        requirements=requirements,
        level=levels[0],
        tags=tags,
    )
