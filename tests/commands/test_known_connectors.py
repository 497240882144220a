"""A storefront that deviates as a real connector does: its baseline explains all of it, and each entry is met."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from harness.baseline import read_baseline
from harness.project import BASELINES
from simulators.storefront import CONNECTORS


@pytest.mark.parametrize("connector", CONNECTORS)
def test_the_shipped_baseline_explains_the_connector_and_nothing_else(
    punchout: Callable[..., Any], served_as: Callable[[str], Any], connector: str
) -> None:
    served = served_as(connector)
    # The areas of the entries; the others wait for tokens to expire and have nothing to explain.
    certify = ("certify", "--target", str(served.target), "-n", "2", "-k", "redirect or channel or role")
    explained = punchout(*certify, "--baseline", connector, environment=served.environment)
    assert explained.code == 0, explained.output
    assert set(explained.verdicts.values()) == {"passed", "deviation"}
    assert explained.results["run"]["stale_deviations"] == []
    deviating = {r for s in explained.results["scenarios"] if s["verdict"] == "deviation" for r in s["requirements"]}
    assert deviating == {entry.requirement for entry in read_baseline(BASELINES / f"{connector}.toml").deviations}
    unexplained = punchout(*certify[:-1], "redirect", environment=served.environment)
    assert unexplained.code == 1
    assert unexplained.results["run"]["counts"] == {"failed": 1, "passed": len(unexplained.verdicts) - 1}


def test_the_connectors_baseline_is_stale_on_the_reference(punchout: Callable[..., Any]) -> None:
    done = punchout("certify", "-k", "byte_for_byte", "--baseline", "liferay-4.0.x")
    assert done.code == 1
    assert done.results["run"]["stale_deviations"] == ["P2G-REDIRECT-002"]
    assert "no longer happens" in done.output
