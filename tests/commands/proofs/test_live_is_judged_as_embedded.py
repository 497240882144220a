"""A served storefront judged as a live target: every scenario passes there that passes on the embedded one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.actors import Buyer
from harness.administration import PUNCH_OUT_PERMISSIONS
from harness.stage import Stage
from tests.commands.proofs.conftest import WITH_ANOTHER_CHANNEL

# What a live target cannot do and the embedded one can, in the words of the reason.
CANNOT = ("the target's clock is not ours to move", "the harness cannot restart the storefront")


def said(scenario: dict[str, Any], words: tuple[str, ...]) -> bool:
    """Tell whether the reason of a scenario has one of these words."""
    return any(word in scenario["reason"] for word in words)


# What the interfaces of that generation are for; all of the current one is run by the test of what is told to nobody.
PART = "deployment or channel or role or round_trip or two_buyers"


def test_a_scenario_has_the_verdict_on_a_live_target_that_it_has_on_the_embedded_one(
    punchout: Callable[..., Any], served_with: Callable[..., Any]
) -> None:
    served = served_with("--generation", "punchout2go-2.1")
    assert served.ready["storefront"]["generation"] == "punchout2go-2.1"
    live = punchout("certify", "--target", str(served.target), "-k", PART, environment=served.environment)
    assert live.code == 0, live.output
    assert len(live.verdicts) >= 40
    assert set(live.verdicts.values()) <= {"passed", "inapplicable"}
    assert [s for s in live.results["scenarios"] if s["verdict"] == "inapplicable" and not said(s, CANNOT)] == []


@pytest.mark.long
@pytest.mark.parametrize(
    ("generation", "part"),
    [
        ("punchout2go-2.1", "round_trip or channel"),
        ("tradecentric-7.4", "round_trip or redirect or channel or deployment"),
    ],
)
def test_a_storefront_below_a_context_path_has_the_verdicts_of_one_at_the_root(
    punchout: Callable[..., Any], served_with: Callable[..., Any], generation: str, part: str
) -> None:
    served = served_with("--generation", generation, "--context-path", "/portal")
    assert served.ready["storefront"]["url"].endswith("/portal")
    live = punchout("certify", "--target", str(served.target), "-k", part, environment=served.environment)
    assert live.code == 0, live.output
    assert len(live.verdicts) >= 20
    assert set(live.verdicts.values()) <= {"passed", "inapplicable"}
    assert [s for s in live.results["scenarios"] if s["verdict"] == "inapplicable" and not said(s, CANNOT)] == []
    elsewhere = [url for url in asked_of(live.out) if not url.startswith(f"{served.ready['storefront']['url']}/")]
    assert elsewhere == []


def asked_of(out: Path) -> list[str]:
    """Return each address that the storefront was asked for, out of the evidence."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in (out / "evidence").glob("*.json")]
    exchanges = [exchange for document in found for exchange in document["exchanges"]]
    urls = [exchange["url"] for exchange in exchanges if exchange["receiver"] == "storefront"]
    assert urls
    return urls


def test_the_target_is_left_as_it_was_found(punchout: Callable[..., Any], served: Any) -> None:
    done = punchout("certify", "--target", str(served.target), "-k", "switched_off", environment=served.environment)
    assert done.code == 0, done.output
    again = punchout("certify", "--target", str(served.target), "-k", "one_product", environment=served.environment)
    assert again.code == 0, again.output


# Where a scenario has more than one buyer, or one without the role, or waits; and some that want more than is listed.
LISTED = "owner or refusals or role or two_buyers or lifetime or channel_separation"
# What a target without administration lacks, in the words of the reason.
LACKING = (
    *CANNOT,
    "give [target.admin]",
    "[target.admin] so that the harness may create one",
    "is not the harness's to take out of the site",
)


@pytest.mark.long
def test_without_administration_a_scenario_passes_or_names_what_is_missing(
    punchout: Callable[..., Any], served: Any, stage: Stage, buyer: Buyer
) -> None:
    other, plain = stage.buyer(), stage.colleague(buyer, ())
    channel = stage.channels.other()
    stage.settings.change_other_channel(channel, enabled=True)
    alone, both = stage.channels.buyer_of(channel), stage.colleague(buyer, PUNCH_OUT_PERMISSIONS)
    stage.channels.let_belong(both, channel)
    listed = (
        f'[target.buyer]\nemail = "{buyer.person.email}"\naccount = "{buyer.company.account_code}"\n'
        f'without_role = "{plain.person.email}"\n'
        f'[target.other_buyer]\nemail = "{other.person.email}"\naccount = "{other.company.account_code}"\n'
        f'[target.other_channel]\ngroup = "{channel.group}"\nstart_url = "{channel.start_url}"\n'
        f'email = "{alone.person.email}"\naccount = "{alone.company.account_code}"\n'
        f'email_of_both = "{both.person.email}"\n'
        "[target.token]\nduration = 15\n"
    )
    text, count = re.subn(r"(?s)\[target\.admin\].*?(?=\[target\.catalog\])", listed, served.target.read_text("utf-8"))
    assert count == 1
    target = served.target.with_name("plain.toml")
    target.write_text(text, encoding="utf-8")
    done = punchout("certify", "--target", str(target), "-n", "2", "-k", LISTED, environment=served.environment)
    assert done.code == 0, done.output
    verdicts = list(done.verdicts.values())
    assert set(verdicts) == {"passed", "inapplicable"}
    assert verdicts.count("passed") >= 50
    assert [s for s in done.results["scenarios"] if s["verdict"] == "inapplicable" and not said(s, LACKING)] == []
    passed = {s["name"] for s in done.results["scenarios"] if s["verdict"] == "passed"}
    assert passed >= WITH_ANOTHER_CHANNEL
