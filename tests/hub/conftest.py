"""One hub and one shop for all tests of the hub, the shop good again for each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.hub.hub_bench import Bench, Company
from tests.hub.standard_shop import StandardShop


@pytest.fixture(scope="session")
def _bench() -> Iterator[Bench]:
    with Bench() as bench:
        yield bench


@pytest.fixture(scope="session")
def _standard_shop(_bench: Bench) -> Iterator[StandardShop]:
    with StandardShop(_bench.journal) as shop:
        yield shop


@pytest.fixture
def standard_shop(_standard_shop: StandardShop) -> StandardShop:
    """A shop that speaks the hub's standard JSON and takes launches, and gives sessions."""
    _standard_shop.reset()
    return _standard_shop


@pytest.fixture
def bench(_bench: Bench) -> Iterator[Bench]:
    """A hub and a shop that gives sessions. Whatever the test does, it must not make the hub fail."""
    _bench.shop.reset()
    yield _bench
    assert _bench.journal.take_faults() == ()


@pytest.fixture
def company(bench: Bench) -> Company:
    """A company that may punch out to the shop."""
    return bench.relate()
