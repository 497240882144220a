"""A run made by hand in which every verdict is, and runs in every other state a record can be in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from harness.attestation import Screenshot
from harness.record import Failure, RunRecord, ScenarioResult, StepResult
from harness.verdicts import Cause, Level, Verdict
from tests.harness.attestation_bench import attestation
from tests.harness.judge_bench import planned, requirement, result

OTHERWISE = Failure("The SKU is posted", "A-1", "B-2", "line 1", "Look.", "storefront -> hub: POST / -> 200", "more")
GIVEN, THEN = StepResult("Given", "a buyer", "passed", 0.25), StepResult("Then", "the cart arrives", "passed", 0.5)
THEN_NOT = StepResult("Then", "the cart arrives", "failed", 0.5)

NOT_MET = (GIVEN, THEN_NOT)
MET = (GIVEN, THEN)


def record_in(folder: Path, **values: Any) -> RunRecord:
    """Return the record of a run of which nothing has run yet, with all that the plugin knows by then."""
    about = {
        "id": "abc123",
        "seed": 7,
        "level": "regression",
        "started": "2026-01-01T00:00:00+00:00",
        "versions": {"punchout-harness": "0.1.0"},
        "configuration": [{"name": "target", "value": "acme.toml", "origin": "command line"}],
        "qualification": None,
        "attestation": None,
    }
    target = {"name": "Acme", "kind": "live", "url": "https://acme.example", "generation": "tradecentric-7.4"}
    catalogue = {
        "P2G-CART-001": requirement(),
        "P2G-CART-002": requirement("P2G-CART-002", Level.SHOULD),
        "P2G-TERM-001": requirement("P2G-TERM-001", Level.MAY),
        "P2G-TERM-002": requirement("P2G-TERM-002", not_testable="It leaves no trace."),
    }
    return RunRecord(about, target, catalogue, folder / "results.json", **values)


def every_verdict() -> Iterator[ScenarioResult]:
    """Yield results of every verdict, as scenarios come to them: with steps and without, some more than once."""
    rest: dict[str, Any] = {"duration": 1.0, "checks": 2}
    put_back = Failure("What the scenario changed could not be put back", details="HTTP 500")
    may: dict[str, Any] = {"requirement": "P2G-TERM-001", "level": Level.MAY}
    should: dict[str, Any] = {"requirement": "P2G-CART-002", "level": Level.SHOULD}
    silent = Failure("No answer", cause=Cause.NO_ANSWER)
    yield result("It arrives", Verdict.PASSED, steps=MET, **rest)
    picture = Screenshot("evidence/it-1.png", "image/png", 90, "0" * 64)
    told = (attestation(), attestation("no", "it is gone", picture))
    yield result("It is seen", Verdict.FAILED, OTHERWISE, steps=NOT_MET, attestations=told, **rest)
    yield result("It arrives as well", Verdict.PASSED, steps=MET, row="10", **rest)
    yield result("It informs", Verdict.PASSED, OTHERWISE, steps=NOT_MET, **may, **rest)
    yield result("It is slow", Verdict.WARNING, OTHERWISE, steps=NOT_MET, **should, **rest)
    yield result("It is known", Verdict.DEVIATION, OTHERWISE, steps=NOT_MET, reason="known since 2.1: ticket 1", **rest)
    yield result("It is lost", Verdict.FAILED, OTHERWISE, steps=NOT_MET, evidence="evidence/lost.json", **rest)
    yield result("It is lost on the way", Verdict.FAILED, OTHERWISE, steps=NOT_MET, row="1", **rest)
    yield result("It is lost on the way", Verdict.FAILED, OTHERWISE, steps=NOT_MET, row="-1", **rest)
    yield result("Nobody answers", Verdict.UNTESTABLE, silent, steps=(GIVEN,), **rest)
    yield result("It is left behind", Verdict.ERROR, put_back, steps=MET, **rest)
    yield result("The parties do not start", Verdict.ERROR, Failure("The parties could not be started"))
    yield result(
        "No administrator", Verdict.INAPPLICABLE, Failure("not applied: no administrator"), steps=NOT_MET, **rest
    )
    yield result("No orders", Verdict.INAPPLICABLE, Failure("not applied: no orders"), duration=0.25)


def run_of_every_verdict(folder: Path) -> RunRecord:
    """Return the record of a run in which every verdict is; three of its scenarios were not run."""
    record = record_in(folder)
    for each in every_verdict():
        record.results[each.scenario.id] = each
    for name in ("One more", "Two more", "Three more"):
        record.expect(planned(name))
    return record
