"""A storefront that deviates as a real connector does: its baseline explains all of it, and each entry is met."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from harness.baseline import read_baseline
from harness.project import BASELINES
from simulators.storefront import CONNECTORS


def entries(connector: str) -> list[tuple[str, str]]:
    """Return requirement and scenario of each entry of a shipped baseline."""
    return [(e.requirement, e.scenario) for e in read_baseline(BASELINES / f"{connector}.toml").deviations]


# A hub that never answers, or never ends, is waited for as long as a buyer has patience, twenty seconds.
SLOW = {"P2G-TRANSFER-021", "P2G-TRANSPORT-001", "P2G-TRANSPORT-002", "P2G-HOSTILE-007"}
# Of two that submit at once one may be signed out before the other is read.
RACES = {"P2G-LOAD-003"}


def with_entries(connector: str) -> str:
    """Return what selects the scenarios of the requirements that have entries; the others take half a minute more."""
    names = sorted({name for name, _ in entries(connector)} - SLOW)
    return " or ".join(f'requirement(id="{name}")' for name in names)


@pytest.mark.long
@pytest.mark.parametrize("connector", CONNECTORS)
def test_the_shipped_baseline_explains_the_connector_and_nothing_else(
    punchout: Callable[..., Any], served_as: Callable[[str], Any], connector: str
) -> None:
    served = served_as(connector)
    certify = ("certify", "--target", str(served.target))
    explained = punchout(
        *certify, "-m", with_entries(connector), "--baseline", connector, environment=served.environment
    )
    assert explained.code == 0, explained.output
    assert set(explained.verdicts.values()) <= {"passed", "deviation", "inapplicable"}
    assert explained.results["run"]["stale_deviations"] == []
    deviating = {
        (requirement, name)
        for scenario in explained.results["scenarios"]
        if scenario["verdict"] == "deviation"
        for requirement in scenario["requirements"]
        for name in ("", scenario["name"])
    }
    assert {entry for entry in entries(connector) if entry[0] not in SLOW | RACES} <= deviating

    unexplained = punchout(*certify, "-k", "byte_for_byte", environment=served.environment)
    assert (unexplained.code, set(unexplained.verdicts.values())) == (1, {"failed"})
