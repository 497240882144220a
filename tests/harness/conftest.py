"""What the tests of the judge share: a journal, evidence, parties of any kind, and one world for all that need one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack

import pytest
from faker import Faker

from harness.actors.people import Cast
from harness.browser import Browser, HttpBrowser
from harness.evidence import Evidence
from harness.settings import read_settings
from harness.stage import Stage
from harness.world import World
from simulators.wire import Journal, Party, Redactor
from tests.harness.judge_bench import Handler, Stand


@pytest.fixture
def redactor() -> Redactor:
    return Redactor(b"a key for tests")


@pytest.fixture
def journal(redactor: Redactor) -> Journal:
    return Journal(redactor)


@pytest.fixture
def evidence(redactor: Redactor) -> Evidence:
    return Evidence(redactor)


@pytest.fixture(scope="session")
def _stands() -> Iterator[list[Stand]]:
    """Parties to lend out: to open and close one takes longer than most tests."""
    stands = [Stand(), Stand()]
    yield stands
    for stand in stands:
        stand.party.ask_to_close()
    for stand in stands:
        stand.party.close()


@pytest.fixture
def serve(_stands: list[Stand]) -> Iterator[Callable[[Mapping[str, Handler]], Party]]:
    """Serve handlers by their paths, on up to two ports; whatever they do, they must not fail."""
    free = iter(_stands)
    yield lambda handlers: next(free).serving(handlers)
    for stand in _stands:
        stand.serving({})
        assert stand.journal.take_faults() == ()


@pytest.fixture
def browser(journal: Journal) -> Iterator[Browser]:
    browser = HttpBrowser(journal)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A world with the embedded storefront."""
    out = tmp_path_factory.mktemp("judged")
    world = World(read_settings({"out": str(out), "seed": "7"}, {}), worker="main", redactor=Redactor(b"judged"))
    yield world
    world.close()


@pytest.fixture(scope="session")
def judged_2_1(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A world with the embedded storefront of Commerce 2.1."""
    given = {"out": str(tmp_path_factory.mktemp("judged")), "seed": "7", "generation": "punchout2go-2.1"}
    world = World(read_settings(given, {}), worker="main", redactor=Redactor(b"judged"))
    yield world
    world.close()


@pytest.fixture(scope="session")
def _cast() -> Cast:
    return Cast(Faker("en_US"), "unit")


@pytest.fixture
def set_stage(judged: World, _cast: Cast) -> Iterator[Callable[..., Stage]]:
    """Set a stage in the world; it is cleared when the test ends."""
    yield from _stages(judged, _cast)


@pytest.fixture
def set_stage_2_1(judged_2_1: World, _cast: Cast) -> Iterator[Callable[..., Stage]]:
    """Set a stage in the world of Commerce 2.1."""
    yield from _stages(judged_2_1, _cast)


def _stages(world: World, cast: Cast) -> Iterator[Callable[..., Stage]]:
    with ExitStack() as running:

        def set_up(*, changes_settings: bool = False) -> Stage:
            stage = Stage(world, cast, Evidence(world.journal.redactor), changes_settings=changes_settings)
            return running.enter_context(stage)

        yield set_up
    assert world.journal.take_faults() == ()
