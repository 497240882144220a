"""Steps about the deployment: what the console log shows, and whether the session API is there."""

from pytest_bdd import parsers, then, when
from requests import Response

from harness.checks import deployments
from harness.deployment import Finding
from harness.evidence import Evidence
from harness.stage import Stage


@when("the console log is read", target_fixture="findings")
def console_log_read(stage: Stage) -> tuple[Finding, ...]:
    return stage.deployment_findings()


@when("the hub asks for the description of the session API", target_fixture="description")
def description_asked_for(stage: Stage) -> Response:
    return stage.ask_as_the_hub(deployments.DESCRIPTION_PATH)


@then(parsers.parse("it shows {what}"))
def log_shows(evidence: Evidence, findings: tuple[Finding, ...], what: str) -> None:
    deployments.check_finding(evidence, findings, what)


@then("the description names the session request")
def description_names_session_request(evidence: Evidence, description: Response) -> None:
    deployments.check_description(evidence, description)
