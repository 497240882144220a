"""Whole runs in which every secret is known: none is in any file of a run, nor on the screen, whole or in part.

What is secret is read from the messages as they were on the wire, by readers that share nothing with redaction.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from harness.project import CATALOGUE
from harness.requirements import read_catalogue
from tests.commands.searching import Search, files_in
from tests.commands.secrets_on_the_wire import secrets_in
from tests.harness.certification_bench import PRODUCT, qualification

HERE = Path(__file__).parents[1]
# What a person asks pytest for to see more.
TALKATIVE = ("--full-trace", "--showlocals", "--log-cli-level=DEBUG", "-rA", "--setup-show")
PLANTED = ("PUNCHOUT_CLIENT_SECRET", "PUNCHOUT_ADMIN_PASSWORD", "PUNCHOUT_ORDER_SECRET")
KINDS = {
    "JSON: access_token",
    "SharedSecret",
    "URL: accesstoken",
    "URL: password",
    "basic password",
    "bearer token",
    "cookie JSESSIONID",
    "cookie com",
    "field of a page",
    "form: client_secret",
    "form: p_auth",
    "form: password",
    "header of a token",
    "password in a URL",
    "script of a page",
}

# What a live target cannot do and the embedded one can, in the words of the reason.
CANNOT = ("the target's clock is not ours to move", "the harness cannot restart the storefront")


class Recorded:
    """A run with what was secret in it."""

    def __init__(self, done: Any, raw: Path, environment: Mapping[str, str]) -> None:
        self.done = done
        self.secrets = secrets_in(raw)
        planted = {environment[name] for name in PLANTED if name in environment}
        self._search = Search({*planted, *(secret for found in self.secrets.values() for secret in found)})

    @property
    def leaks(self) -> dict[str, set[str]]:
        """The parts of secrets in each file of the run, in each member of its package, and on the screen."""
        texts = [("the screen", self.done.output), *files_in(self.done.out)]
        found = {name: self._search.parts_in(text) for name, text in texts}
        return {name: parts for name, parts in found.items() if parts}


@pytest.fixture
def recorded(punchout: Callable[..., Any], tmp_path: Path) -> Callable[..., Recorded]:
    """Run `punchout certify` with options, and write down what is on the wire outside its folder."""

    def run(*options: str, environment: Mapping[str, str] | None = None) -> Recorded:
        raw = tmp_path / "raw"
        raw.mkdir()
        told = {**(environment or {}), "PYTHONPATH": str(HERE), "RAW_RECORDING": str(raw)}
        plugins = ("-p", "raw_recording", "-p", "faults_on_purpose")
        return Recorded(punchout("certify", *plugins, *options, environment=told), raw, told)

    return run


@pytest.mark.long
def test_a_whole_run_and_its_package_hold_no_secret_and_the_verdicts_of_the_embedded_target(
    recorded: Callable[..., Recorded], served: Any, tmp_path: Path
) -> None:
    (tmp_path / "product.toml").write_text(PRODUCT, encoding="utf-8")
    broken = [{"id": name, "broken_by": ["lost"]} for name in read_catalogue(CATALOGUE)]
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "qualification.json").write_text(qualification(requirements=broken), encoding="utf-8")
    asked = ("--level", "certification", "--product", "product.toml", "--har", "--allure", "-n", "2")
    run = recorded("--target", str(served.target), *asked, environment=served.environment)
    done = run.done
    assert done.code == 0, done.output
    assert set(done.verdicts.values()) <= {"passed", "inapplicable"}
    told = [scenario["reason"] for scenario in done.results["scenarios"] if scenario["verdict"] == "inapplicable"]
    assert [reason for reason in told if not any(words in reason for words in CANNOT)] == []
    assert (done.out / "certification.zip").is_file(), done.output
    assert len(list((done.out / "har").iterdir())) == len(done.verdicts)
    assert len(list((done.out / "allure-results").glob("*-result.json"))) == len(done.verdicts)
    assert {kind for kind, found in run.secrets.items() if any(found)} >= KINDS
    assert run.leaks == {}


def test_a_hub_that_signs_in_by_a_password_tells_it_nobody(recorded: Callable[..., Recorded], served: Any) -> None:
    target = served.target.with_name("basic.toml")
    text = served.target.read_text(encoding="utf-8")
    text = text.replace('client_id_env = "PUNCHOUT_CLIENT_ID"', 'user_env = "PUNCHOUT_ADMIN_USER"')
    text = text.replace('client_secret_env = "PUNCHOUT_CLIENT_SECRET"', 'password_env = "PUNCHOUT_ADMIN_PASSWORD"')
    target.write_text(text, encoding="utf-8")
    selected = ("-k", "round_trip or wrong_secret or buyer_is_signed_out", "--har")
    run = recorded("--target", str(target), *selected, *TALKATIVE, environment=served.environment)
    assert run.done.code == 0, run.done.output
    assert served.environment["PUNCHOUT_ADMIN_PASSWORD"] in run.secrets["basic password"]
    assert run.leaks == {}


def test_a_storefront_that_tells_its_secrets_is_judged_without_telling_them(
    recorded: Callable[..., Recorded],
) -> None:
    broken = (
        "good-token-in-the-log,bad-token-in-the-log,token-in-a-link-of-the-page,token-told-to-another-host,"
        "secret-repeated,cookies-for-scripts,token-behind-the-fragment"
    )
    selected = ("-k", "security or page_safety or purchase_order_refusals or session_answer or round_trip")
    run = recorded("--defect", broken, *selected, "--har", "--allure", "-n", "2", *TALKATIVE)
    done = run.done
    assert done.code == 1, done.output
    failed = [scenario for scenario in done.results["scenarios"] if scenario["verdict"] == "failed"]
    assert {"P2G-SECURITY-001"} <= {name for scenario in failed for name in scenario["requirements"]}
    assert "punchOutAccessToken=[access token " in done.output
    logs = list((done.out / "evidence").glob("console-*.log"))
    assert any("[access token " in log.read_text(encoding="utf-8") for log in logs)
    assert run.leaks == {}


@pytest.mark.parametrize("party", ["storefront", "hub"])
def test_a_party_that_fails_with_a_secret_on_its_lips_is_told_of_without_it(
    recorded: Callable[..., Recorded], party: str
) -> None:
    at = "test_the_hub_with_its_own_credentials_is_served"
    told = {"FAULT": f"party repeats: {party}", "FAULT_AT": at}
    run = recorded("-k", "own_credentials_is_served or one_product", *TALKATIVE, environment=told)
    assert run.done.code == 3, run.done.output
    details = json.dumps(run.done.results["scenarios"])
    assert "RuntimeError: http" in details
    assert run.leaks == {}


def test_a_wrong_password_and_a_secret_in_the_place_of_its_name_are_told_without_them(
    punchout: Callable[..., Any], served: Any
) -> None:
    wrong = {name: f"Wrong-{number}-Qz7/w+9X%&k" for number, name in enumerate(PLANTED)}
    search = Search([*wrong.values(), *(served.environment[name] for name in PLANTED)])
    misplaced = served.target.with_name("misplaced.toml")
    text = served.target.read_text(encoding="utf-8")
    misplaced.write_text(text.replace("PUNCHOUT_CLIENT_SECRET", "Wrong-0-Qz7/w+9X%&k"), encoding="utf-8")
    environment = {**served.environment, **wrong}
    for target, command in [(served.target, "doctor"), (served.target, "certify"), (misplaced, "doctor")]:
        done = punchout(command, "--target", str(target), environment=environment)
        assert done.code == 4, done.output
        assert "target.a" in done.output
        assert search.parts_in(done.output) == set()
