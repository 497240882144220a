"""Steps about the Punch Out settings of channels: the target's own, and another that is made for a scenario."""

from pytest_bdd import given, parsers, then

from harness.actors import Buyer
from harness.actors.start_urls import start_url_with
from harness.administration import ChannelSettings, OtherChannel
from harness.checks import sessions, settings
from harness.evidence import Evidence
from harness.stage import Stage
from harness.staged_settings import StagedSettings


@given(parsers.re(r"the channel('s start URL)? has (?P<what>.+)"))
def start_url_has(stage: Stage, what: str) -> None:
    stage.settings.change_channel(start_url=start_url_with(stage.target.file.start_url, what))


@given(parsers.re(r"(?P<which>another|a new) channel with a site of its own"), target_fixture="other_channel")
def other_channel(stage: Stage, which: str) -> OtherChannel:
    return stage.channels.other(new=which == "a new")


@given(parsers.re(r"Punch Out is switched (?P<toggle>on|off) for the other channel"))
def punch_out_switched_elsewhere(stage: Stage, other_channel: OtherChannel, toggle: str) -> None:
    stage.settings.change_other_channel(other_channel, enabled=toggle == "on")


@given(
    parsers.re(r"a buyer of (the (other|new) channel's site|(?P<both>both channels' sites, with the punch out role))"),
    target_fixture="buyer",
)
def buyer_of_other_site(stage: Stage, other_channel: OtherChannel, both: str | None) -> Buyer:
    return stage.channels.buyer_of(other_channel, both=both is not None)


@given("the hub sends the buyer to a site without a channel")
def hub_sends_where_no_channel_is(stage: Stage, buyer: Buyer) -> None:
    stage.channels.send_where_none_is(buyer)


@given("the hub sends the buyer to the other channel")
def hub_sends_elsewhere(stage: Stage, buyer: Buyer, other_channel: OtherChannel) -> None:
    stage.channels.send(buyer, other_channel)


@then("Punch Out is shown switched off for the new channel, without a start URL")
def shown_switched_off(evidence: Evidence, shown: StagedSettings, other_channel: OtherChannel) -> None:
    expected = ChannelSettings(enabled=False, start_url="")
    settings.check_channel(evidence, shown.of_other_channel(other_channel), expected)


@then("the start URL is the other channel's with an access token")
def start_url_of_other_channel(evidence: Evidence, buyer: Buyer, other_channel: OtherChannel) -> None:
    sessions.check_start_url(evidence, buyer.start_url, other_channel.start_url)
