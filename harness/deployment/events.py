"""Events of a deployment, recognised in a log: start-ups, packages, bundles that start, stop or fail.

Sources of the wordings: 2.1 documentation, Deploy the PunchOut2Go Connector; reference, Liferay connector, 9;
Liferay's public sources (LPKGArtifactInstaller, AutoDeployDir, BundleStartStopLogger, StartupHelperUtil,
DirectoryWatcher) and its documentation of how Commerce is deployed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from harness.deployment.lines import Log, LogLine
from harness.deployment.naming import BUNDLES, Package, bundles_named, file_name, package_at
from harness.deployment.wrapping import messages_in


@dataclass(frozen=True)
class Event:
    """Something that a line tells."""

    line: LogLine


@dataclass(frozen=True)
class ServerStarted(Event):
    """The server begins to start; once for each start, on the first line that tells of it."""


@dataclass(frozen=True)
class ServerReady(Event):
    """The server has started."""


@dataclass(frozen=True)
class ReleaseTold(Event):
    """The release that starts, as `Digital Experience Platform 7.2.10.1 SP1`."""

    release: str


@dataclass(frozen=True)
class PatchesTold(Event):
    """The patches that are installed, as `dxp-18-7110`; none at all is told too."""

    patches: tuple[str, ...]


@dataclass(frozen=True)
class PackageProcessed(Event):
    """A package was taken out of the deploy folder."""

    package: Package


@dataclass(frozen=True)
class PackageRefused(Event):
    """A package in the deploy folder could not be read, moved or deployed."""

    package: Package


@dataclass(frozen=True)
class RestartRequested(Event):
    """A package asks for a restart to complete its installation."""

    package: Package


@dataclass(frozen=True)
class CommerceRuns(Event):
    """Something of Commerce starts or is set up, which shows that Commerce has been deployed."""


@dataclass(frozen=True)
class BundleStarted(Event):
    """A bundle of the connector has started; its number tells it from another installation of the same version."""

    name: str
    version: str
    number: str


@dataclass(frozen=True)
class BundleStopped(BundleStarted):
    """A bundle of the connector has stopped."""


@dataclass(frozen=True)
class BundlesFailed(Event):
    """Bundles of the connector could not be resolved, installed or started."""

    names: tuple[str, ...]


# A line without any of these tells nothing of a deployment; nearly all lines, and most stack traces, are left out.
TELLING = (
    "Liferay",
    "punchout",
    "STARTED com.liferay.commerce.",
    "Upgrading com.liferay.commerce.",
    "Verifying com.liferay.commerce.",
    "minium-theme",
    "Server startup",
    "patches",
)

RELEASE = re.compile(r"Starting Liferay (\D*\d\w*\.\w+.*)")
PATCHES = re.compile(r"The following patches are installed: (.+)")
UNPATCHED = re.compile(r"There are no patches installed")
# The end of the one-line form of current Tomcats, of the two-line form of older ones, and of a structured log.
READY = re.compile(r"(?:.*\.Catalina\.start |INFO: )?Server startup in \[?\d")
PROCESSED = re.compile(r"Processing (.+\.lpkg)$")
REFUSED = re.compile(r"Unable to (?:read|write) (.+\.lpkg)$|Add (.+\.lpkg) to the blacklist")
RESTART = re.compile(r"The portal instance needs to be restarted to complete the installation of (.+\.lpkg)(?!\w)")
BUNDLE = re.compile(r"(STARTED|STOPPED) (.+)_(\d+(?:\.[\w-]+)*) \[(\d+)\]")
COMMERCE = re.compile(
    r"STARTED (?:com\.liferay\.commerce\.(?!punchout)|Liferay Commerce - (?:API|Impl)_).+ \[\d+\]"
    r"|(?:Upgrading|Verifying) com\.liferay\.commerce\.(?!punchout)|Deploying minium-theme\.war"
)
UNRESOLVED = re.compile(r"Could not resolve module: (.+?) \[\d+\]|BundleException: .+ of bundle (\S+)")
NOT_STARTED = re.compile(
    r"(?:Unable to|Error while|Failed to) (?:start|install|updat|resolv)\w* (?:bundle|artifact):? (.+)"
)
ROLLED_BACK = re.compile(r"Rollback bundle installation for (.+)|Unable to start (.+?) for ")


def events_in(log: Log) -> Iterator[Event]:
    """Yield the events of a log in order; each start of the server once, however many lines tell of it.

    Raises:
        ConfigurationError: when a file of the log cannot be read.

    """
    told: set[type[Event]] = set()
    for line in log.containing(TELLING):
        for message in messages_in(line.text):
            event = _recognise(line, message)
            match event:
                case ServerReady():
                    if not told:
                        yield ServerStarted(line)
                    told.clear()
                case ReleaseTold() | PatchesTold():
                    # The release is told before the patches; told again, or in the other order, it is a new start.
                    if type(event) in told or PatchesTold in told:
                        told.clear()
                    if not told:
                        yield ServerStarted(line)
                    told.add(type(event))
            if event:
                yield event


def _recognise(line: LogLine, message: str) -> Event | None:
    if found := BUNDLE.match(message):
        happened, name, version, number = found.groups()
        if name in BUNDLES:
            return (BundleStarted if happened == "STARTED" else BundleStopped)(line, name, version, number)
    if found := PROCESSED.match(message) or RESTART.match(message) or REFUSED.match(message):
        kind = {PROCESSED: PackageProcessed, RESTART: RestartRequested}.get(found.re, PackageRefused)
        package = package_at(found[found.lastindex or 1])
        return kind(line, package) if package else None
    if found := RELEASE.match(message):
        return ReleaseTold(line, found[1])
    if found := PATCHES.match(message):
        return PatchesTold(line, tuple(patch.strip() for patch in found[1].split(",")))
    if UNPATCHED.match(message):
        return PatchesTold(line, ())
    if READY.match(message):
        return ServerReady(line)
    if COMMERCE.match(message):
        return CommerceRuns(line)
    names = _failing(message)
    return BundlesFailed(line, names) if names else None


def _failing(message: str) -> tuple[str, ...]:
    """Return the connector's bundles that a message says have failed, not those it mentions only."""
    if found := UNRESOLVED.search(message):
        return bundles_named((found[1] or found[2]).rstrip("."))
    if found := NOT_STARTED.match(message):
        return bundles_named(file_name(found[1]))
    if found := ROLLED_BACK.match(message):
        return bundles_named(found[1] or found[2])
    return ()
