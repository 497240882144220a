"""A storefront that is there already, as the preflight finds it: served in this process, with its target file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from harness.administration import Administration
from harness.administration.account_entries import AccountEntryPeople
from harness.serving import target_file_text
from harness.settings import RunSettings, read_settings
from harness.targetfile import DEFAULT_GENERATION, TargetFile, read_target_file
from harness.targets.embedded import describe, install
from simulators.storefront import GENERATIONS, REFERENCE, Parts, Storefront
from simulators.wire import Journal


@dataclass(frozen=True)
class Found:
    """A storefront that is there: its target file, and an administrator's hand on it."""

    path: Path
    file: TargetFile
    hand: Administration

    @property
    def settings(self) -> RunSettings:
        """The settings of a run against it."""
        return read_settings({"target": str(self.path), "seed": "7", "out": str(self.path.parent / "out")}, {})

    def rewritten(self, **changes: Any) -> TargetFile:
        """Write the target file with other entries; return what it says."""
        file = replace(self.file, **changes)
        text = target_file_text(file)
        if file.admin is None:
            text = text.replace(text[text.index("[target.admin]") : text.index("[target.catalog]")], "")
        if file.buyer_email:
            text += f'[target.buyer]\nemail = "{file.buyer_email}"\naccount = "{file.account}"\n'
        if file.by_hand:
            text += '[target.attestation]\nbrowser = "by hand"\n'
        if file.advertise or file.bind != "127.0.0.1":
            text += f'[harness]\nbind = "{file.bind}"\nadvertise = "{file.advertise}"\n'
        self.path.write_text(text, encoding="utf-8")
        return read_target_file(self.path)


@pytest.fixture
def storefront_there(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Found]]:
    """Serve a storefront built of some parts, set up as the documentation says."""
    with ExitStack() as running:

        def there(parts: Parts = REFERENCE, generation: str = DEFAULT_GENERATION) -> Found:
            storefront = Storefront(journal, seed=7, parts=parts, generation=GENERATIONS[generation])
            running.callback(storefront.close)
            storefront.open()
            file = describe(storefront, kind="live")
            assert file.admin is not None
            for name, value in (
                ("PUNCHOUT_CLIENT_ID", file.hub.client_id),
                ("PUNCHOUT_CLIENT_SECRET", file.hub.client_secret),
                ("PUNCHOUT_ADMIN_USER", file.admin.user),
                ("PUNCHOUT_ADMIN_PASSWORD", file.admin.password),
                ("PUNCHOUT_ORDER_SECRET", file.orders.shared_secret if file.orders else ""),
            ):
                monkeypatch.setenv(name, value)
            hand = Administration(file.url, file.admin, file.group, journal, generation=file.generation)
            running.callback(hand.close)
            install(file, hand)
            found = Found(tmp_path / "acme.toml", file, hand)
            found.rewritten()
            return found

        yield there


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The e-mail addresses of users that were made from now on."""
    emails: list[str] = []
    add_user = AccountEntryPeople.add_user

    def noting(self: AccountEntryPeople, email: str, *names: str) -> int:
        emails.append(email)
        return add_user(self, email, *names)

    monkeypatch.setattr(AccountEntryPeople, "add_user", noting)
    return emails
