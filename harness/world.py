"""The world of a worker: the target, a hub, procurement systems, and the journal of all that happens between them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from harness.actors import HubDesk, ProcurementDesk
from harness.errors import ConfigurationError
from harness.settings import RunSettings
from harness.targetfile import DEFAULT_GENERATION, read_target_file
from harness.targets import Target, embedded_target, live_target
from simulators.hub import Hub
from simulators.procurement import Procurement
from simulators.wire import Journal, Redactor


class World:
    """Everything that lives as long as a worker. Close it when the run is over."""

    def __init__(self, settings: RunSettings, *, worker: str, redactor: Redactor) -> None:
        """Open it: start the parties the run plays, and the storefront when it is the embedded one.

        `worker` names the files it writes.

        Raises:
            ConfigurationError: when the target file is wrong or a port cannot be had.

        """
        evidence = settings.out / "evidence"
        self.journal = Journal(redactor, evidence / f"journal-{worker}.jsonl")
        self.target = self._target(settings, evidence / f"console-{worker}.log")
        bind = self.target.file.bind
        number = int(worker.removeprefix("gw")) if worker.startswith("gw") else 0
        port, public_url = _advertised(self.target.file.advertise, number)
        try:
            self._hub = Hub(self.journal, host=bind, port=port, public_url=public_url).open()
            self._procurements = [Procurement(self.journal, host=bind).open()]
        except OSError as error:
            self.target.release()
            self.journal.close()
            raise ConfigurationError(
                "harness.bind, harness.advertise",
                f"the hub cannot listen on {bind}, port {port or 'any'} ({error.strerror})",
                "Choose an address of this machine and a port that is free.",
            ) from error
        self.hub = HubDesk(self._hub.url, self.journal)
        self._desks = [ProcurementDesk(self._procurements[0].url, self.journal)]
        self._bind = bind

    @property
    def procurement(self) -> ProcurementDesk:
        """The procurement system of buyers who are from no other."""
        return self._desks[0]

    @property
    def other_procurement(self) -> ProcurementDesk:
        """A second procurement system, started when it is first asked for."""
        if len(self._desks) == 1:
            self._procurements.append(
                Procurement(self.journal, name="other procurement system", host=self._bind).open()
            )
            self._desks.append(ProcurementDesk(self._procurements[1].url, self.journal))
        return self._desks[1]

    @property
    def our_origins(self) -> frozenset[str]:
        """The origins of the parties the run plays."""
        return frozenset([self._hub.url, *(procurement.url for procurement in self._procurements)])

    def close(self) -> None:
        """Stop every party and free every port."""
        parties: list[Hub | Procurement] = [self._hub, *self._procurements]
        for party in parties:
            party.ask_to_close()
        self.target.release()
        for desk in (self.hub, *self._desks):
            desk.close()
        for party in parties:
            party.close()
        self.journal.close()

    def _target(self, settings: RunSettings, console: Path) -> Target:
        if settings.target is None:
            return embedded_target(
                self.journal,
                seed=settings.seed,
                generation=settings.generation or DEFAULT_GENERATION,
                console=console,
            )
        file = read_target_file(settings.target)
        file = replace(file, generation=settings.generation or file.generation)
        return live_target(file, self.journal, turns=settings.out / "turns")


def _advertised(advertise: str, worker: int) -> tuple[int, str | None]:
    """Return the port to bind and the address to give away; each worker has the next port."""
    if not advertise:
        return 0, None
    parts = urlsplit(advertise)
    if parts.port is None:
        return 0, advertise
    port = parts.port + worker
    return port, f"{parts.scheme}://{parts.hostname}:{port}{parts.path}"
