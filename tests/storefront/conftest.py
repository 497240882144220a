"""One storefront and one hub for all tests of the storefront, configured anew for each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.storefront.storefront_bench import Bench, Buyer, StubHub


@pytest.fixture(scope="session")
def _bench() -> Iterator[Bench]:
    with Bench() as bench:
        yield bench


@pytest.fixture(scope="session")
def _stub_hub(_bench: Bench) -> Iterator[StubHub]:
    with StubHub(_bench.journal) as hub:
        yield hub


@pytest.fixture
def bench(_bench: Bench) -> Iterator[Bench]:
    """A configured storefront. Whatever the test does, it must not make the storefront fail."""
    _bench.install()
    yield _bench
    _bench.forget_browsers()
    assert _bench.journal.take_faults() == ()


@pytest.fixture
def hub(_stub_hub: StubHub) -> StubHub:
    """A hub that answers as the test says."""
    return _stub_hub


@pytest.fixture
def buyer(bench: Bench) -> Buyer:
    """A buyer who may punch out and check out."""
    return bench.buyer()
