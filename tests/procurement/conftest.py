"""One procurement system and one hub for all its tests, the hub good again for each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.procurement.procurement_bench import Bench


@pytest.fixture(scope="session")
def _bench() -> Iterator[Bench]:
    with Bench() as bench:
        yield bench


@pytest.fixture
def bench(_bench: Bench) -> Iterator[Bench]:
    """A procurement system and a good hub. Whatever the test does, it must not make the procurement system fail."""
    _bench.reset()
    yield _bench
    assert _bench.journal.take_faults() == ()
