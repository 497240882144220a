"""The whole preflight: which questions in which order, what a run stops at, what the doctor prints."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from harness.errors import ConfigurationError
from harness.preflight import doctor, preflight
from harness.preflight.questions import NotTold
from harness.preflight.way_back import WayBack
from harness.settings import read_settings
from simulators.storefront import GENERATIONS, REFERENCE, Generation
from simulators.storefront.transfer import CartTransfer, TransferFailed
from tests.harness.preflight.conftest import Found
from tests.harness.preflight.preflight_bench import free_port, message_of

There = Callable[..., Found]


def told(found: Found) -> tuple[bool, list[str]]:
    """Let the doctor look at a storefront; return whether it is well, and the lines."""
    lines: list[str] = []
    healthy = doctor(found.settings, lines.append)
    return healthy, lines


def test_a_good_target_passes_and_nothing_is_left(storefront_there: There, made: list[str], tmp_path: Path) -> None:
    found = storefront_there()
    assert found.rewritten().orders == found.file.orders is not None
    preflight(found.settings, found.rewritten())
    assert [found.hand.people.find_user(email) for email in made] == [None]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["acme.toml"]


def test_a_run_stops_at_the_first_no(storefront_there: There, made: list[str]) -> None:
    found = storefront_there()
    with pytest.raises(ConfigurationError) as raised:
        preflight(found.settings, found.rewritten(group="Punch Out Shop", skus=("SKU-X",)))
    assert "target.site.group: there is no site 'Punch Out Shop'" in message_of(raised.value)
    assert made == []


def test_what_was_made_before_a_no_is_removed(storefront_there: There, made: list[str]) -> None:
    found = storefront_there()
    with pytest.raises(ConfigurationError, match="the buyer does not see SKU-X"):
        preflight(found.settings, found.rewritten(skus=("SKU-X",)))
    assert [found.hand.people.find_user(email) for email in made] == [None]


def test_a_run_of_several_processes_needs_as_many_ports(storefront_there: There) -> None:
    found, first = storefront_there(), free_port(2)
    file = found.rewritten(advertise=f"http://127.0.0.1:{first}")
    with socket.create_server(("127.0.0.1", first + 1)):
        preflight(found.settings, file)
        with pytest.raises(ConfigurationError, match=f"another program listens at port {first + 1} "):
            preflight(found.settings, file, processes=2)


def test_the_doctor_asks_everything_and_says_what_to_do_last(storefront_there: There) -> None:
    found = storefront_there()
    found.rewritten(group="Punch Out Shop", skus=("SKU-001", "SKU-X"))
    healthy, lines = told(found)
    assert not healthy
    nos = [line for line in lines if line.startswith("no ")]
    assert nos == ["no         the site 'Punch Out Shop' is there"]
    assert "not asked  the site has a channel (because of the no to: the site 'Punch Out Shop' is there)" in lines
    assert "yes        auto login by access token is enabled" in lines
    first = lines.index("\nERROR: acme.toml, target.site.group")
    assert lines[first + 1] == "  found:    there is no site 'Punch Out Shop'"
    assert lines[first + 2].startswith("  expected: the site's own key")
    assert lines[first + 3].startswith("  to do:    Look it up under Control Panel > Sites > Sites")
    assert not [line for line in lines[first + 4 :] if line.startswith(("yes", "no", "not"))]


def test_the_doctor_is_content_with_a_good_target(storefront_there: There) -> None:
    healthy, lines = told(storefront_there())
    assert healthy
    assert {line[:9].strip() for line in lines} == {"yes"}
    assert [line[11:].partition(" (")[0] for line in lines][2:] == [
        "what stands before it lets this machine in",
        "it is a Liferay portal",
        "its context path is that of the address",
        "the catalog page is there",
        "its release is one that tradecentric-7.4 is for",
        "its clock is right",
        "the hub's credentials are accepted",
        "the connector's session API is there",
        "the administrator's user and password are accepted",
        "the administrator can sign in to the Control Panel",
        "the site 'Punch Out Store' is there",
        "the site has a channel",
        "Punch Out is enabled for the channel",
        "the channel's start URL is that of the target file",
        "auto login by access token is enabled",
        "the hub can listen",
        "this machine reaches the hub",
        "a buyer punches out and is signed in",
        "the buyer sees the products",
        "the cart comes back to the hub",
        "what was made for that is removed again",
    ]


def test_the_doctor_says_that_what_was_not_told_is_for_a_run(
    storefront_there: There, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shows_a_guest(_: object) -> None:
        raise NotTold("the start URL leads to a guest's page")

    monkeypatch.setattr(WayBack, "buyer_gets_in", shows_a_guest)
    healthy, lines = told(storefront_there())
    assert healthy
    assert "not told   a buyer punches out and is signed in (the start URL leads to a guest's page)" in lines
    assert lines[-1] == "\n1 not told. A run can be made all the same: it judges what they ask, and may fail."


def test_nothing_is_asked_below_a_path_that_is_not_the_portals(storefront_there: There) -> None:
    found = storefront_there()
    found.rewritten(url=f"{found.file.url}/portal", start_url=found.file.start_url)
    healthy, lines = told(found)
    assert not healthy
    assert [line for line in lines if line.startswith("no ")] == ["no         its context path is that of the address"]
    assert len([line for line in lines if line.startswith("\nERROR")]) == 1


def test_without_an_administrator_the_connector_is_asked_about_the_listed_buyer(storefront_there: There) -> None:
    found = storefront_there()
    found.rewritten(admin=None, buyer_email="nobody@acme.example", account="ACME-ERC")
    healthy, lines = told(found)
    assert not healthy
    assert "no         site, channel, buyer and account are accepted" in lines
    assert "\nERROR: acme.toml, target.buyer.email" in lines
    assert [line for line in lines if line.startswith("not asked  a buyer punches out")]
    assert found.hand.people.find_user("nobody@acme.example") is None


def test_a_start_page_at_another_address_is_asked_about_as_well(storefront_there: There) -> None:
    found = storefront_there()
    found.rewritten(start_url=found.file.start_url.replace("127.0.0.1", "localhost"))
    _, lines = told(found)
    assert "yes        the name localhost is known" in lines


def test_a_generation_chosen_on_the_command_line_is_not_the_files_fault(
    storefront_there: There, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = storefront_there()
    monkeypatch.setattr("harness.preflight.portal.GENERATIONS", {"tradecentric-7.4": _of("7.2"), "other": _of("7.4")})
    for generation, field in (("", "acme.toml, target.generation"), ("tradecentric-7.4", "--generation")):
        with pytest.raises(ConfigurationError) as raised:
            preflight(replace(found.settings, generation=generation), found.file)
        assert raised.value.field == field
        assert "Write other, or give the address of the other portal." in message_of(raised.value)


def _of(*lines: str) -> Generation:
    return replace(GENERATIONS["tradecentric-7.4"], name="other", lines=lines)


class BehindAFirewall(CartTransfer):
    """Reaches nobody."""

    def send(self, return_url: str, cart: object) -> str:
        raise TransferFailed(f"no route to {return_url} for {cart}")


def test_a_hub_the_storefront_cannot_reach_ends_a_run(storefront_there: There, made: list[str]) -> None:
    found = storefront_there(replace(REFERENCE, transfer=BehindAFirewall))
    with pytest.raises(ConfigurationError, match="the storefront could not reach the hub at http:"):
        preflight(found.settings, found.file)
    assert [found.hand.people.find_user(email) for email in made] == [None]


def test_the_embedded_storefront_is_examined_when_no_target_is_named(tmp_path: Path) -> None:
    lines: list[str] = []
    assert doctor(read_settings({"out": str(tmp_path / "out")}, {}), lines.append)
    assert {line[:9].strip() for line in lines} == {"yes"}
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("secret", ["PUNCHOUT_CLIENT_SECRET", "PUNCHOUT_ADMIN_PASSWORD"])
def test_a_wrong_secret_is_never_printed(storefront_there: There, monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    found = storefront_there()
    monkeypatch.setenv(secret, "wrong-secret-value")
    healthy, lines = told(found)
    assert not healthy
    assert not [line for line in lines if "wrong-secret-value" in line]
    assert os.environ[secret] == "wrong-secret-value"
