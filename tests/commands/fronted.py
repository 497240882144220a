"""A storefront with something before it, as a target file names it: for commands that judge it or ask about it."""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import trustme

from harness.administration import Administration
from harness.serving import target_file_text
from harness.targetfile import DEFAULT_GENERATION
from harness.targets.embedded import describe, install
from simulators.storefront import GENERATIONS, Storefront, new_credentials
from simulators.wire import Journal, Redactor
from tests.commands.conftest import PLANTED
from tests.fronts_bench import Door, Front, standing

FRONT = {"FRONT_USER": "front-user", "FRONT_PASSWORD": "Planted-Front-Passw0rd", "FRONT_VALUE": "Planted-Front-Value-7"}

_AUTHORITY, _CONSOLE = "authority.pem", "console.log"


@dataclass(frozen=True)
class Fronted:
    """A storefront behind a front: its target file, and the environment that file needs."""

    front: Front
    storefront: Storefront
    target: Path
    environment: dict[str, str]


@contextmanager
def fronted(
    folder: Path,
    door: Door,
    *sections: str,
    takes: str = "",
    context_path: str = "",
    generation: str = DEFAULT_GENERATION,
    encrypted: bool = False,
    host: str = "",
) -> Iterator[Fronted]:
    """Open a storefront behind a door; `sections` are added to its target file.

    When it is `encrypted` its certificate is of an authority the target file names. At a `host` of its own it is
    believed to be, which others have to know the place of, the front's.
    """
    certificate = _certificate(folder, host or "127.0.0.1") if encrypted else None
    scheme = "https" if encrypted else "http"
    with (
        standing(Front(door, takes=takes, certificate=certificate)) as front,
        opened(
            f"{scheme}://{host}" if host else front.url,
            context_path=context_path,
            generation=generation,
            console=folder / _CONSOLE,
        ) as storefront,
    ):
        front.leads_to(storefront.bound_url)
        target = folder / "fronted.toml"
        text = target_file_text(replace(describe(storefront, kind="live"), console_logs=(_CONSOLE,)))
        if encrypted:
            text = text.replace("[target]\n", f'[target]\nca_file = "{_AUTHORITY}"\n', 1)
        target.write_text("\n".join([text, *sections, ""]), encoding="utf-8")
        yield Fronted(front, storefront, target, PLANTED | FRONT)


def _certificate(folder: Path, host: str) -> ssl.SSLContext:
    """Return a certificate for a host, and write its authority's into a folder."""
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.cert_pem.write_to_path(folder / _AUTHORITY)
    authority.issue_cert(host).configure_cert(context)
    return context


@contextmanager
def opened(
    public_url: str | None = None,
    *,
    context_path: str = "",
    generation: str = DEFAULT_GENERATION,
    console: Path | None = None,
) -> Iterator[Storefront]:
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
        journal,
        seed=1,
        credentials=credentials,
        generation=GENERATIONS[generation],
        public_url=public_url,
        context_path=context_path,
        console=console,
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
