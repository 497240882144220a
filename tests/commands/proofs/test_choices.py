"""Runs of what somebody chose: a requirement, a generation, a defect, nothing at all, and a part of a certification."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Punchout
from tests.harness.certification_bench import PRODUCT

ONE = ("-k", "one_product_arrives")


def test_what_cannot_be_tested_is_in_the_results_with_its_reason(punchout: Callable[..., Any]) -> None:
    done = punchout("certify", *ONE, "--generation", "punchout2go-2.1")
    assert "generation: punchout2go-2.1 (command line)" in done.output
    untestable = {entry["id"]: entry["reason"] for entry in done.results["not_testable"]}
    assert "P2G-DEPLOY-030" in untestable
    assert all(untestable.values())
    assert f"{len(untestable)} requirements besides" in done.output


def test_a_requirement_is_selected_by_its_id(punchout: Callable[..., Any]) -> None:
    done = punchout("certify", "-m", 'requirement(id="P2G-TOKEN-001")')
    scenarios = done.results["scenarios"]
    assert scenarios
    assert [s["id"] for s in scenarios if "P2G-TOKEN-001" not in s["requirements"]] == []


def test_a_run_that_judges_nothing_is_vacuous(punchout: Callable[..., Any]) -> None:
    done = punchout("certify", "-k", "no_such_scenario")
    assert done.code == 5
    assert "nothing was judged" in done.output


def test_a_run_can_be_broken_by_name(punchout: Punchout) -> None:
    done = punchout("certify", "--defect=token-accepted-twice", "-m", 'requirement(id="P2G-TOKEN-001")')
    assert done.code == 1
    assert done.results["target"]["name"] == "reference storefront with token-accepted-twice"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--defect=token-eaten",), "--defect: 'token-eaten' is no defect. punchout defects lists them."),
        (("--defect=token-accepted-twice", "--target=x.toml"), "a target of its own is not ours to break"),
    ],
)
def test_what_cannot_be_broken_is_told(punchout: Punchout, arguments: tuple[str, ...], says: str) -> None:
    done = punchout("certify", *arguments)
    assert done.code == 4
    assert says in done.output


def test_a_run_without_a_qualification_or_of_a_selection_makes_no_package(punchout: Punchout, tmp_path: Path) -> None:
    (tmp_path / "product.toml").write_text(PRODUCT, encoding="utf-8")
    (tmp_path / "out").mkdir()
    old = [tmp_path / "out" / name for name in ("certification.zip", "certification.txt")]
    for path in old:
        path.write_text("of an earlier run", encoding="utf-8")
    options = ("--level", "certification", "--product", "product.toml")
    done = punchout("certify", "-k", "one_product_arrives", *options)
    assert done.code == 0, done.output
    assert "product: product.toml (command line)" in done.output
    told = done.output[done.output.index("no certification package, for these reasons") :]
    assert "there is no qualification" in told
    assert "only a selection of the level was run" in told
    assert "product file" not in told
    assert not old[0].exists()
    assert "access_token.feature: The start URL signs the buyer in" in old[1].read_text(encoding="utf-8")


def test_a_wrong_product_file_is_one_message_before_the_run(punchout: Punchout, tmp_path: Path) -> None:
    (tmp_path / "product.toml").write_text(PRODUCT.replace("vendor", "seller"), encoding="utf-8")
    done = punchout("certify", "--product", "product.toml")
    assert done.code == 4
    assert "ERROR: product.toml, product.seller: there is no such entry. Known here: vendor, name" in done.output
    assert "Traceback" not in done.output
    assert not (done.out / "results.json").exists()
