"""The reference storefront in a container: every scenario passes there that passes on the embedded one."""

from __future__ import annotations

import pytest

from tests.commands.conftest import PLANTED
from tests.commands.containers.conftest import Runs

# What a container cannot do and the embedded one can, in the words of the reason.
CANNOT = "the target's clock is not ours to move"
WAITING = "token or transfer or terms or login"
PARTS = [
    pytest.param(
        "tradecentric-7.4", WAITING, 90, "STARTED com.liferay.commerce.punchout.service", marks=pytest.mark.long
    ),
    pytest.param(
        "tradecentric-7.4",
        f"not ({WAITING})",
        300,
        "STARTED com.liferay.commerce.punchout.service",
        marks=pytest.mark.long,
    ),
    ("punchout2go-2.1", "deployment or restart or channel or role or round_trip", 60, "needs to be restarted"),
]


@pytest.mark.parametrize(("generation", "part", "fewest", "logged"), PARTS)
def test_a_scenario_has_the_verdict_in_a_container_that_it_has_on_the_embedded_one(
    runs: Runs, generation: str, part: str, fewest: int, logged: str
) -> None:
    settings = "com.liferay.commerce.punchout.portal.security.auto.login"
    target = runs.target(
        ('generation = "tradecentric-7.4"', f'generation = "{generation}"'),
        ("\\[target.container\\]", f'[target.container]\nenv = {{ PUNCHOUT_GENERATION = "{generation}" }}'),
    )
    if generation == "punchout2go-2.1":
        configs = next(runs.folder.glob("target-*/configs"))
        (file,) = configs.iterdir()
        file.rename(configs / f"{settings}.module.configuration.PunchOutAccessTokenAutoLoginConfiguration.config")
    done = runs.run("certify", "--target", target, "-n", "2", "-k", part)
    assert done.code == 0, done.output
    assert len(done.verdicts) >= fewest
    assert set(done.verdicts.values()) <= {"passed", "inapplicable"}
    inapplicable = [each for each in done.results["scenarios"] if each["verdict"] == "inapplicable"]
    assert [each for each in inapplicable if CANNOT not in each["reason"]] == []
    about = done.results["target"]
    assert (about["kind"], about["image"], about["image_id"][:7]) == ("container", "punchout-storefront", "sha256:")
    log = (done.out / "evidence" / "console-container.log").read_text(encoding="utf-8")
    assert logged in log
    assert [secret for name, secret in PLANTED.items() if "SECRET" in name and secret in log] == []
