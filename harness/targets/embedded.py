"""The embedded target: the reference storefront, started by the run and set up by its administrator's hand."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from harness.administration import Administration, ChannelSettings
from harness.errors import HarnessFault, Untestable
from harness.targetfile import HubCredentials, Login, OrderInterface, TargetFile
from harness.targets.passage import MovedTime
from harness.targets.target import Target
from harness.targets.turns import Turns
from simulators.storefront import GENERATIONS, REFERENCE, Parts, Storefront
from simulators.wire import AdjustableClock, Journal

# Seconds the embedded target waits for a hub, by the level of the run. The hub of the run is on the same machine, which
# may be busy, and takes its time for a thousand lines or hundreds of buyers: no fault of the target.
_TRANSFER_DEADLINES = {"certification": 12.0}
_TRANSFER_DEADLINE = 6.0


def describe(storefront: Storefront, *, kind: str) -> TargetFile:
    """Return what a target file would say of a reference storefront."""
    credentials = storefront.credentials
    return TargetFile(
        name="reference storefront",
        kind=kind,
        url=storefront.url,
        generation=storefront.generation.name,
        group=storefront.site_key,
        start_url=storefront.start_url,
        hub=HubCredentials(client_id=credentials.client_id, client_secret=credentials.client_secret),
        admin=Login(credentials.administrator, credentials.administrator_password),
        skus=storefront.skus,
        currencies=storefront.currencies,
        orders=OrderInterface(storefront.orders_url, credentials.order_secret),
    )


def install(file: TargetFile, administration: Administration) -> None:
    """Configure a storefront as the documentation says: switch Punch Out and auto login on, name the start URL."""
    administration.settings.set_channel(ChannelSettings(enabled=True, start_url=file.start_url))
    administration.settings.set_auto_login(enabled=True)


def embedded_target(
    journal: Journal, *, seed: int, generation: str, level: str, console: Path, parts: Parts = REFERENCE
) -> Target:
    """Start the reference storefront, or one of other parts, for a run of a level, and configure it.

    Raises:
        HarnessFault: when it cannot be configured.

    """
    clock = AdjustableClock()
    with ExitStack() as running:
        storefront = Storefront(
            journal,
            seed=seed,
            clock=clock,
            generation=GENERATIONS[generation],
            parts=parts,
            console=console,
            # It is a file of the run, whatever a broken storefront tells there.
            console_shown=journal.redactor.text,
            transfer_deadline=_TRANSFER_DEADLINES.get(level, _TRANSFER_DEADLINE),
        )
        running.callback(storefront.close)
        storefront.open()
        file = replace(describe(storefront, kind="embedded"), console_logs=(str(console),))
        for secret in file.secrets():
            journal.redactor.declare(secret, "secret")
        assert file.admin is not None  # describe gives one
        administration = Administration(file.url, file.admin, file.group, journal, generation=generation)
        running.callback(administration.close)
        try:
            install(file, administration)
        except Untestable as error:
            raise HarnessFault(f"the reference storefront could not be configured: {error}") from error
        return Target(
            file,
            MovedTime(clock),
            Turns(None),
            administration,
            running.pop_all().close,
            storefront.restart,
            failure=lambda: storefront.failure,
            has_whole_log=lambda: storefront.has_whole_log,
            leave=storefront.ask_to_close,
        )
