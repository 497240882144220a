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
from simulators.storefront import GENERATIONS, Storefront
from simulators.wire import AdjustableClock, Journal

# Seconds the embedded target waits for a hub that is silent on purpose, so that nobody waits for long; and for one that
# is not, which shares a machine with it that may be very busy: what it takes must not look like a fault of the target.
SILENT_HUB_DEADLINE = 2.0
BUSY_HUB_DEADLINE = 60.0


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


def embedded_target(journal: Journal, *, seed: int, generation: str, console: Path) -> Target:
    """Start the reference storefront and configure it.

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
            console=console,
            transfer_deadline=lambda: SILENT_HUB_DEADLINE if journal.patience.is_excused else BUSY_HUB_DEADLINE,
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
        )
