"""The judge of `punchout2go-2.1`: packages that ask for a restart, and a server that was restarted.

Source: 2.1 documentation, Deploy the PunchOut2Go Connector.
"""

from __future__ import annotations

from harness.deployment.events import (
    CommerceRuns,
    Event,
    PackageProcessed,
    PatchesTold,
    ReleaseTold,
    RestartRequested,
    ServerStarted,
)
from harness.deployment.findings import Finding, Outcome, Subject
from harness.deployment.lines import LogLine
from harness.deployment.naming import Package, Product
from harness.deployment.versions import REQUIRED, judge_commerce, judge_dxp


class RestartJudge:
    """Follows the last deployment of the connector, and the Commerce and DXP it was deployed to."""

    def __init__(self) -> None:
        self._commerce: LogLine | None = None
        self._commerce_before: LogLine | None = None
        self._deployed: LogLine | None = None
        self._processed: set[str] = set()
        self._requested: dict[str, LogLine] = {}
        self._restarted: LogLine | None = None
        self._commerce_version: tuple[LogLine, str] | None = None
        self._release: ReleaseTold | None = None
        self._patches: PatchesTold | None = None

    def see(self, event: Event) -> None:
        """Take in the next event."""
        match event:
            case PackageProcessed(line, Package(Product.CONNECTOR, part)):
                self._deploy(line, again=not part or part in self._processed)
                self._processed.add(part)
            case RestartRequested(line, Package(Product.CONNECTOR, part)):
                self._deploy(line, again=part in self._requested)
                self._requested[part] = line
                self._restarted = None
            case PackageProcessed(line, package) | RestartRequested(line, package):
                self._commerce = self._commerce or line
                if package.version:
                    self._commerce_version = (line, package.version)
            case CommerceRuns(line):
                self._commerce = self._commerce or line
            case ServerStarted(line):
                self._restarted = self._restarted or line
            case ReleaseTold():
                self._release, self._patches = event, None
            case PatchesTold():
                self._patches = event

    def findings(self) -> tuple[Finding, ...]:
        """Return the findings on order, packages, restart and versions."""
        return (
            self._commerce_first(),
            self._package(Subject.API_PACKAGE, "API"),
            self._package(Subject.IMPL_PACKAGE, "Impl"),
            self._restart(),
            self._versions(),
        )

    def _deploy(self, line: LogLine, *, again: bool) -> None:
        """Begin a new deployment when a package comes again, or nothing of the connector has come before."""
        if again or self._deployed is None:
            self._deployed, self._commerce_before, self._restarted = line, self._commerce, None
            self._processed, self._requested = set(), {}

    def _commerce_first(self) -> Finding:
        subject, expected = Subject.COMMERCE_FIRST, "Commerce is deployed before the connector"
        match self._deployed, self._commerce_before, self._commerce:
            case None, _, _:
                return Finding(subject, Outcome.NOT_SEEN, expected, "no deployment of the connector", (), FULL_LOG)
            case LogLine() as connector, LogLine() as commerce, _:
                return Finding(
                    subject, Outcome.HOLDS, expected, "Commerce, then the connector", (commerce, connector), ""
                )
            case LogLine() as connector, None, LogLine() as commerce:
                remedy = "Remove the connector's LPKG files, restart, and deploy the connector again, after Commerce."
                return Finding(
                    subject, Outcome.FAILS, expected, "the connector, then Commerce", (connector, commerce), remedy
                )
        return Finding(subject, Outcome.NOT_SEEN, expected, "no deployment of Commerce", (), FULL_LOG)

    def _package(self, subject: Subject, part: str) -> Finding:
        expected = f"the {part} package of the connector asks for a restart"
        if line := self._requested.get(part):
            return Finding(subject, Outcome.HOLDS, expected, "it does", (line,), "")
        if self._deployed is None:
            return Finding(subject, Outcome.NOT_SEEN, expected, "no deployment of the connector", (), FULL_LOG)
        remedy = "Copy the connector's LPKG file into the deploy folder of Liferay's home again, and watch the console."
        got = "a deployment of the connector in which it does not"
        return Finding(subject, Outcome.FAILS, expected, got, (self._deployed,), remedy)

    def _restart(self) -> Finding:
        subject, expected = Subject.RESTARTED, "the server is started again after the last package asked for it"
        if not self._requested:
            return Finding(subject, Outcome.NOT_SEEN, expected, "no package that asks for a restart", (), FULL_LOG)
        asked = list(self._requested.values())[-1]
        if self._restarted:
            return Finding(subject, Outcome.HOLDS, expected, "a later start-up", (asked, self._restarted), "")
        remedy = "Restart the application server; until then the connector is not installed."
        return Finding(subject, Outcome.FAILS, expected, "no later start-up", (asked,), remedy)

    def _versions(self) -> Finding:
        commerce_line, version = self._commerce_version or (None, "")
        dxp = judge_dxp(
            self._release.release if self._release else "", self._patches.patches if self._patches else None
        )
        commerce = judge_commerce(version)
        told = {
            dxp: [event.line for event in (self._release, self._patches) if event],
            commerce: [commerce_line] if commerce_line else [],
        }
        outcomes = {dxp.outcome, commerce.outcome}
        outcome = next(o for o in (Outcome.FAILS, Outcome.NOT_SEEN, Outcome.HOLDS) if o in outcomes)
        lines = tuple(line for judged, lines in told.items() if judged.outcome is outcome for line in lines)
        remedy = {
            Outcome.HOLDS: "",
            Outcome.FAILS: "Upgrade Commerce and DXP before the connector is deployed.",
            Outcome.NOT_SEEN: "Give the log from a start of the server on, with the line of its patches, and from the "
            "deployment of Commerce; or look at the patching tool and the App Manager.",
        }[outcome]
        return Finding(Subject.VERSIONS, outcome, REQUIRED, f"{dxp.got}; {commerce.got}", lines, remedy)


FULL_LOG = "Give the console log from before the deployment on, with its rotated files."
