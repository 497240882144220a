"""A live target: a storefront that is there already, described by a target file."""

from __future__ import annotations

from pathlib import Path

from harness.administration import Administration
from harness.errors import Inapplicable
from harness.targetfile import TargetFile
from harness.targets.approach import approach_to
from harness.targets.passage import RealTime
from harness.targets.target import Target
from harness.targets.turns import Turns
from simulators.wire import Journal


def live_target(file: TargetFile, journal: Journal, *, turns: Path | None) -> Target:
    """Return a target as its file describes it; nothing is contacted yet. `turns` is a file workers share.

    Whoever writes to the journal approaches it from now on as the file says.
    """
    for secret in file.secrets():
        journal.redactor.declare(secret, "secret")
    administration = None
    if file.admin is not None:
        administration = Administration(
            file.url, file.admin, file.group, journal, generation=file.generation, verify=file.ca_file or True
        )

    def release() -> None:
        if administration is not None:
            administration.close()

    def restart() -> None:
        raise Inapplicable(
            f"not applied to {file.name}: the harness cannot restart the storefront; restart the application server by "
            "hand and compare the settings"
        )

    target = Target(file, RealTime(file.name), Turns(turns), administration, release, restart)
    journal.approach = approach_to(target)
    return target
