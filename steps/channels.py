"""Steps about the Punch Out settings of the channel."""

from pytest_bdd import given

from harness.stage import Stage


@given("Punch Out is switched off for the channel")
def punch_out_off(stage: Stage) -> None:
    stage.change_channel(enabled=False)


@given("Punch Out is switched on for the channel")
def punch_out_on(stage: Stage) -> None:
    stage.change_channel(enabled=True)


@given("the channel's start URL has parameters")
def start_url_with_parameters(stage: Stage) -> None:
    stage.change_channel(start_url=f"{stage.target.file.start_url}?from=Punch%20Out&step=1")


@given("the channel has no start URL")
def no_start_url(stage: Stage) -> None:
    stage.change_channel(start_url="")
