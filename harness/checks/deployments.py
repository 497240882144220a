"""Checks of the deployment: findings in the console log, and the description of the session API.

Source: documentation, "Deploy the PunchOut2Go Connector"; reference, Liferay connector, 1.1 and 9.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from requests import Response

from harness.deployment import Finding, Outcome, Subject
from harness.errors import HarnessFault, Untestable
from harness.evidence import Evidence
from simulators.messages.session import MODEL, Form, Member

_DESCRIPTION = "/o/headless-commerce-punchout/v1.0/openapi"
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


def description_path(form: str | None) -> str:
    """Return where the session API is described in a form a scenario names, which is JSON unless it says YAML."""
    return f"{_DESCRIPTION}.{(form or 'JSON').lower()}"


def check_description(evidence: Evidence, description: Response, what: str) -> None:
    """The session API is there: its OpenAPI document tells what a scenario says, one of `TOLD`.

    Raises:
        HarnessFault: when it can tell no such thing.

    """
    if what not in TOLD:
        raise HarnessFault(f"a description cannot tell that it {what}; known: {', '.join(TOLD)}")
    evidence.expect("The session API is described", expected=200, got=description.status_code, where=description.url)
    TOLD[what](evidence, description)


def _names_session_request(evidence: Evidence, description: Response) -> None:
    paths = _object(description).get("paths", {})
    evidence.expect(
        "The description names the session request",
        expected=f"POST {_SESSION_REQUEST}",
        got=", ".join(paths) or "no paths",
        holds="post" in paths.get(_SESSION_REQUEST, {}),
        where=description.url,
    )


def _is_yaml_of_session_request(evidence: Evidence, description: Response) -> None:
    # Without a reader of YAML: that of JSON does for what is JSON, which is YAML as well; of the rest, lines do.
    told = [
        what for what, pattern in _YAML_LINES.items() if re.search(pattern, description.text, re.MULTILINE) is not None
    ]
    evidence.expect("The YAML names the session request", expected=list(_YAML_LINES), got=told, where=description.url)


def _has_both_forms(evidence: Evidence, description: Response) -> None:
    operation = _object(description).get("paths", {}).get(_SESSION_REQUEST, {}).get("post", {})
    contents = [operation.get("requestBody", {}), *operation.get("responses", {}).values()]
    taken, *answered = [set(content.get("content", {})) for content in contents] or [set()]
    missing = [form.value for form in Form if form.value not in taken or not any(form.value in one for one in answered)]
    evidence.expect(
        "The description tells that JSON and XML are taken and answered",
        expected=[],
        got=missing,
        where=description.url,
    )


def _has_every_field(evidence: Evidence, description: Response) -> None:
    schemas = _object(description).get("components", {}).get("schemas", {})
    wrong = [
        f"{type_name}.{name}"
        for type_name, members in MODEL.items()
        for name, member in members.items()
        if not _is_described(schemas.get(type_name, {}), name, member)
    ]
    evidence.expect(
        "The description has each field of the request, and tells which are required and which read-only",
        expected=[],
        got=wrong,
        where=description.url,
    )


def _is_described(schema: Mapping[str, Any], name: str, member: Member) -> bool:
    described = schema.get("properties", {}).get(name)
    return (
        described is not None
        and (name in schema.get("required", ())) == member.required
        and (member.holds in MODEL or bool(described.get("readOnly")) == member.read_only)
    )


def _object(description: Response) -> dict[str, Any]:
    if "json" not in description.headers.get("content-type", ""):
        return {}
    try:
        document = description.json()
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


_YAML_LINES: Mapping[str, str] = {
    "the version of OpenAPI": r"""^\W*openapi["']?:""",
    "the session request": rf"""^\W*{re.escape(_SESSION_REQUEST[1:])}["']?:""",
    "POST": r"""^\W*post["']?:""",
}
# What a scenario says a description does.
TOLD: Mapping[str, Callable[[Evidence, Response], None]] = {
    "names the session request": _names_session_request,
    "names the session request in YAML": _is_yaml_of_session_request,
    "tells that JSON and XML are taken and answered": _has_both_forms,
    "has every field of the request": _has_every_field,
}
