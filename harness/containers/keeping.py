"""The container of a run, kept by the controlling process: started before the workers, which are told where it is."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from harness.administration import Administration, ChannelSettings
from harness.containers.starting import LOG, KeptContainer, Tell, keep_container
from harness.containers.vessel import Whereabouts
from harness.errors import ConfigurationError, Untestable
from harness.record import RunRecord
from harness.targetfile import TargetFile
from simulators.wire import Journal, Redactor

_NAME = "punchout-container"
_TOLD = "punchout-whereabouts"


class ContainerKeeper:
    """A plugin of the controlling process: tells the workers, and keeps the log as evidence before the record ends."""

    def __init__(self, kept: KeptContainer) -> None:
        self._kept = kept
        self.record: RunRecord | None = None

    @property
    def whereabouts(self) -> Whereabouts:
        """Where the container is."""
        return self._kept.whereabouts

    @property
    def about(self) -> dict[str, str]:
        """What the record tells of it beside its address."""
        return {"image": self.whereabouts.image, "image_id": self.whereabouts.image_id}

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Tell a worker where the container is."""
        node.workerinput[_TOLD] = self.whereabouts.to_text()

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self) -> None:
        """Write its log; one that cannot be written is a loss of the run. Tell a silence that comes from its end."""
        try:
            self._kept.save_log()
            if self.record is not None and self.record.stopped and (end := self._kept.end()):
                self.record.stopped = f"{self.record.stopped}; {end}"
        except OSError as error:
            if self.record is not None and self._kept.log is not None:
                self.record.losses.note("console log", self._kept.log, error)
        except ConfigurationError as error:
            if self.record is not None:
                self.record.faults.append(str(error))

    def note_in(self, record: RunRecord, config: pytest.Config) -> None:
        """Take the record that hears of a log which is lost, and be asked before it ends."""
        self.record = record
        config.pluginmanager.unregister(self)
        config.pluginmanager.register(self, _NAME)


def start_for(
    config: pytest.Config, target: TargetFile, *, run: str, out: Path, redactor: Redactor, tell: Tell
) -> ContainerKeeper:
    """Start the container of a target file; it is removed when pytest ends, however it ends.

    Raises:
        ConfigurationError: when it cannot be started.

    """
    assert target.container is not None  # asked for by whoever calls
    running = ExitStack()
    config.add_cleanup(running.close)
    running.enter_context(_told_when_left_behind())
    # Who is asked to end has to clean up first: it ends like after Ctrl-C.
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    running.callback(signal.signal, signal.SIGTERM, before)
    log = out / "evidence" / LOG
    kept = running.enter_context(
        keep_container(
            target.container,
            target.url,
            generation=target.generation,
            run=run,
            log=log,
            redactor=redactor,
            tell=tell,
        )
    )
    keeper = ContainerKeeper(kept)
    config.pluginmanager.register(keeper, _NAME)
    configure(kept.whereabouts.told_in(target), redactor, tell)
    return keeper


def configure(file: TargetFile, redactor: Redactor, tell: Tell) -> None:
    """Switch Punch Out on for the channel, with the start URL: nobody knew the address before the container ran."""
    if file.admin is None:
        return
    for secret in file.secrets():
        redactor.declare(secret, "secret")
    hand = Administration(
        file.url, file.admin, file.group, Journal(redactor), generation=file.generation, verify=file.ca_file or True
    )
    try:
        hand.settings.set_channel(ChannelSettings(enabled=True, start_url=file.start_url))
    except Untestable as error:
        # Whatever keeps it from being done, the preflight asks for next, and tells what to do.
        tell(redactor.text(f"the channel's Punch Out settings could not be saved: {error}"))
    finally:
        hand.close()


@contextmanager
def _told_when_left_behind() -> Iterator[None]:
    """Tell a person that something could not be removed, where pytest is over already."""
    try:
        yield
    except ConfigurationError as error:
        sys.stderr.write(f"ERROR: {error} Whatever is left of the container, the next run of one removes.\n")


def container_of(config: pytest.Config) -> Whereabouts | None:
    """Return where the container of a run is, in any of its processes; None when it has none."""
    told = getattr(config, "workerinput", {}).get(_TOLD)
    if told is not None:
        return Whereabouts.from_text(told)
    keeper = config.pluginmanager.get_plugin(_NAME)
    return keeper.whereabouts if isinstance(keeper, ContainerKeeper) else None
