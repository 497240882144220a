"""Who has set a served storefront up before it is judged: an administrator, who makes a buyer there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from faker import Faker

from harness.actors import Buyer
from harness.actors.people import Cast
from harness.evidence import Evidence
from harness.settings import read_settings
from harness.stage import Stage
from harness.world import World
from simulators.wire import Redactor
from tests.commands.conftest import Served

# The scenarios that a target without administration is judged by when its file lists another channel.
WITH_ANOTHER_CHANNEL = {
    "The other channel issues the start URL that was entered for it",
    "A start URL that is entered for the other channel leaves this one's alone",
    "A buyer of one site is not served on the other",
    "A buyer who belongs to both sites is served on the other",
    "A cart of another channel is refused",
}


@pytest.fixture(scope="module")
def stage(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Who has set up the storefront, and the person's own browsers."""
    with pytest.MonkeyPatch.context() as patched:
        for name, value in served.environment.items():
            patched.setenv(name, value)
        settings = read_settings({"target": str(served.target), "out": str(tmp_path_factory.mktemp("own"))}, {})
        with closing(World(settings, worker="main", redactor=Redactor(b"test"))) as world:
            evidence = Evidence(world.journal.redactor)
            with Stage(world, Cast(Faker(), "proof"), evidence, changes_settings=False) as stage:
                yield stage


@pytest.fixture(scope="module")
def buyer(stage: Stage) -> Buyer:
    return stage.buyer()
