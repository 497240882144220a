"""The shipped baselines name what there is, and explain nothing on a storefront that does not deviate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from harness.baseline import Deviation, read_baseline
from harness.plan import plan
from harness.project import BASELINES
from simulators.storefront import CONNECTORS


def test_the_connectors_baseline_is_stale_on_the_reference(punchout: Callable[..., Any]) -> None:
    done = punchout("certify", "-k", "byte_for_byte", "--baseline", "liferay-4.0.x")
    assert done.code == 1
    assert done.results["run"]["stale_deviations"] == ["P2G-REDIRECT-002"]
    assert "no longer happens" in done.output


@pytest.mark.parametrize("connector", CONNECTORS)
def test_each_entry_of_a_shipped_baseline_names_a_scenario_there_is(connector: str) -> None:
    def is_there(entry: Deviation) -> bool:
        return any(
            entry.requirement in scenario.requirements and entry.scenario in ("", scenario.name)
            for scenario in plan().values()
        )

    entries = read_baseline(BASELINES / f"{connector}.toml").deviations
    assert [str(entry) for entry in entries if not is_there(entry)] == []
