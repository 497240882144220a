"""A storefront that has nothing to sell: provisioned, judged, and left as it was, also after a kill in the middle."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import requests

from harness.administration import Administration
from harness.project import ROOT
from harness.provisioning.entries import read_as_completed
from harness.provisioning.testdata import read_test_data
from harness.targetfile import DEFAULT_GENERATION
from simulators.wire import Journal, Redactor
from tests.commands.proofs.conftest import WITH_ANOTHER_CHANNEL

DATA = read_test_data()
HERE = ROOT / "tests" / "commands"
# What a user types as `punchout`, which is killed at a change of the target.
KILLED = "from kills_on_purpose import begin; begin(); from harness.cli import main; raise SystemExit(main())"
LISTED = {
    "tradecentric-7.4": (
        "headless-admin-user/v1.0/user-accounts",
        "headless-admin-user/v1.0/accounts",
        "headless-commerce-admin-channel/v1.0/channels",
    ),
    "punchout2go-2.1": (),
}
# What fills a cart: the products of Commerce 2.1 are listed to an administrator only.
UNFILLED = {"tradecentric-7.4": set[str](), "punchout2go-2.1": {"A cart of another channel is refused"}}
BOTH = ("headless-commerce-admin-catalog/v1.0/catalogs", "headless-commerce-admin-catalog/v1.0/products")

Look = Callable[[], Mapping[str, object]]


@pytest.fixture(params=[DEFAULT_GENERATION, pytest.param("punchout2go-2.1", marks=pytest.mark.long)])
def bare(served_with: Callable[..., Any], request: pytest.FixtureRequest) -> Any:
    return served_with("--bare", "--generation", request.param)


@pytest.fixture
def look(bare: Any, monkeypatch: pytest.MonkeyPatch) -> Look:
    """Return what an administrator sees of a storefront, over HTTP."""
    for name, value in bare.environment.items():
        monkeypatch.setenv(name, value)
    file = read_as_completed(bare.target, DATA)
    assert file.admin is not None
    administrator = file.admin

    def looking() -> Mapping[str, object]:
        login = (administrator.user, administrator.password)
        listed = {
            path: requests.get(f"{file.url}/o/{path}?pageSize=500", auth=login, timeout=30).json()["items"]
            for path in (*LISTED[file.generation], *BOTH)
        }
        hand = Administration(
            file.url, administrator, DATA.own_site.name, Journal(Redactor(b"")), generation=file.generation
        )
        found = {
            "sites": [hand.directory.site_named(site.name) for site in DATA.sites],
            "channels": [hand.directory.channel_named(site.channel) for site in DATA.sites],
            "role": hand.directory.role_named(DATA.role),
            "accounts": [hand.directory.account_id(account.code) for account in DATA.accounts],
            "users": [hand.people.find_user(buyer.email) for buyer in DATA.buyers],
            "vocabulary": hand.taxonomy.vocabulary(DATA.vocabulary),
            "discount": hand.catalogs.discount(DATA.discount_code),
            "auto login": hand.settings.auto_login(),
        }
        hand.close()
        return {**listed, **found}

    return looking


def test_a_bare_storefront_is_provisioned_judged_and_left_as_it_was(
    punchout: Callable[..., Any], bare: Any, look: Look
) -> None:
    before, environment = look(), bare.environment
    lacking = punchout("doctor", "--target", str(bare.target), environment=environment)
    assert lacking.code == 4
    full = bare.target.with_name("full.toml")
    # Beside the folder of the runs that follow, which must not undo it.
    options = ("--target", str(bare.target), f"--out={bare.target.with_name('out')}")
    made = punchout("provision", *options, "--target-out", str(full), environment=environment)
    assert made.code == 0, made.output
    healthy = punchout("doctor", "--target", str(full), environment=environment)
    assert healthy.code == 0, healthy.output
    assert f"{len(DATA.skus)} of them" in healthy.output
    smoke = punchout("certify", "--target", str(full), "--level", "smoke", environment=environment)
    assert smoke.code == 0, smoke.output
    assert set(smoke.verdicts.values()) == {"passed"}
    # Hundreds of lines have nothing to do with which products there are.
    wanted = "arrives_in_the_procurement_system and not currency and not lines"
    kinds = punchout("certify", "--target", str(full), "-k", wanted, environment=environment)
    assert kinds.code == 0, kinds.output
    assert len(kinds.verdicts) > len(DATA.products)
    assert set(kinds.verdicts.values()) == {"passed"}
    # The same with the buyers and channels that were made, where nobody may make others.
    text, count = re.subn(r"(?ms)^\[target\.admin\]$.*?(?=^\[)", "", full.read_text(encoding="utf-8"))
    assert count == 1
    plain = full.with_name("plain.toml")
    plain.write_text(text, encoding="utf-8")
    answers = punchout("doctor", "--target", str(plain), environment=environment)
    assert answers.code == 0, answers.output
    for who in ("the buyer without the role", "the other buyer", "the other channel", "the buyer of both channels"):
        assert re.search(rf"(?m)^yes +{who}\b.*accepted", answers.output), answers.output
    channels = "channel_separation or cart_of_another_channel"
    listed = punchout("certify", "--target", str(plain), "-k", channels, environment=environment)
    assert listed.code == 0, listed.output
    passed = {s["name"] for s in listed.results["scenarios"] if s["verdict"] == "passed"}
    assert passed == WITH_ANOTHER_CHANNEL - UNFILLED[bare.ready["storefront"]["generation"]]
    restored = punchout("restore", "--target", str(full), options[-1], environment=environment)
    assert "Nothing was left" in restored.output
    there = look()
    again = punchout("provision", *options, environment=environment)
    assert again.code == 0, again.output
    assert "made  " not in again.output
    assert look() == there != before
    removed = punchout("provision", "--remove", *options, environment=environment)
    assert removed.code == 0, removed.output
    assert look() == before
    for text in (made.output, again.output, removed.output, full.read_text(encoding="utf-8")):
        assert environment["PUNCHOUT_ADMIN_PASSWORD"] not in text
        assert environment["PUNCHOUT_CLIENT_SECRET"] not in text


@pytest.mark.long
@pytest.mark.parametrize(("number", "when"), [(1, "after"), (18, "before"), (35, "after")])
def test_nothing_is_left_of_what_was_killed(
    punchout: Callable[..., Any], bare: Any, look: Look, tmp_path: Path, number: int, when: str
) -> None:
    before = look()
    options = ("--target", str(bare.target), f"--out={tmp_path / 'kept'}")
    killing = {"PYTHONPATH": str(HERE), "KILL_AT": str(number), "KILL_WHEN": when}
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, "provision", *options],
        env={**os.environ, **bare.environment, **killing},
        cwd=ROOT,
        timeout=600,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert look() != before
    removed = punchout("provision", "--remove", *options, environment=bare.environment)
    assert removed.code == 0, removed.output
    assert look() == before
