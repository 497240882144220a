"""A storefront that is spoken to by TLS alone, with a certificate of an authority of its own: the same verdicts."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from harness.settings import BROWSERS
from simulators.storefront import GENERATIONS
from tests.commands.fronted import Fronted, fronted
from tests.fronts_bench import ForwardProxy

# What a live target cannot do and the embedded one can, in the words of the reason, and nobody where TLS is spoken.
CANNOT = (
    "the target's clock is not ours to move",
    "the harness cannot restart the storefront",
    "is encrypted, and for",
)


def wide_open(_: object) -> None:
    """Let everybody in."""


def judged(punchout: Callable[..., Any], target: Fronted, *options: str) -> Any:
    """Judge a storefront; nothing of it may have been asked for but by TLS, at the address it has."""
    assert target.storefront.url.startswith("https://")
    done = punchout("certify", "--target", str(target.target), *options, environment=target.environment)
    assert done.code == 0, done.output
    assert asked_of(done.out) == {target.storefront.url}
    return done


def asked_of(out: Path) -> set[str]:
    """Return where the storefront was asked for, out of the evidence."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in (out / "evidence").glob("*.json")]
    exchanges = [exchange for document in found for exchange in document["exchanges"]]
    return {"/".join(exchange["url"].split("/")[:3]) for exchange in exchanges if exchange["receiver"] == "storefront"}


def test_an_installation_over_https_passes_in_either_browser(punchout: Callable[..., Any], tmp_path: Path) -> None:
    with fronted(tmp_path, wide_open, encrypted=True) as target:
        for options in (("--level", "smoke"), ("-k", "one_product", "--browser", "chromium")):
            assert set(judged(punchout, target, *options).verdicts.values()) == {"passed"}


def test_a_certificate_nobody_vouches_for_is_told_before_anything_is_judged(
    punchout: Callable[..., Any], tmp_path: Path
) -> None:
    with fronted(tmp_path, wide_open, encrypted=True) as target:
        text = target.target.read_text(encoding="utf-8")
        target.target.write_text(text.replace('ca_file = "authority.pem"\n', ""), encoding="utf-8")
        done = punchout("certify", "--target", str(target.target), environment=target.environment)
    assert done.code == 4, done.output
    assert "ca_file" in done.output
    assert target.front.passed == []


@pytest.mark.parametrize("browser", BROWSERS)
def test_a_proxy_leads_to_an_installation_over_https(
    punchout: Callable[..., Any], tmp_path: Path, browser: str
) -> None:
    # A host that nobody but the proxy knows the place of.
    host = "shop.example"
    with (
        closing(ForwardProxy()) as proxy,
        fronted(tmp_path, wide_open, f'[harness]\nproxy = "{proxy.url}"', encrypted=True, host=host) as target,
    ):
        parts = urlsplit(target.front.url)
        proxy.places[host] = (parts.hostname or "", parts.port or 0)
        done = judged(punchout, target, "-k", "one_product", "--browser", browser)
    assert set(done.verdicts.values()) == {"passed"}
    assert set(proxy.asked) == {f"{host}:443"}


@pytest.mark.long
@pytest.mark.parametrize("generation", GENERATIONS)
def test_every_scenario_has_the_verdict_over_https_that_it_has_without(
    punchout: Callable[..., Any], tmp_path: Path, generation: str
) -> None:
    with fronted(tmp_path, wide_open, encrypted=True, generation=generation) as target:
        done = judged(punchout, target, "-n", "2")
    told = {name: said for name, said in done.verdicts.items() if said != "passed"}
    assert set(told.values()) <= {"inapplicable"}
    reasons = {s["reason"] for s in done.results["scenarios"] if s["verdict"] == "inapplicable"}
    assert [reason for reason in reasons if not any(word in reason for word in CANNOT)] == []
    assert len(done.verdicts) >= 625
    assert len(told) <= 20
