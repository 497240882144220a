"""Each switch is a deviation that is written down, changes one thing, and a connector is several of them."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from simulators.storefront import CONNECTORS, REFERENCE, Parts, parts_of
from simulators.storefront.deviating import DEVIATIONS, LowerCasingTransfer, start_url_with_another_question_mark
from simulators.wire import Journal, Redactor

ROOT = Path(__file__).resolve().parents[2]


def changed(parts: Parts) -> set[str]:
    return {field.name for field in fields(Parts) if getattr(parts, field.name) != getattr(REFERENCE, field.name)}


def test_each_switch_is_a_deviation_that_is_written_down() -> None:
    listed = tomllib.loads((ROOT / "simulators" / "storefront" / "deviations.toml").read_text(encoding="utf-8"))
    assert set(DEVIATIONS) <= {entry["name"] for entry in listed["deviation"]}


@pytest.mark.parametrize("name", DEVIATIONS)
def test_each_switch_changes_one_part(name: str) -> None:
    assert len(changed(DEVIATIONS[name](REFERENCE))) == 1


@pytest.mark.parametrize("connector", CONNECTORS)
def test_a_connector_has_all_its_deviations_and_a_baseline_of_its_name(connector: str) -> None:
    wanted = {part for name in CONNECTORS[connector] for part in changed(DEVIATIONS[name](REFERENCE))}
    assert changed(parts_of(connector)) == wanted
    assert (ROOT / "harness" / "baselines" / f"{connector}.toml").is_file()


def test_the_redirect_url_comes_in_small_letters() -> None:
    transfer = LowerCasingTransfer(Journal(Redactor(b"key")))
    assert transfer.redirect_url(b'{"redirectURL": "https://hub.example/A%2FB"}') == "https://hub.example/a%2fb"


def test_a_second_question_mark_is_put_behind_the_first() -> None:
    assert start_url_with_another_question_mark("https://s.example/c?x=1", "T*") == (
        "https://s.example/c?x=1?punchOutAccessToken=T*"
    )
