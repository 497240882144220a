"""The world of a worker: the target, a hub, procurement systems, and the journal of all that happens between them."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from harness.actors import HubDesk, ProcurementDesk
from harness.defects import defective, defective_hub, defective_procurement
from harness.errors import ConfigurationError
from harness.judgement import WireJudge
from harness.selection import generation_of
from harness.settings import RunSettings
from harness.targetfile import read_target_file
from harness.targets import Target, embedded_target, live_target
from simulators.hub import Hub
from simulators.procurement import Procurement
from simulators.wire import Journal, Redactor, origin_of


class World:
    """Everything that lives as long as a worker. Close it when the run is over."""

    def __init__(self, settings: RunSettings, *, worker: str, redactor: Redactor) -> None:
        """Open it: start the parties the run plays, and the storefront when it is the embedded one.

        `worker` names the files it writes.

        Raises:
            ConfigurationError: when the target file is wrong or a port cannot be had.

        """
        evidence = settings.out / "evidence"
        self._running = ExitStack()
        with self._running:
            self.journal = Journal(redactor, evidence / f"journal-{worker}.jsonl")
            self._running.callback(self.journal.close)
            self.target = _target(settings, self.journal, evidence / f"console-{worker}.log")
            self._running.callback(self.target.release)
            orders = self.target.file.orders
            self.judge = WireJudge(self.journal, orders.url if orders else "")
            self.journal.watched_by(self.judge)
            self._bind, self._defects = self.target.file.bind, settings.defects
            self.seed = settings.seed
            number = int(worker.removeprefix("gw")) if worker.startswith("gw") else 0
            self.faults_at = _advertised(self.target.file.advertise_faults, number)
            self._hub = self._opened_hub(*_advertised(self.target.file.advertise, number))
            self.hub = HubDesk(self._hub.url, self.journal)
            self._running.callback(self.hub.close)
            self._procurements: list[Procurement] = []
            self._desks: list[ProcurementDesk] = []
            self._add_procurement("procurement system")
            self._running = self._running.pop_all()

    @property
    def procurement(self) -> ProcurementDesk:
        """The procurement system of buyers who are from no other."""
        return self._desks[0]

    @property
    def other_procurement(self) -> ProcurementDesk:
        """A second procurement system, started when it is first asked for."""
        if len(self._desks) == 1:
            self._add_procurement("other procurement system")
        return self._desks[1]

    @property
    def hub_address(self) -> str:
        """Where the hub is on this machine, whatever address it gives away."""
        return self._hub.bound_url

    @property
    def our_origins(self) -> frozenset[str]:
        """The origins of the parties the run plays."""
        return frozenset(map(origin_of, (self._hub.url, *(procurement.url for procurement in self._procurements))))

    def close(self) -> None:
        """Stop every party and free every port. Does nothing the second time."""
        self._hub.ask_to_close()
        for procurement in self._procurements:
            procurement.ask_to_close()
        self._running.close()

    def _opened_hub(self, port: int, public_url: str | None) -> Hub:
        try:
            parts = defective_hub(*self._defects)
            hub = Hub(self.journal, parts=parts, host=self._bind, port=port, public_url=public_url)
        except OSError as error:
            raise ConfigurationError(
                "harness.bind, harness.advertise",
                f"the hub cannot listen on {self._bind}, port {port or 'any'} ({error.strerror})",
                "Choose an address of this machine and a port that is free.",
            ) from error
        self._running.callback(hub.close)
        return hub.open()

    def _add_procurement(self, name: str) -> None:
        parts = defective_procurement(*self._defects)
        procurement = Procurement(self.journal, name=name, parts=parts, host=self._bind)
        self._running.callback(procurement.close)
        self._procurements.append(procurement.open())
        desk = ProcurementDesk(procurement.url, self.journal)
        self._running.callback(desk.close)
        self._desks.append(desk)


def _target(settings: RunSettings, journal: Journal, console: Path) -> Target:
    if settings.target is None:
        generation = generation_of(settings, None)
        return embedded_target(
            journal,
            seed=settings.seed,
            generation=generation,
            level=settings.level,
            console=console,
            parts=defective(*settings.defects),
        )
    file = read_target_file(settings.target)
    file = replace(file, generation=generation_of(settings, file))
    return live_target(file, journal, turns=settings.out / "turns")


def _advertised(advertise: str, worker: int) -> tuple[int, str | None]:
    """Return the port to bind and the address to give away; each worker has the next port."""
    parts = urlsplit(advertise)
    if parts.port is None:
        return 0, advertise or None
    port = parts.port + worker
    return port, parts._replace(netloc=f"{parts.netloc.rpartition(':')[0]}:{port}").geturl()
