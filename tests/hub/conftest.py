"""One hub and one shop for all tests of the hub, the shop good again for each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.hub.hub_bench import Bench, Company


@pytest.fixture(scope="session")
def _bench() -> Iterator[Bench]:
    with Bench() as bench:
        yield bench


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
