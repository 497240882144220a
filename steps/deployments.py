"""Steps about the deployment: what the console log shows, and whether the session API is there."""

from pytest_bdd import parsers, then, when
from requests import Response

from harness.checks import deployments
from harness.deployment import Finding
from harness.evidence import Evidence
from harness.stage import Stage


@when("the console log is read", target_fixture="findings")
def console_log_read(stage: Stage) -> tuple[Finding, ...]:
    return stage.console.deployment_findings()


@when(
    parsers.re(r"the hub asks for the description of the session API( in (?P<form>YAML))?"),
    target_fixture="description",
)
def description_asked_for(stage: Stage, form: str | None) -> Response:
    return stage.session_api.get(deployments.description_path(form))


@then(parsers.parse("it shows {what}"))
def log_shows(evidence: Evidence, findings: tuple[Finding, ...], what: str) -> None:
    deployments.check_finding(evidence, findings, what)


@then(parsers.parse("the description {what}"))
def description_tells(evidence: Evidence, description: Response, what: str) -> None:
    deployments.check_description(evidence, description, what)
