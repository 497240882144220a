"""The reference without defects, judged in one random order after the other: a thousand times no false alarm."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

ENOUGH = 1_000
# Names of tests as pytest shows them when they end, with the worker before.
ENDED = re.compile(r"^\[gw\d\] \[ *\d+%\] [A-Z]+ (\S.*)$", re.MULTILINE)


@pytest.mark.long
def test_a_thousand_scenarios_in_random_orders_are_no_false_alarm(punchout: Callable[..., Any]) -> None:
    orders: list[list[str]] = []
    judged, seed = 0, 1
    while judged < ENOUGH:
        done = punchout("certify", "-n", "2", "-v", "-p", "randomly", f"--randomly-seed={seed}", f"--seed={seed}")
        wrong = [s for s in done.results["scenarios"] if s["verdict"] not in ("passed", "inapplicable")]
        assert wrong == [], done.output
        assert done.code == 0, done.output
        assert done.results["run"]["faults"] == []
        order = ENDED.findall(done.output)
        assert len(order) == len(done.results["scenarios"])
        assert order not in orders
        assert all(set(order) == set(other) for other in orders)
        orders.append(order)
        judged += done.results["run"]["counts"]["passed"]
        seed += 1
    in_place = [sum(one == other for one, other in zip(orders[0], order, strict=True)) for order in orders[1:]]
    assert all(same < len(orders[0]) / 10 for same in in_place)
