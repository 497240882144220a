"""One storefront and one hub for all tests of the storefront, configured anew for each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from simulators.storefront.generation import PUNCHOUT2GO_2_1
from tests.storefront.storefront_bench import Bench, Buyer, StubHub


@pytest.fixture(scope="session")
def _bench() -> Iterator[Bench]:
    with Bench() as bench:
        yield bench


@pytest.fixture(scope="session")
def _bench_2_1() -> Iterator[Bench]:
    with Bench(generation=PUNCHOUT2GO_2_1) as bench:
        yield bench


@pytest.fixture(scope="session")
def _stub_hub(_bench: Bench) -> Iterator[StubHub]:
    with StubHub(_bench.journal) as hub:
        yield hub


@pytest.fixture
def bench(_bench: Bench) -> Iterator[Bench]:
    """A configured storefront. Whatever the test does, it must not make the storefront fail."""
    yield from _unfailing(_bench)


@pytest.fixture
def bench_2_1(_bench_2_1: Bench) -> Iterator[Bench]:
    """A configured storefront of the other generation, Commerce 2.1."""
    yield from _unfailing(_bench_2_1)


def _unfailing(bench: Bench) -> Iterator[Bench]:
    bench.install()
    yield bench
    bench.forget_browsers()
    assert bench.journal.take_faults() == ()


@pytest.fixture
def hub(_stub_hub: StubHub) -> StubHub:
    """A hub that answers as the test says."""
    return _stub_hub


@pytest.fixture
def buyer(bench: Bench) -> Buyer:
    """A buyer who may punch out and check out."""
    return bench.buyer()
