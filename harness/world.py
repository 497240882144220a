"""The world of a worker: the target, a hub, procurement systems, and the journal of all that happens between them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from harness.actors import HubDesk, ProcurementDesk
from harness.browser import Browser
from harness.browsers import browsers_named
from harness.containers.vessel import Whereabouts
from harness.defects import defective, defective_hub, defective_procurement
from harness.errors import ConfigurationError, HarnessFault
from harness.judgement import WireJudge
from harness.pictures import Album
from harness.restoring import Ledger
from harness.restoring.restoring import new_ledger
from harness.selection import generation_of
from harness.settings import RunSettings
from harness.targetfile import read_target_file
from harness.targets import Target, container_target, embedded_target, live_target
from simulators.hub import Hub
from simulators.procurement import Procurement
from simulators.procurement.parts import ProcurementParts
from simulators.wire import Journal, Redactor, Seen, SteadyClock, origin_of, waiting

_LOOPBACK = "127.0.0.1"


class World:
    """Everything that lives as long as a worker. Close it when the run is over."""

    def __init__(
        self,
        settings: RunSettings,
        *,
        worker: str,
        redactor: Redactor,
        processes: int = 1,
        container: Whereabouts | None = None,
    ) -> None:
        """Open it: start the parties the run plays, and the storefront when it is the embedded one.

        `worker` names the files it writes, `processes` is how many workers there are at a time; `container` is where
        the storefront is when it is one.

        Raises:
            ConfigurationError: when the target file is wrong or a port cannot be had.

        """
        self._settings, self._worker, self._processes = settings, worker, processes
        self._container = container
        self._openings = 0
        # One for all, whenever they are started: parties that disagree about the time refuse one another.
        self._clock = SteadyClock()
        self._running = ExitStack()
        self.seed = settings.seed
        self._browsers = browsers_named(settings.browser)
        self.journal = Journal(redactor, self._evidence / f"journal-{worker}.jsonl")
        try:
            self._open()
            self.ledger = self._new_ledger()
            self.journal.watched_by(self._show)
        except BaseException:
            self.journal.close()
            raise

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

    def browser(self, album: Album) -> Browser:
        """Return a new browser for a buyer, whose pictures are kept in an album; who opens it closes it."""
        return self._browsers.open(self.journal, album, ours=self.our_origins, verify=self.target.verify)

    @contextmanager
    def looked_after(self) -> Iterator[None]:
        """Look after the parties when the block ends: what ended by then, or does not answer, is a fault of the run.

        Whoever it is, all are stopped, and started when they are wanted next.
        """
        try:
            yield
        finally:
            failures = [(name, failure) for name, failure in self._failures() if failure]
            for name, failure in failures:
                self.journal.fault(name, HarnessFault(failure))
            if failures:
                self._stop()

    def ready(self) -> None:
        """Start the parties again when one of them had failed.

        Raises:
            HarnessFault: when they do not start.

        """
        if self._is_open:
            return
        try:
            self._open()
        except (OSError, RuntimeError, ConfigurationError) as error:
            raise HarnessFault(f"a party of the run had stopped, and could not be started again: {error}") from error

    def close(self) -> None:
        """Stop every party and free every port. Does nothing the second time."""
        try:
            self._browsers.close()
            self._stop()
        finally:
            self.ledger.close()
            self.journal.close()

    @property
    def _number(self) -> int:
        return int(self._worker.removeprefix("gw")) if self._worker.startswith("gw") else 0

    @property
    def out(self) -> Path:
        """The folder of the run's results."""
        return self._settings.out

    @property
    def _evidence(self) -> Path:
        return self.out / "evidence"

    def _show(self, seen: Seen) -> None:
        """Show an exchange to the judge of the parties that run now."""
        self.judge(seen)

    def _open(self) -> None:
        self._openings += 1
        again = f"-{self._openings}" if self._openings > 1 else ""
        with self._running, waiting("the parties of the run to start"):
            console = self._evidence / f"console-{self._worker}{again}.log"
            self.target = _target(self._settings, self.journal, console, self._container)
            self._running.callback(self.target.release)
            orders = self.target.file.orders
            self.judge = WireJudge(self.journal, orders.url if orders else "")
            self._bind = self.target.file.bind
            self.faults_at = _advertised(self.target.file.advertise_faults, self._number)
            self._hub = self._opened_hub()
            self.hub = HubDesk(self._hub.url, self.journal)
            self._running.callback(self.hub.close)
            self._procurements: list[Procurement] = []
            self._desks: list[ProcurementDesk] = []
            self._add_procurement("procurement system")
            self._running = self._running.pop_all()
        self._is_open = True

    def _new_ledger(self) -> Ledger:
        """Return where changes of the target are written down, which end with it when it is the run's own."""
        is_its_own = self._settings.target is None or self._container is not None
        if is_its_own or self.target.admin is None:
            return Ledger()
        try:
            return new_ledger(self._settings.ledgers, self._worker, self.target.file)
        except OSError as error:
            raise ConfigurationError(
                "--out",
                f"{self._settings.ledgers} cannot be written ({error.strerror}), where changes of the target are noted",
                "Name another folder.",
            ) from error

    def _stop(self) -> None:
        self._is_open = False
        self.target.leave()
        self._hub.ask_to_close()
        for procurement in self._procurements:
            procurement.ask_to_close()
        self._running.close()

    def _failures(self) -> Iterator[tuple[str, str]]:
        """Yield each party of the run with what keeps it from answering."""
        yield "storefront", self.target.failure()
        yield "hub", self._hub.failure
        for procurement in self._procurements:
            yield procurement.name, procurement.failure

    def _opened_hub(self) -> Hub:
        """Open the hub at the port that is this worker's; who is there for one that died has whichever is free."""
        advertise = self.target.file.advertise
        numbers = [self._number] if self._number < self._processes else range(self._processes)
        *before, last = (_advertised(advertise, each) for each in numbers)
        for port, public_url in before:
            with suppress(ConfigurationError):
                return self._hub_at(port, public_url)
        return self._hub_at(*last)

    def _hub_at(self, port: int, public_url: str | None) -> Hub:
        try:
            parts = defective_hub(*self._settings.defects)
            host = self._host(2)
            hub = Hub(self.journal, clock=self._clock, parts=parts, host=host, port=port, public_url=public_url)
        except OSError as error:
            raise ConfigurationError(
                "harness.bind, harness.advertise",
                f"the hub cannot listen on {self._bind}, port {port or 'any'} ({error.strerror})",
                "Choose an address of this machine and a port that is free.",
            ) from error
        self._running.callback(hub.close)
        return hub.open()

    def _host(self, number: int) -> str:
        """Return where a party listens: on loopback each has an address, for browsers would take them for one site."""
        apart = self._browsers.know_no_ports and self._bind == _LOOPBACK
        return f"127.0.0.{number}" if apart else self._bind

    def _add_procurement(self, name: str) -> None:
        parts = defective_procurement(*self._settings.defects)
        # The first one is where a person's browser may come from another machine.
        advertise = "" if self._procurements else self.target.file.advertise_procurement
        procurement = self._procurement_at(name, parts, *_advertised(advertise, self._number))
        self._running.callback(procurement.close)
        self._procurements.append(procurement.open())
        desk = ProcurementDesk(procurement.url, self.journal)
        self._running.callback(desk.close)
        self._desks.append(desk)

    def _procurement_at(self, name: str, parts: ProcurementParts, port: int, public_url: str | None) -> Procurement:
        try:
            return Procurement(
                self.journal,
                name=name,
                clock=self._clock,
                parts=parts,
                host=self._host(3 + len(self._procurements)),
                port=port,
                public_url=public_url,
            )
        except OSError as error:
            raise ConfigurationError(
                "harness.bind, harness.advertise_procurement",
                f"the procurement system cannot listen on {self._bind}, port {port or 'any'} ({error.strerror})",
                "Choose an address of this machine and a port that is free.",
            ) from error


def _target(settings: RunSettings, journal: Journal, console: Path, container: Whereabouts | None) -> Target:
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
    turns = settings.out / "turns"
    if container is not None:
        return container_target(file, container, journal, turns=turns)
    return live_target(file, journal, turns=turns)


def _advertised(advertise: str, worker: int) -> tuple[int, str | None]:
    """Return the port to bind and the address to give away; each worker has the next port."""
    parts = urlsplit(advertise)
    if parts.port is None:
        return 0, advertise or None
    port = parts.port + worker
    return port, parts._replace(netloc=f"{parts.netloc.rpartition(':')[0]}:{port}").geturl()
