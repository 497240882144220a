"""The judge of `tradecentric-7.4`: one package, processed while the server runs, whose ten bundles start.

Source: reference, Liferay connector, 9. No restart is asked for. A server that starts tells of no bundle it starts
(Liferay's BundleStartStopLogger is silent until the portal is initialised), so after a start-up without such lines
the log does not tell whether the bundles run.
"""

from __future__ import annotations

from harness.deployment.events import (
    BundlesFailed,
    BundleStarted,
    BundleStopped,
    Event,
    PackageProcessed,
    PackageRefused,
    ServerStarted,
)
from harness.deployment.findings import Finding, Outcome, Subject
from harness.deployment.lines import LogLine
from harness.deployment.naming import BUNDLES, Package, Product

FULL_LOG = "Give the console log from before the deployment on, with its rotated files."
LOOK_INSIDE = "Look with `lb punchout` in the Gogo shell, or deploy the connector's LPKG file again."


class BundleJudge:
    """Follows the bundles of the connector since it was last deployed, or the server last started."""

    def __init__(self) -> None:
        self._processed: LogLine | None = None
        self._parts: set[str] = set()
        self._refused: LogLine | None = None
        self._since: PackageProcessed | ServerStarted | None = None
        self._running: dict[tuple[str, str, str], BundleStarted] = {}
        self._stopped: dict[str, LogLine] = {}
        self._failed: dict[str, LogLine] = {}

    def see(self, event: Event) -> None:
        """Take in the next event."""
        match event:
            case PackageProcessed(line, Package(Product.CONNECTOR, part)):
                # The halves of the connector may be deployed as two files: one deployment.
                if not part or part in self._parts or not self._parts:
                    self._begin(event)
                    self._parts.clear()
                self._parts.add(part)
                self._processed, self._refused = line, None
            case PackageRefused(line, Package(Product.CONNECTOR)):
                self._refused = line
            case ServerStarted():
                self._begin(event)
            case BundleStopped(line, name, version, number):
                self._running.pop((name, version, number), None)
                self._stopped[name] = line
            case BundleStarted(_, name, version, number):
                # Taken out first, so that the starts stay in the order of the log.
                self._running.pop((name, version, number), None)
                self._running[name, version, number] = event
                self._failed.pop(name, None)
            case BundlesFailed(line, names):
                for name in names:
                    self._failed.setdefault(name, line)

    def findings(self) -> tuple[Finding, ...]:
        """Return the findings on the package, its bundles' starts and their failures."""
        return self._package(), self._starts(), self._failures()

    def _begin(self, event: PackageProcessed | ServerStarted) -> None:
        self._since = event
        self._running, self._stopped, self._failed = {}, {}, {}

    def _package(self) -> Finding:
        subject, expected = Subject.PROCESSED, "the connector's LPKG file is processed"
        seen = [line for line in (self._processed, self._refused) if line]
        if self._refused:
            remedy = "Let the server's user own the file, and copy it into the deploy folder again when it is complete."
            return Finding(subject, Outcome.FAILS, expected, "a file that was refused", tuple(seen), remedy)
        if self._processed:
            return Finding(subject, Outcome.HOLDS, expected, "it was", tuple(seen), "")
        return Finding(subject, Outcome.NOT_SEEN, expected, "no such line", (), FULL_LOG)

    def _last_starts(self) -> dict[str, BundleStarted]:
        """Return the last start of each bundle that runs, by its name, in the order of the log."""
        last = {start.name: start for start in self._running.values()}
        return {start.name: start for start in self._running.values() if last[start.name] is start}

    def _starts(self) -> Finding:
        subject, expected = Subject.STARTED, f"the {len(BUNDLES)} bundles of the connector start and do not stop"
        running = self._last_starts()
        missing = [name for name in BUNDLES if name not in running]
        if not missing:
            got = ", ".join(f"{name} {running[name].version}" for name in BUNDLES)
            return Finding(subject, Outcome.HOLDS, expected, got, tuple(start.line for start in running.values()), "")
        stopped = {name: line for name, line in self._stopped.items() if name in missing}
        began = (self._since.line,) if self._since else ()
        got = f"{len(running)} of them; not started: {', '.join(n for n in missing if n not in stopped) or 'none'}"
        got += f"; stopped: {', '.join(stopped)}" if stopped else ""
        if stopped or isinstance(self._since, PackageProcessed) or (running and not self._since):
            lines = tuple(stopped.values()) if len(stopped) == len(missing) else (*began, *stopped.values())
            return Finding(subject, Outcome.FAILS, expected, got, lines, LOOK_INSIDE)
        return Finding(subject, Outcome.NOT_SEEN, expected, got, began, LOOK_INSIDE)

    def _failures(self) -> Finding:
        subject, expected = Subject.RESOLVED, "no bundle of the connector is unresolved or fails"
        if self._failed:
            remedy = "Read the requirement in the line: deploy what exports it, or the connector made for this release."
            lines = tuple(dict.fromkeys(self._failed.values()))
            return Finding(subject, Outcome.FAILS, expected, f"failed: {', '.join(self._failed)}", lines, remedy)
        if running := self._last_starts():
            return Finding(
                subject, Outcome.HOLDS, expected, "none", tuple(start.line for start in running.values()), ""
            )
        return Finding(subject, Outcome.NOT_SEEN, expected, "no line about its bundles", (), LOOK_INSIDE)
