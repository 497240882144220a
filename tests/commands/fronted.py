"""A storefront with something before it, as a target file names it: for commands that judge it or ask about it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from harness.administration import Administration
from harness.serving import target_file_text
from harness.targets.embedded import describe, install
from simulators.storefront import Storefront, new_credentials
from simulators.wire import Journal, Redactor
from tests.commands.conftest import PLANTED
from tests.fronts_bench import Door, Front, standing

FRONT = {"FRONT_USER": "front-user", "FRONT_PASSWORD": "Planted-Front-Passw0rd", "FRONT_VALUE": "Planted-Front-Value-7"}


@dataclass(frozen=True)
class Fronted:
    """A storefront behind a front: its target file, and the environment that file needs."""

    front: Front
    storefront: Storefront
    target: Path
    environment: dict[str, str]


@contextmanager
def fronted(folder: Path, door: Door, *sections: str, takes: str = "", context_path: str = "") -> Iterator[Fronted]:
    """Open a storefront behind a door; `sections` are added to its target file."""
    with standing(Front(door, takes=takes)) as front, opened(front.url, context_path=context_path) as storefront:
        front.leads_to(storefront.bound_url)
        target = folder / "fronted.toml"
        file = describe(storefront, kind="live")
        target.write_text("\n".join([target_file_text(file), *sections, ""]), encoding="utf-8")
        yield Fronted(front, storefront, target, PLANTED | FRONT)


@contextmanager
def opened(public_url: str | None = None, *, context_path: str = "") -> Iterator[Storefront]:
    """Open a storefront with the planted credentials, set up as the documentation says."""
    journal = Journal(Redactor(os.urandom(16)))
    credentials = replace(
        new_credentials(),
        client_id=PLANTED["PUNCHOUT_CLIENT_ID"],
        client_secret=PLANTED["PUNCHOUT_CLIENT_SECRET"],
        administrator=PLANTED["PUNCHOUT_ADMIN_USER"],
        administrator_password=PLANTED["PUNCHOUT_ADMIN_PASSWORD"],
        order_secret=PLANTED["PUNCHOUT_ORDER_SECRET"],
    )
    storefront = Storefront(
        journal, seed=1, credentials=credentials, public_url=public_url, context_path=context_path
    ).open()
    file = describe(storefront, kind="live")
    assert file.admin is not None
    hand = Administration(storefront.bound_url, file.admin, file.group, journal, generation=file.generation)
    try:
        install(file, hand)
        yield storefront
    finally:
        hand.close()
        storefront.close()
