"""Console logs written for the tests, good and bad, each named by its reason.

A line that decides a finding carries the finding's subject behind ` <<< `; the mark is taken away before the log is
judged. Outcomes are given in the order of the generation's subjects: `+` holds, `-` fails, `?` not seen.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass, field

from harness.deployment import Outcome, Subject

OLD, NEW = "punchout2go-2.1", "tradecentric-7.4"
SUBJECTS = {OLD: list(Subject)[:5], NEW: list(Subject)[5:]}
MARKS = {"+": Outcome.HOLDS, "-": Outcome.FAILS, "?": Outcome.NOT_SEEN}
Decided = set[tuple[str, int]]


@dataclass(frozen=True)
class Case:
    """A log: what it shows, its files in the order they are given, and how it is judged."""

    reason: str
    generation: str
    outcomes: str
    files: dict[str, str]
    encode: Callable[[str], bytes] = field(default=lambda text: text.encode("utf-8"))

    @property
    def expected(self) -> dict[Subject, Outcome]:
        return dict(zip(SUBJECTS[self.generation], (MARKS[mark] for mark in self.outcomes), strict=True))

    def unmarked(self) -> tuple[dict[str, str], dict[Subject, Decided]]:
        """Return the texts without marks, and which lines decide which subject."""
        texts: dict[str, str] = {}
        decided: dict[Subject, Decided] = {subject: set() for subject in self.expected}
        for name, marked in self.files.items():
            lines = []
            for number, line in enumerate(marked.split("\n"), start=1):
                text, _, subjects = line.partition(" <<< ")
                lines.append(text)
                for subject in subjects.split():
                    decided[Subject[subject]].add((name, number))
            texts[name] = "\n".join(lines)
        return texts, decided


def old(reason: str, outcomes: str, *lines: str, encode: Callable[[str], bytes] = str.encode) -> Case:
    return Case(reason, OLD, outcomes, {"catalina.out": "\n".join(lines)}, encode)


def new(reason: str, outcomes: str, *lines: str, encode: Callable[[str], bytes] = str.encode) -> Case:
    return Case(reason, NEW, outcomes, {"catalina.out": "\n".join(lines)}, encode)


def mark(line: str, *subjects: str) -> str:
    return f"{line} <<< {' '.join(subjects)}"


# 2.1: a server with Commerce, and the connector

AUTO = "[com.liferay.portal.kernel.deploy.auto.AutoDeployScanner]"
HOME = "/opt/liferay-dxp-7.1.10.4-sp4/osgi/marketplace"
COMMERCE = (
    f"2020-07-20 09:12:31.410 INFO  {AUTO}[AutoDeployDir:261] Processing Liferay Commerce Enterprise 2.1.2 - 7.1.x.lpkg"
)
COMMERCE_ASKS = "\n".join(
    f"2020-07-20 09:12:44.66{n} INFO  [fileinstall-{HOME}][LPKGArtifactInstaller:209] The portal instance needs to be "
    f"restarted to complete the installation of file:{HOME}/Liferay%20Commerce%20-%20{part}.lpkg"
    for n, part in enumerate(("API", "Impl"))
)
CONNECTOR = (
    f"2020-07-24 22:09:55.002 INFO  {AUTO}[AutoDeployDir:261] Processing Liferay Commerce Connector to PunchOut2Go.lpkg"
)


def asks(part: str, at: str = f"file:{HOME}/", time: str = "2020-07-24 22:10:01.924") -> str:
    return (
        f"{time} INFO  [fileinstall-{HOME}][LPKGArtifactInstaller:209] The portal instance needs to be restarted to "
        f"complete the installation of {at}Liferay%20Commerce%20Connector%20to%20PunchOut2Go%20-%20{part}.lpkg"
    )


API, IMPL = asks("API"), asks("Impl", time="2020-07-24 22:10:01.926")
RELEASE = "Starting Liferay Digital Experience Platform 7.1.10.4 SP4 (Judson / Build 7110 / March 31, 2020)"
PATCHES = (
    "2020-07-24 22:31:40.118 INFO  [main][StartupHelper:72] The following patches are installed: "
    "dxp-18-7110, hotfix-4445-7110"
)
READY = (
    "24-Jul-2020 22:34:52.331 INFO [main] org.apache.catalina.startup.Catalina.start "
    "Server startup in [221,845] milliseconds"
)
LOGO = "\n".join(
    (
        "    __    ____________________  _____  __",
        "   / /   /  _/ ____/ ____/ __ \\/   \\ \\/ /",
        "/_____/___/_/   /_____/_/ |_/_/  |_/_/",
        "",
    )
)
LICENCE = "\n".join(
    (
        "2020-07-24 22:33:05.117 INFO  [fileinstall-/x][LicenseManager:?] Liferay Commerce license validation passed",
        "2020-07-24 22:33:05.118 INFO  [fileinstall-/osgi][LicenseManager:?] License registered for Liferay Commerce",
    )
)
TRACE = "\n".join(
    (
        "2020-07-24 22:12:44.001 ERROR [http-nio-8080-exec-4][Portlet:119] java.lang.IllegalStateException: cart",
        "\tat com.liferay.commerce.order.CommerceOrderHttpHelperImpl.getCurrentCommerceOrder(Impl.java:121)",
        "\tat com.liferay.commerce.punchout.web.internal.PunchOutCheckoutStep.isActive(PunchOutCheckoutStep.java:77)",
        "Caused by: org.apache.catalina.connector.ClientAbortException: java.io.IOException: Broken pipe",
        "\t... 42 more",
    )
)
SALESFORCE = (
    f"2020-07-24 22:20:00.000 INFO  [fileinstall-{HOME}][LPKGArtifactInstaller:209] The portal instance needs to be "
    f"restarted to complete the installation of file:{HOME}/Liferay%20Connector%20to%20Salesforce%20-%20Impl.lpkg"
)

C, P, M, R, V = "COMMERCE_FIRST", "API_PACKAGE", "IMPL_PACKAGE", "RESTARTED", "VERSIONS"
GOOD_START = (LOGO, mark(RELEASE, R, V), mark(PATCHES, V))

OLD_CASES = (
    old(
        "documentation: the excerpt as printed, which ends before the restart",
        "?++-?",
        mark(
            "2020-07-24 22:10:01.924 INFO  [fileinstall-/../../liferay-portal-7.1.10.1-sp1/osgi/marketplace]"
            "[LPKGArtifactInstaller:209] The portal instance needs to be restarted to complete the installation of "
            "file:/../../liferay-portal-7.1.10.1-sp1/osgi/marketplace/"
            "Liferay%20Commerce%20Connector%20to%20PunchOut2Go%20-%20API.lpkg",
            P,
        ),
        mark(
            "2020-07-24 22:10:01.926 INFO  [fileinstall-../../liferay-portal-7.1.10.1-sp1/osgi/marketplace]"
            "[LPKGArtifactInstaller:209] The portal instance needs to be restarted to complete the installation of "
            "file:/../../liferay-portal-7.1.10.1-sp1/osgi/marketplace/"
            "Liferay%20Commerce%20Connector%20to%20PunchOut2Go%20-%20Impl.lpkg`",
            M,
            R,
        ),
    ),
    old(
        "all is well, between other applications' lines, traces and a licence",
        "+++++",
        LOGO,
        RELEASE,
        "2020-07-20 09:02:11.000 INFO  [main][StartupHelper:72] The following patches are installed: dxp-17-7110",
        mark(COMMERCE, C, V),
        COMMERCE_ASKS,
        RELEASE,
        TRACE,
        mark(CONNECTOR, C),
        mark(API, P),
        TRACE,
        mark(IMPL, M, R),
        SALESFORCE,
        *GOOD_START,
        LICENCE,
        READY,
    ),
    old(
        "DXP 7.2 with fix pack 6, Commerce known by its start only",
        "+++++",
        mark("2020-07-20 09:32:48.850 INFO  [main][BaseDeployer:877] Deploying minium-theme.war", C),
        mark("2020-07-21 09:12:31.410 INFO  [x][AutoDeployDir:261] Processing Liferay Commerce 2.1.3 - 7.2.x.lpkg", V),
        mark(API, P, C),
        mark(IMPL, M, R),
        mark("Starting Liferay Digital Experience Platform 7.2.10.2 SP2 (Mueller / Build 7210 / May 11, 2020)", R, V),
        mark(
            "2020-07-24 22:31:40.118 INFO  [main][StartupHelper:72] The following patches are installed: dxp-6-7210", V
        ),
    ),
    old(
        "Impl asks before API, and the start-up is known by Tomcat's line alone",
        "?+++?",
        mark(IMPL, M),
        mark(API, P, R),
        mark(READY, R),
    ),
    old(
        "Commerce comes after the connector",
        "-++++",
        mark(CONNECTOR, C),
        mark(API, P),
        mark(IMPL, M, R),
        mark(COMMERCE, C, V),
        *GOOD_START,
    ),
    old("Commerce is not in the log", "?+++?", CONNECTOR, mark(API, P), mark(IMPL, M, R), mark(RELEASE, R), PATCHES),
    old(
        "the API package does not ask",
        "+-+++",
        mark(COMMERCE, C, V),
        mark(CONNECTOR, C, P),
        mark(IMPL, M, R),
        *GOOD_START,
    ),
    old(
        "the Impl package does not ask",
        "++-++",
        mark(COMMERCE, C, V),
        mark(CONNECTOR, C, M),
        mark(API, P, R),
        *GOOD_START,
    ),
    old(
        "the line of the Impl package is cut off",
        "++-++",
        mark(COMMERCE, C, V),
        mark(CONNECTOR, C, M),
        mark(API, P, R),
        *GOOD_START,
        READY,
        IMPL[:-12],
    ),
    old(
        "processed, but neither package asks",
        "+--?+",
        mark(COMMERCE, C, V),
        mark(CONNECTOR, C, P, M),
        mark(RELEASE, V),
        mark(PATCHES, V),
    ),
    old(
        "nobody restarted the server",
        "+++-+",
        mark(RELEASE, V),
        mark(PATCHES, V),
        READY,
        mark(COMMERCE, C, V),
        mark(CONNECTOR, C),
        mark(API, P),
        mark(IMPL, M, R),
        TRACE,
    ),
    old(
        "the start-up between the packages is not the restart",
        "+++-+",
        mark(COMMERCE, C, V),
        mark(API, P, C),
        mark(RELEASE, V),
        mark(PATCHES, V),
        READY,
        mark(IMPL, M, R),
    ),
    old(
        "the start-up that was under way ends, which is not a restart",
        "+++-+",
        mark(COMMERCE, C, V),
        mark(RELEASE, V),
        mark(PATCHES, V),
        mark(CONNECTOR, C),
        mark(API, P),
        mark(IMPL, M, R),
        READY,
    ),
    old(
        "deployed twice, restarted only after the first",
        "+++-+",
        mark(COMMERCE, C, V),
        CONNECTOR,
        API,
        IMPL,
        mark(RELEASE, V),
        mark(PATCHES, V),
        READY,
        mark(CONNECTOR, C),
        mark(API, P),
        mark(IMPL, M, R),
    ),
    old(
        "deployed before Commerce, then again after it",
        "+++++",
        API,
        IMPL,
        RELEASE,
        mark(COMMERCE, C, V),
        RELEASE,
        mark(API, C, P),
        mark(IMPL, M, R),
        *GOOD_START,
    ),
    old(
        "deployed again without its Impl package",
        "++-++",
        mark(COMMERCE, C, V),
        CONNECTOR,
        API,
        IMPL,
        RELEASE,
        mark(CONNECTOR, C, M),
        mark(API, P, R),
        *GOOD_START,
    ),
    old(
        "Windows: backslashes, a drive, CRLF and a byte order mark",
        "+++++",
        mark(COMMERCE, C, V),
        mark(asks("API", at="file:/C:/Program%20Files/Liferay/osgi/marketplace/"), C, P),
        mark(asks("Impl", at="C:\\Program Files\\Liferay\\osgi\\marketplace\\"), M, R),
        *GOOD_START,
        encode=lambda text: text.replace("\n", "\r\n").encode("utf-8-sig"),
    ),
    old(
        "Windows: redirected by PowerShell, in UTF-16",
        "+++++",
        mark(COMMERCE, C, V),
        mark(API, C, P),
        mark(IMPL, M, R),
        *GOOD_START,
        encode=lambda text: text.replace("\n", "\r\n").encode("utf-16"),
    ),
    old(
        "bytes that are not UTF-8 before and within",
        "+++++",
        "Bestellung f\xfcr M\xfcller storniert",
        mark(COMMERCE, C, V),
        mark(asks("API", at="file:/srv/gesch\xe4ft/"), C, P),
        mark(IMPL, M, R),
        *GOOD_START,
        encode=lambda text: text.encode("latin-1"),
    ),
    old(
        "line separators that are none",
        "?++-?",
        "a\x0bb\x0cc\x85d\u2028e\u2029f\rg\x1ch",
        mark(API, P),
        mark(IMPL, M, R),
    ),
    old(
        "compressed, and cut off in the middle by its writer",
        "+++++",
        mark(COMMERCE, C, V),
        mark(API, C, P),
        mark(IMPL, M, R),
        *GOOD_START,
        *(f"{TRACE} {number}" for number in range(300)),
        encode=lambda text: gzip.compress(text.encode(), mtime=0)[:-20],
    ),
    old(
        "Commerce is too old",
        "++++-",
        mark(COMMERCE.replace("2.1.2", "2.1.1"), C, V),
        mark(API, C, P),
        mark(IMPL, M, R),
        mark(RELEASE, R),
        PATCHES,
    ),
    old(
        "Commerce 3 is no 2.1",
        "++++-",
        mark(COMMERCE.replace("2.1.2", "3.0.0"), C, V),
        mark(API, C, P),
        mark(IMPL, M, R),
        mark(RELEASE, R),
        PATCHES,
    ),
    old(
        "fix pack 17 of DXP 7.1 is too old, in spite of its security fix pack",
        "++++-",
        mark(COMMERCE, C),
        mark(API, C, P),
        mark(IMPL, M, R),
        mark(RELEASE, R, V),
        mark(
            "2020-07-24 22:31:40.118 INFO  [main][StartupHelper:72] The following patches are installed: "
            "dxp-17-7110, security-dxp-18-202004-4-7110",
            V,
        ),
    ),
    old(
        "DXP without patches",
        "++++-",
        mark(COMMERCE, C),
        mark(API, C, P),
        mark(IMPL, M, R),
        mark("Starting Liferay Digital Experience Platform 7.2.10 GA1 (Mueller / Build 7210 / May 31, 2019)", R, V),
        mark("2020-07-24 22:31:40.118 INFO  [main][StartupHelper:72] There are no patches installed", V),
    ),
    old(
        "the edition is not DXP",
        "++++-",
        mark(COMMERCE, C),
        mark(API, C, P),
        mark(IMPL, M, R),
        mark("Starting Liferay Community Edition Portal 7.1.3 CE GA4 (Judson / Build 7102 / May 14, 2019)", R, V),
    ),
    old(
        "DXP is too new",
        "++++-",
        mark(COMMERCE, C),
        mark(API, C, P),
        mark(IMPL, M, R),
        mark("Starting Liferay Digital Experience Platform 7.4.13 Update 92 (Cavanaugh / Build 7413)", R, V),
    ),
    old(
        "a quarterly release of DXP is too new",
        "++++-",
        mark(COMMERCE, C),
        mark(API, C, P),
        mark(IMPL, M, R),
        mark("Starting Liferay Digital Experience Platform 2024.Q1.1 (February 21, 2024)", R, V),
    ),
    old(
        "a service pack alone tells enough when it is new",
        "+++++",
        mark(COMMERCE, C, V),
        mark(API, C, P),
        mark(IMPL, M, R),
        mark("Starting Liferay Digital Experience Platform 7.2.10.3 SP3 (Mueller / Build 7210)", R, V),
    ),
    old(
        "a service pack alone does not tell enough when it is old",
        "++++?",
        mark(COMMERCE, C),
        mark(API, C, P),
        mark(IMPL, M, R),
        mark("Starting Liferay Digital Experience Platform 7.2.10.1 SP1 (Mueller / Build 7210)", R, V),
    ),
    old(
        "a log file without standard output: the patches tell of the start",
        "+++++",
        mark(COMMERCE, C, V),
        mark(API, C, P),
        mark(IMPL, M, R),
        mark(PATCHES, R, V),
    ),
    old(
        "the log begins while the server starts", "?+++?", PATCHES, mark(API, P), mark(IMPL, M, R), mark(RELEASE, R, V)
    ),
    old(
        "the patches of an earlier start are not those of the last",
        "++++?",
        mark(COMMERCE, C),
        PATCHES,
        mark(API, P, C),
        mark(IMPL, M, R),
        mark(RELEASE, R, V),
    ),
    old(
        "the second start is known by Tomcat's line alone",
        "?+++?",
        mark(RELEASE, V),
        READY,
        mark(API, P),
        mark(IMPL, M, R),
        mark(READY, R),
    ),
    old("nothing of Liferay", "?????", "INFO: Server version: Apache Tomcat/9.0.37", TRACE.splitlines()[3]),
    old("no text at all", "?????"),
    Case(
        "rotated files, given in the wrong order, one of them compressed and one without a time",
        OLD,
        "+++++",
        {
            "catalina.out": "\n".join((mark(IMPL, M, R), *GOOD_START, READY)),
            "catalina.out.2": "\n".join(
                (LOGO, "20-Jul-2020 09:00:00.000 INFO [main] x.y Starting", mark(COMMERCE, C, V))
            ),
            "catalina.out.1": "\n".join(("\tat com.acme.Rest.of(A.java:1)", mark(CONNECTOR, C), mark(API, P))),
        },
    ),
    Case(
        "rotated files whose time zones differ",
        OLD,
        "?+++?",
        {
            "b.log": mark("2020-07-24T21:30:00Z Starting Liferay Digital Experience Platform 7.1.10.4 SP4", R, V),
            "a.log": "\n".join(
                (
                    mark(asks("API", time="2020-07-24T22:10:01.924+02:00"), P),
                    mark(asks("Impl", time="2020-07-24T22:10:01,926+02:00"), M, R),
                )
            ),
        },
    ),
)

# 7.4: one package, ten bundles

BUNDLES = (
    ("com.liferay.headless.commerce.punchout.api", "13.1.6", 1456),
    ("com.liferay.commerce.punchout.oauth2.provider.api", "5.0.8", 1455),
    ("com.liferay.commerce.punchout.api", "5.0.12", 1454),
    ("Liferay Commerce Connector to PunchOut2Go - API", "4.0.1", 1453),
    ("Liferay Commerce Connector to PunchOut2Go - Impl", "4.0.1", 1457),
    ("com.liferay.commerce.punchout.portal.security.auto.login", "4.0.28", 1459),
    ("com.liferay.commerce.punchout.service", "4.0.20", 1460),
    ("com.liferay.commerce.punchout.oauth2.provider.rest", "4.0.15", 1458),
    ("com.liferay.commerce.punchout.web", "4.0.25", 1461),
    ("com.liferay.headless.commerce.punchout.impl", "4.0.51", 1462),
)
WATCHER = "fileinstall-directory-watcher"
EQUINOX = "Start Level: Equinox Container: df30fc55-e8a2-4942-ae22-c6b3b5e81c12"
PROCESSED = (
    f"2024-05-29 12:33:04.573 INFO  {AUTO}[AutoDeployDir:212] Processing Liferay Commerce Connector to PunchOut2Go.lpkg"
)
HALVES = tuple(PROCESSED.replace(".lpkg", f" - {part}.lpkg") for part in ("API", "Impl"))
UP = "Starting Liferay Digital Experience Platform 7.4.13 Update 92 (Cavanaugh / Build 7413 / June 20, 2023)"
F, S, U = "PROCESSED", "STARTED", "RESOLVED"


def bundle(name: str, version: str, number: int, happens: str = "STARTED", thread: str = WATCHER) -> str:
    return f"2024-05-29 12:33:13.767 INFO  [{thread}][BundleStartStopLogger:68] {happens} {name}_{version} [{number}]"


STARTS = tuple(bundle(*told, thread=EQUINOX if told[2] in {1459, 1461} else WATCHER) for told in BUNDLES)
GOOD = tuple(mark(line, S, U) for line in STARTS)
WEB = STARTS[8]
WEB_STOPS = bundle(*BUNDLES[8], happens="STOPPED")
UNRESOLVED = (
    "org.osgi.framework.BundleException: Could not resolve module: com.liferay.commerce.punchout.web [1461]_  "
    'Unresolved requirement: Import-Package: com.liferay.commerce.service; version="[13.0.0,14.0.0)"_ [Sanitized]'
)
FOREIGN_UNRESOLVED = (
    "org.osgi.framework.BundleException: Could not resolve module: com.acme.shop [1999]_  Unresolved requirement: "
    'Import-Package: com.liferay.commerce.punchout.api; bundle-symbolic-name="com.liferay.commerce.punchout.api"'
)


def without(*names: str) -> tuple[str, ...]:
    return tuple(line for line in STARTS if not any(f" {name}_" in line for name in names))


def resolved(*lines: str) -> tuple[str, ...]:
    return tuple(mark(line, U) for line in lines)


def compose(line: str) -> str:
    text, _, subjects = line.partition(" <<< ")
    return f"liferay-1  | \x1b[32m{text[:23]}\x1b[0;39m{text[23:]}" + (f" <<< {subjects}" if subjects else "")


def kubernetes(line: str) -> str:
    text, _, subjects = line.partition(" <<< ")
    return f"2024-05-29T10:33:13.767123456Z stdout F {text}" + (f" <<< {subjects}" if subjects else "")


def docker_json(line: str) -> str:
    text, _, subjects = line.partition(" <<< ")
    wrapped = json.dumps({"log": f"{text}\n", "stream": "stdout", "time": "2024-05-29T10:33:13.767Z"})
    return wrapped + (f" <<< {subjects}" if subjects else "")


def structured(line: str) -> str:
    text, _, subjects = line.partition(" <<< ")
    members = {"@timestamp": "2024-05-29T10:33:13.767Z", "log.level": "INFO", "message": text.rpartition("] ")[2]}
    if "STARTED" in text:
        members["message"] = text[text.index("STARTED") :]
    return json.dumps(members) + (f" <<< {subjects}" if subjects else "")


NEW_CASES = (
    new("documentation of 7.4: the excerpt as printed", "+++", mark(PROCESSED, F), *GOOD),
    new(
        "after a start-up, with other bundles and versions between",
        "+++",
        LOGO,
        UP,
        READY,
        mark(PROCESSED, F),
        bundle("com.acme.punchout.web", "1.0.0", 1500),
        *(mark(line.replace("_4.0.", "_6.1."), S, U) for line in STARTS),
        bundle("com.acme.punchout.web", "1.0.0", 1500, "STOPPED"),
        TRACE,
        FOREIGN_UNRESOLVED,
    ),
    new("processed while the server starts", "+++", UP, mark(PROCESSED, F), *GOOD, READY),
    new(
        "one bundle does not start",
        "+-+",
        mark(PROCESSED, F, S),
        *resolved(*without("com.liferay.commerce.punchout.web")),
    ),
    new(
        "a container does not start",
        "+-+",
        mark(PROCESSED, F, S),
        *resolved(*without("Liferay Commerce Connector to PunchOut2Go - Impl")),
    ),
    new("the last bundle's line is cut off", "+-+", mark(PROCESSED, F, S), *resolved(*STARTS[:9]), STARTS[9][:-3]),
    new("only processed", "+-?", mark(PROCESSED, F, S)),
    new(
        "one bundle stops later",
        "+-+",
        mark(PROCESSED, F),
        *resolved(
            *without("com.liferay.commerce.punchout.web"),
        ),
        WEB,
        mark(WEB_STOPS, S),
    ),
    new("one bundle stops and starts again", "+++", mark(PROCESSED, F), *GOOD[:8], WEB, GOOD[9], WEB_STOPS, GOOD[8]),
    new(
        "an update: the new bundle starts before the old one stops",
        "+++",
        STARTS[8],
        mark(PROCESSED, F),
        *(GOOD[n] for n in (0, 1, 2, 3, 4, 5, 6, 7, 9)),
        mark(bundle("com.liferay.commerce.punchout.web", "4.0.30", 1601), S, U),
        WEB_STOPS,
    ),
    new(
        "deployed twice, the last time incompletely",
        "+-+",
        PROCESSED,
        *STARTS,
        mark(PROCESSED, F, S),
        *resolved(*without("com.liferay.commerce.punchout.service")),
    ),
    new(
        "deployed twice, the first time with failures",
        "+++",
        PROCESSED,
        UNRESOLVED,
        WEB_STOPS,
        mark(PROCESSED, F),
        *GOOD,
    ),
    new("restarted, and the log is silent about bundles", "+??", mark(PROCESSED, F), *STARTS, mark(UP, S), READY),
    new("restarted, and all bundles told again", "+++", mark(PROCESSED, F), *STARTS, UP, *GOOD),
    new(
        "restarted, and one bundle is unresolved",
        "+?-",
        mark(PROCESSED, F),
        *STARTS,
        mark(UP, S),
        mark(UNRESOLVED, U),
        READY,
    ),
    new("the deployment is before the log begins", "?++", *GOOD),
    new("a few of its bundles, and nothing about the rest", "?-+", *resolved(*STARTS[:3])),
    new(
        "one bundle is unresolved",
        "+--",
        mark(PROCESSED, F, S),
        *without("com.liferay.commerce.punchout.web"),
        "2024-05-29 12:33:14.100 ERROR [fileinstall-directory-watcher][DirectoryWatcher:1173] Unable to start bundle: "
        "file:/opt/liferay/osgi/modules/com.acme.other-1.0.jar",
        mark(f"com.liferay.portal.kernel.log.LogSanitizerException: {UNRESOLVED}", U),
        "\tat org.eclipse.osgi.x",
    ),
    new(
        "one bundle is unresolved first and starts when its requirement has come",
        "+++",
        mark(PROCESSED, F),
        *GOOD[:8],
        UNRESOLVED,
        *GOOD[8:],
    ),
    new(
        "a bundle cannot be started",
        "+--",
        mark(PROCESSED, F, S),
        *STARTS[:9],
        mark(
            "2024-05-29 12:33:14.100 ERROR [x][DirectoryWatcher:1173] Unable to start bundle: file:/C:/liferay/osgi/"
            "marketplace/Liferay%20Commerce%20Connector%20to%20PunchOut2Go%20-%20Impl.lpkg/"
            "com.liferay.headless.commerce.punchout.impl-4.0.51.jar",
            U,
        ),
    ),
    new(
        "a bundle without a version in its file name cannot be started",
        "+--",
        mark(PROCESSED, F, S),
        *STARTS[:8],
        mark(
            "12:33:14,100 WARN  [x][org_apache_felix_fileinstall:103] Error while starting bundle: file:/opt/liferay/"
            "osgi/modules/com.liferay.commerce.punchout.web.jar ",
            U,
        ),
    ),
    new(
        "an activator throws",
        "+--",
        mark(PROCESSED, F, S),
        *without("com.liferay.commerce.punchout.service"),
        mark(
            "org.osgi.framework.BundleException: Exception in com.liferay.portal.X.start() of bundle "
            "com.liferay.commerce.punchout.service.",
            U,
        ),
    ),
    new(
        "the package is rolled back",
        "+--",
        mark(PROCESSED, F, S),
        mark(
            "2024-05-29 12:33:14.100 ERROR [x][LPKGArtifactInstaller:171] Rollback bundle installation for "
            "[com.liferay.commerce.punchout.api_5.0.12 [1454], com.liferay.commerce.punchout.web_4.0.25 [1461]]",
            U,
        ),
    ),
    new(
        "the file cannot be read",
        "-??",
        mark(
            "2024-05-29 12:33:04.573 ERROR [x][AutoDeployDir:180] Unable to read "
            "Liferay Commerce Connector to PunchOut2Go.lpkg",
            F,
        ),
    ),
    new(
        "the file can be read at the second attempt",
        "+++",
        "2024-05-29 12:33:03.573 ERROR [x][AutoDeployDir:180] "
        "Unable to read Liferay Commerce Connector to PunchOut2Go.lpkg",
        mark(PROCESSED, F),
        *GOOD,
    ),
    new(
        "the file is put on the blacklist",
        "--?",
        mark(PROCESSED, F, S),
        mark(
            "2024-05-29 12:33:05.573 INFO  [x]"
            "[AutoDeployDir:212] Add Liferay Commerce Connector to PunchOut2Go.lpkg to the blacklist",
            F,
        ),
    ),
    new(
        "the halves are deployed as two files",
        "+++",
        PROCESSED.replace(".lpkg", " - API.lpkg"),
        *GOOD[:4],
        mark(PROCESSED.replace(".lpkg", " - Impl.lpkg"), F),
        *GOOD[4:],
    ),
    new(
        "the halves are deployed as two files, twice",
        "+++",
        *HALVES,
        *STARTS,
        HALVES[0],
        *GOOD[:4],
        mark(HALVES[1], F),
        *GOOD[4:],
    ),
    new(
        "the halves are deployed as two files, and one bundle does not start",
        "+-+",
        mark(HALVES[0], S),
        *resolved(*STARTS[:4]),
        mark(HALVES[1], F),
        *resolved(*STARTS[4:9]),
    ),
    new(
        "another connector is deployed",
        "???",
        PROCESSED.replace("PunchOut2Go", "Salesforce"),
        bundle("com.liferay.commerce.salesforce.web", "1.0.0", 1700),
    ),
    new(
        "words of a log quoted in other lines",
        "???",
        f"2024-05-29 12:40:00.000 INFO  [main][Shell:1] tail: {PROCESSED}",
        *(f"2024-05-29 12:40:00.000 INFO  [main][Shell:1] tail: {line}" for line in STARTS),
    ),
    new("docker compose, with colours", "+++", *map(compose, (UP, mark(PROCESSED, F), *GOOD))),
    new("Kubernetes", "+++", *map(kubernetes, (UP, mark(PROCESSED, F), *GOOD))),
    new("Docker's JSON file", "+++", *map(docker_json, (UP, mark(PROCESSED, F), *GOOD))),
    new(
        "Docker's JSON file in docker compose, cut off",
        "+-+",
        *(compose(docker_json(line)) for line in (UP, mark(PROCESSED, F, S), *resolved(*STARTS[:9]))),
        docker_json(STARTS[9])[:90],
    ),
    new("structured JSON without headers", "+++", *map(structured, (mark(PROCESSED, F), *GOOD))),
    new(
        "a failure within the stack trace of a JSON line",
        "+--",
        mark(PROCESSED, F, S),
        *STARTS[:8],
        mark(json.dumps({"message": "Unable to start", "error.stack_trace": f"x\n{UNRESOLVED}\n\tat y"}), U),
    ),
    new(
        "another time format",
        "+++",
        *(line.replace("2024-05-29 12:33", "29.05.24 12h33") for line in (mark(PROCESSED, F), *GOOD)),
    ),
)

CASES = OLD_CASES + NEW_CASES
