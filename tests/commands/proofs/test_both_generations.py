"""`punchout certify` on the embedded target, for either generation: in full all passes and nothing is left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from simulators.storefront import GENERATIONS


@pytest.mark.long
@pytest.mark.parametrize("generation", GENERATIONS)
def test_every_scenario_passes_on_the_embedded_target_and_nothing_is_left_out(
    punchout: Callable[..., Any], generation: str
) -> None:
    embedded = punchout("certify", "--generation", generation)
    assert embedded.code == 0, embedded.output
    assert f"generation: {generation} (command line)" in embedded.output
    assert set(embedded.verdicts.values()) == {"passed"}
    coverage = punchout("requirements", "--coverage", "--out", str(embedded.out))
    assert (coverage.code, coverage.output.splitlines()[-1]) == (0, "covered in both directions")


@pytest.mark.parametrize("generation", GENERATIONS)
def test_smoke_runs_the_few_that_matter_most(punchout: Callable[..., Any], generation: str) -> None:
    done = punchout("certify", "--level", "smoke", "--generation", generation)
    assert done.code == 0, done.output
    assert 5 <= len(done.results["scenarios"]) <= 15
    assert done.results["target"]["generation"] == generation
