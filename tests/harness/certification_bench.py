"""What the tests of certification share: a small suite, a run of it that may be certified, and its package."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from harness.certification.certifying import PACKAGE, Certification
from harness.certification.contents import NamedFile
from harness.certification.product import product_of
from harness.qualification.telling import qualification_of, suite_digest
from harness.record import RunRecord, ScenarioResult
from harness.verdicts import Level, Verdict
from tests.harness.judge_bench import requirement, result

# What a person attests; a run that is to ask one has it as well.
ATTESTED = """
  @P2G-CART-005 @must @attested @as_administrator
  Scenario: It is seen
    Given a cart
"""
FEATURE = """Feature: Carts come back
  A rule of three scenarios.

  @P2G-CART-001 @must
  Scenario: It arrives
    Given a cart

  @P2G-CART-002 @should
  Scenario Outline: It is fast
    Given a cart of <lines> lines

    Examples:
      | lines |
      | 1     |
      | 2     |
"""
PRODUCT = """[product]
vendor = "Acme"
name = "Shop"
version = "7.4"
[connector]
version = "4.0.51"
[tested_by]
name = "Q. A. Engineer"
organisation = "Acme Quality"
"""
REPORTS = ("junit.xml", "coverage.txt")


@dataclass
class Bench:
    """A run that has ended in a folder, and its certification; what is changed before `end` may keep it from one."""

    folder: Path
    record: RunRecord
    certification: Certification

    @property
    def package(self) -> Path:
        """The package, where there is one."""
        return self.folder / PACKAGE

    @property
    def reasons(self) -> list[str]:
        """Why there is none, without what each is about."""
        return [reason.what for reason in self.certification.told]

    @property
    def text(self) -> str:
        """What certification.txt says."""
        return (self.folder / "certification.txt").read_text(encoding="utf-8")

    def take(self, *results: ScenarioResult) -> None:
        """Let scenarios say something, with evidence."""
        for number, one in enumerate(results):
            name = f"evidence/{one.scenario.name.replace(' ', '-').lower()}{one.scenario.row}-{number}.json"
            self.write(name, json.dumps({"scenario": one.scenario.id, "verdict": one.verdict}) * 20)
            self.record.results[one.scenario.id] = ScenarioResult(
                one.scenario, one.verdict, one.reason, one.failure, checks=3, evidence=name
            )

    def write(self, name: str, text: str) -> Path:
        """Write a file of the run."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def end(self, *, interrupted: bool = False) -> Bench:
        """End run and certification."""
        self.record.finish(interrupted=interrupted)
        self.certification.end(self.record, REPORTS)
        return self

    def members(self) -> dict[str, bytes]:
        """Return what is in the package."""
        with ZipFile(self.package) as archive:
            return {name: archive.read(name) for name in archive.namelist()}


def qualification(**values: Any) -> str:
    """Return a qualification.json of the suite as it is."""
    document = {
        "version": 1,
        "suite": suite_digest(),
        "finished": "2026-01-01T00:00:00+00:00",
        "full": False,
        "whole": True,
        "qualified": True,
        "defects": [{"name": "late"}, {"name": "lost"}],
        "requirements": [
            {"id": "P2G-CART-001", "broken_by": ["lost"]},
            {"id": "P2G-CART-002", "broken_by": ["late"]},
        ],
    }
    return json.dumps({**document, **values})


def bench(folder: Path, *, qualified: str | None = None, **about: Any) -> Bench:
    """Return a run of all scenarios of the small suite in `folder`/out, which may be certified as it is."""
    out, features = folder / "out", folder / "features"
    features.mkdir(parents=True, exist_ok=True)
    (features / "cart.feature").write_text(FEATURE + ATTESTED, encoding="utf-8")
    (features / "requirements.toml").write_text("# what is promised\n", encoding="utf-8")
    out.mkdir(exist_ok=True)
    (out / "qualification.json").write_text(qualified or qualification(), encoding="utf-8")
    record = RunRecord(
        about={
            "id": "abc123",
            "seed": 7,
            "level": "certification",
            "started": "2026-01-02T00:00:00+00:00",
            "versions": {"punchout-harness": "0.1.0"},
            "configuration": [
                {"name": "target", "value": "my files/acme.toml", "origin": "command line"},
                {"name": "generation", "value": "tradecentric-7.4", "origin": "target file"},
                {"name": "level", "value": "certification", "origin": "command line"},
                {"name": "baseline", "value": "none", "origin": "default"},
                {"name": "seed", "value": "7", "origin": "chosen at random"},
                {"name": "out", "value": "somewhere", "origin": "default"},
            ],
            "qualification": qualification_of(out),
            **about,
        },
        target={"name": "Acme staging", "kind": "live", "url": "http://x.example", "generation": "tradecentric-7.4"},
        catalogue={
            "P2G-CART-001": requirement("P2G-CART-001"),
            "P2G-CART-002": requirement("P2G-CART-002", Level.SHOULD),
            "P2G-CART-003": requirement("P2G-CART-003", not_testable="It leaves no trace."),
            "P2G-CART-005": requirement("P2G-CART-005", attested="It stands in a menu."),
            "P2G-CART-004": requirement("P2G-CART-004", generation="punchout2go-2.1"),
        },
        path=out / "results.json",
    )
    certification = Certification(
        product=product_of(PRODUCT.encode(), "product.toml"),
        baseline=None,
        target_file=NamedFile("acme.toml", "0" * 64),
        suite=suite_digest(),
        features=features,
    )
    made = Bench(out, record, certification)
    made.take(
        result("It arrives", Verdict.PASSED),
        result("It is fast", Verdict.PASSED, row="1", level=Level.SHOULD, requirement="P2G-CART-002"),
        result("It is fast", Verdict.PASSED, row="2", level=Level.SHOULD, requirement="P2G-CART-002"),
    )
    for name in REPORTS:
        made.write(name, f"this is {name}\n")
    return made
