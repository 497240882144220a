"""A container target: a storefront in a container of the run's own, which every worker shares."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from harness.administration.config_files import ConfigFiles
from harness.containers.vessel import Vessel, Whereabouts
from harness.targetfile import TargetFile
from harness.targets.live import live_target
from harness.targets.target import Target
from simulators.wire import Journal


def container_target(file: TargetFile, whereabouts: Whereabouts, journal: Journal, *, turns: Path | None) -> Target:
    """Return a target at a container that answers; `file` is its target file, `turns` a file workers share."""
    assert file.container is not None  # read_target_file gives one to each file of this kind
    vessel = Vessel(whereabouts, file.container.start_deadline, journal.redactor)
    target = live_target(whereabouts.told_in(file), journal, turns=turns)
    files = ConfigFiles(target.admin.settings, vessel.put_configuration) if target.admin else None
    return replace(target, restart=vessel.restart, config_files=files)
