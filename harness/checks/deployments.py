"""Checks of the deployment: findings in the console log, and the description of the session API.

Source: documentation, "Deploy the PunchOut2Go Connector"; reference, Liferay connector, 1.1 and 9.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from requests import Response

from harness.deployment import Finding, Outcome, Subject
from harness.errors import Untestable
from harness.evidence import Evidence

DESCRIPTION_PATH = "/o/headless-commerce-punchout/v1.0/openapi.json"
_SESSION_REQUEST = "/v1.0/punchout/session/request"

# What a scenario says, and the subject that is judged.
SUBJECTS: Mapping[str, Subject] = {
    "Commerce deployed before the connector": Subject.COMMERCE_FIRST,
    "the API package asking for a restart": Subject.API_PACKAGE,
    "the Impl package asking for a restart": Subject.IMPL_PACKAGE,
    "a restart since": Subject.RESTARTED,
    "the versions the connector requires": Subject.VERSIONS,
    "the connector's package being processed": Subject.PROCESSED,
    "every bundle of the connector started": Subject.STARTED,
    "no bundle of the connector failing": Subject.RESOLVED,
}


def check_finding(evidence: Evidence, findings: Iterable[Finding], what: str) -> None:
    """The console log shows it, in lines that are named.

    Raises:
        Untestable: when the log does not tell, one way or the other.

    """
    finding = next(finding for finding in findings if finding.subject is SUBJECTS[what])
    where = "; ".join(f"{line.file}:{line.number}: {line.text}" for line in finding.lines)
    if finding.outcome is Outcome.NOT_SEEN:
        raise Untestable(
            f"the console log does not tell: expected {finding.expected}, got {finding.got}. {finding.remedy}"
        )
    evidence.expect(
        f"The console log shows {what}",
        expected=finding.expected,
        got=finding.got,
        holds=finding.outcome is Outcome.HOLDS,
        where=where,
        hint=finding.remedy,
    )


def check_description(evidence: Evidence, description: Response) -> None:
    """The session API is there: its OpenAPI document names the session request."""
    where = description.url
    evidence.expect("The session API is described", expected=200, got=description.status_code, where=where)
    paths = description.json().get("paths", {}) if "json" in description.headers.get("content-type", "") else {}
    evidence.expect(
        "The description names the session request",
        expected=f"POST {_SESSION_REQUEST}",
        got=", ".join(paths) or "no paths",
        holds="post" in paths.get(_SESSION_REQUEST, {}),
        where=where,
    )
