"""Generations: what one has and the other does not, and what each calls things: panel, tokens, console."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import requests

from simulators.messages.session import access_token_of
from simulators.storefront.administration.control_panel import CHANNELS_PORTLET, PATH, SETTINGS_PORTLET
from simulators.storefront.console import Console
from simulators.storefront.generation import GENERATIONS, PUNCHOUT2GO_2_1, TRADECENTRIC_7_4, Generation
from simulators.storefront.surfaces import SURFACES
from simulators.storefront.tokens import hexadecimal
from simulators.wire import AdjustableClock
from tests.storefront.storefront_bench import CART, CATALOG, LOGIN, Bench, Browser

ONLY_IN_2_1 = [
    ("POST", "/o/commerce-ui/cart-item"),
    ("GET", "/o/commerce-ui/cart/1"),
    ("DELETE", "/o/commerce-ui/cart/cart-item/1"),
    ("POST", "/o/headless-commerce-admin-account/v1.0/accounts"),
    ("PATCH", "/o/headless-commerce-admin-account/v1.0/accounts/1/accountMembers/1"),
    ("POST", "/api/jsonws/user/add-user"),
    ("POST", "/api/jsonws/commerce.commercechannel/get-commerce-channels"),
]
ONLY_IN_7_4 = [
    ("POST", f"{CART}/carts/1/items"),
    ("GET", f"{CATALOG}/channels/1/products"),
    ("POST", "/o/headless-admin-user/v1.0/user-accounts"),
    ("POST", "/o/headless-admin-user/v1.0/accounts"),
    ("GET", "/o/headless-commerce-admin-channel/v1.0/channels"),
]


def _answer(bench: Bench, method: str, path: str) -> requests.Response:
    return requests.request(method, bench.url + path, auth=bench.administrator(), timeout=10)


def _is_known(bench: Bench, method: str, path: str) -> bool:
    """Tell whether there is such an interface: one that finds nothing says in JSON what it did not find."""
    answer = _answer(bench, method, path)
    return answer.status_code != 404 or "json" in answer.headers.get("content-type", "")


@pytest.mark.parametrize(("method", "path"), ONLY_IN_2_1)
def test_interfaces_of_2_1_are_not_those_of_7_4(bench: Bench, bench_2_1: Bench, method: str, path: str) -> None:
    assert _is_known(bench_2_1, method, path)
    assert _answer(bench, method, path).status_code == 404
    assert not _is_known(bench, method, path)


@pytest.mark.parametrize(("method", "path"), ONLY_IN_7_4)
def test_interfaces_of_7_4_are_not_those_of_2_1(bench: Bench, bench_2_1: Bench, method: str, path: str) -> None:
    assert _is_known(bench, method, path)
    assert _answer(bench_2_1, method, path).status_code == 404
    assert not _is_known(bench_2_1, method, path)


def test_every_generation_has_its_interfaces_under_its_name() -> None:
    assert {name: generation.name for name, generation in GENERATIONS.items()} == {name: name for name in SURFACES}


# --- the control panel


def _administrator(bench: Bench) -> Browser:
    browser = bench.browser()
    email, password = bench.administrator()
    form = {f"{LOGIN}login": email, f"{LOGIN}password": password}
    browser.post(bench.url + "/c/portal/login", data=form, allow_redirects=False, timeout=10)
    browser.open("/c/portal/layout")
    return browser


def _shown(browser: Browser, portlet: str, command: str, **parameters: object) -> int:
    named = "".join(f"&_{portlet}_{name}={value}" for name, value in parameters.items())
    return browser.open(f"{PATH}?p_p_id={portlet}&_{portlet}_mvcRenderCommandName={command}{named}").status_code


@pytest.mark.parametrize(("own", "other"), [(PUNCHOUT2GO_2_1, TRADECENTRIC_7_4), (TRADECENTRIC_7_4, PUNCHOUT2GO_2_1)])
def test_the_panel_knows_its_own_commands_and_configuration(
    bench: Bench, bench_2_1: Bench, own: Generation, other: Generation
) -> None:
    mine = bench_2_1 if own is PUNCHOUT2GO_2_1 else bench
    browser, channel = _administrator(mine), mine.channel.id
    names, others = own.panel, other.panel

    assert _shown(browser, CHANNELS_PORTLET, names.edit_channel, commerceChannelId=channel) == 200
    assert _shown(browser, CHANNELS_PORTLET, others.edit_channel, commerceChannelId=channel) == 404
    assert _shown(browser, SETTINGS_PORTLET, names.edit_configuration, pid=names.auto_login_pid) == 200
    assert _shown(browser, SETTINGS_PORTLET, names.edit_configuration, pid=others.auto_login_pid) == 404
    assert _shown(browser, SETTINGS_PORTLET, others.edit_configuration, pid=names.auto_login_pid) == 404


@pytest.mark.parametrize("other", [False, True])
def test_the_channel_is_saved_by_the_action_of_the_generation_alone(bench_2_1: Bench, *, other: bool) -> None:
    browser, name = _administrator(bench_2_1), f"_{CHANNELS_PORTLET}_"
    action = (TRADECENTRIC_7_4 if other else PUNCHOUT2GO_2_1).panel.save_channel
    form = {"p_auth": browser.csrf, f"{name}commerceChannelId": str(bench_2_1.channel.id)}

    saved = browser.post(
        f"{bench_2_1.url}{PATH}?p_p_id={CHANNELS_PORTLET}&{name}javax.portlet.action={action}", data=form, timeout=10
    )

    assert (saved.status_code, bench_2_1.channel.settings.enabled) == ((404, True) if other else (200, False))


# --- tokens


@pytest.mark.parametrize("data", [b"", b"\0", b"\xfb\xef\xff\xff", bytes(range(256))])
def test_hexadecimal_has_two_digits_for_each_byte(data: bytes) -> None:
    text = hexadecimal(data)

    assert bytes.fromhex(text) == data
    assert re.fullmatch("[0-9a-f]*", text)


@pytest.mark.parametrize("size", [1, 8, 32])
def test_a_token_of_2_1_is_as_long_as_the_size_says_and_good_once(bench_2_1: Bench, size: int) -> None:
    bench_2_1.set_token("15", str(size))
    start_url = bench_2_1.start_url(bench_2_1.buyer())
    first, second = bench_2_1.browser(), bench_2_1.browser()

    first.open(start_url)
    second.open(start_url)

    assert re.fullmatch(rf"[0-9a-f]{{{2 * size}}}", access_token_of(start_url) or "")
    assert (first.is_signed_in, second.is_signed_in) == (True, False)


# --- the console


def _console(generation: Generation, folder: Path) -> list[str]:
    log = folder / "logs" / "console.log"
    generation.announce(Console(AdjustableClock(), log), generation)
    return log.read_text(encoding="utf-8").splitlines()


def test_the_console_of_2_1_tells_of_both_halves_between_two_starts(tmp_path: Path) -> None:
    lines = _console(PUNCHOUT2GO_2_1, tmp_path)
    where = {
        word: [number for number, line in enumerate(lines) if word in line]
        for word in ("Starting Liferay", "Processing Liferay Commerce Enterprise", "Processing Liferay Commerce Conn")
    }
    halves = [number for number, line in enumerate(lines) if "needs to be restarted" in line]

    assert [line.rpartition("/")[2] for line in map(lines.__getitem__, halves)] == [
        "Liferay%20Commerce%20Connector%20to%20PunchOut2Go%20-%20API.lpkg",
        "Liferay%20Commerce%20Connector%20to%20PunchOut2Go%20-%20Impl.lpkg",
    ]
    first, second = where["Starting Liferay"]
    (commerce,), (connector,) = list(where.values())[1:]
    assert first < commerce < connector < min(halves) < max(halves) < second
    assert sum("patches are installed: dxp-6-7210" in line for line in lines) == 2
    assert not any("STARTED" in line for line in lines)


def test_the_console_of_7_4_tells_of_bundles_and_of_no_restart(tmp_path: Path) -> None:
    lines = _console(TRADECENTRIC_7_4, tmp_path)

    assert sum("STARTED com.liferay" in line for line in lines) == 8
    assert not any("restarted" in line or line.startswith("Starting") for line in lines)


def test_a_server_without_patches_says_so_and_none_without_a_file_writes(tmp_path: Path) -> None:
    log = tmp_path / "console.log"
    Console(AdjustableClock(), log).starting("Liferay", ())
    Console(AdjustableClock()).starting("Liferay", ())
    Console(AdjustableClock()).say("nothing")

    assert "There are no patches installed" in log.read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["console.log"]
