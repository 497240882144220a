"""The reports of a run: for a CI server, and for a person at a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from harness.record import Failure, RunRecord, ScenarioResult, StepResult
from harness.reports import terminal_report, write_junit
from harness.verdicts import Level, Verdict
from tests.harness.judge_bench import planned, requirement, result

HOSTILE = "\0\x0b\ud800\ufffe ]]> <!-- &amp; \" ' \n\u20ac\U0001f600"
REFUSED = Failure(
    "The SKU is posted as it is",
    "A-1",
    "B-2",
    "cart posted to the hub, line 900/1",
    "",
    "storefront -> hub: POST http://hub/id/1 -> 200",
)


@pytest.fixture
def record() -> RunRecord:
    """A small record with every verdict."""
    record = RunRecord(
        about={"seed": 7},
        target={"name": "Acme staging", "generation": "tradecentric-7.4"},
        catalogue={
            "P2G-CART-001": requirement("P2G-CART-001"),
            "P2G-CART-002": requirement("P2G-CART-002", Level.SHOULD),
            "P2G-TERM-001": requirement("P2G-TERM-001", Level.MAY),
            "P2G-TERM-002": requirement("P2G-TERM-002", not_testable="It leaves no trace."),
            "P2G-TERM-003": requirement("P2G-TERM-003", generation="punchout2go-2.1", not_testable="Nor does it."),
        },
        path=Path("out/results.json"),
        finished="2026-01-01T00:00:00+00:00",
    )
    steps = (StepResult("Given", "a buyer", "passed", 0.1), StepResult("Then", "the cart arrives", "failed", 0.2))
    for one in (
        result("The SKU arrives", Verdict.FAILED, REFUSED, steps=steps, evidence="evidence/sku.json", duration=0.5),
        result(
            "The hub breaks",
            Verdict.ERROR,
            Failure("An error happened inside a party of the run: hub", details="hub: KeyError\nand more"),
        ),
        result("There is no channel", Verdict.UNTESTABLE, Failure("the site has no channel"), row="1"),
        result("It is known", Verdict.DEVIATION, reason="known since 2.1"),
        result("It is slow", Verdict.WARNING, Failure("Fast", "1 s", "2 s"), requirement="P2G-CART-002"),
        result("It arrives", Verdict.PASSED, duration=1.25),
        result("It is slow to tell", Verdict.PASSED, Failure("Told", "1 s", "2 s"), requirement="P2G-TERM-001"),
        result("No administrator", Verdict.INAPPLICABLE, Failure("not applied to Acme: give [target.admin]")),
        result("No administrator either", Verdict.INAPPLICABLE, Failure("not applied to Acme: give [target.admin]")),
    ):
        record.results[one.scenario.id] = one
    record.expect(planned("It never came to this"))
    return record


def only(record: RunRecord, *results: ScenarioResult) -> None:
    record.planned.clear()
    record.results = {one.scenario.id: one for one in results}


def junit(record: RunRecord, folder: Path) -> etree._Element:
    path = folder / "new" / "junit.xml"
    write_junit(record, path)
    return etree.fromstring(path.read_bytes())


def test_a_ci_server_counts_every_verdict_where_it_belongs(record: RunRecord, tmp_path: Path) -> None:
    root = junit(record, tmp_path)
    counts = {"tests": "10", "failures": "2", "errors": "1", "skipped": "3", "time": "1.750"}
    assert dict(root.attrib) == {"name": "punchout"} | counts
    assert [dict(suite.attrib) for suite in root] == [{"name": "Carts come back"} | counts]
    marked = {
        case.get("name"): [child.tag for child in case if child.tag != "properties"] for case in root.iter("testcase")
    }
    assert marked == {
        "The SKU arrives": ["failure"],
        "The hub breaks": ["error"],
        "There is no channel [1]": ["failure"],
        "It is known": [],
        "It is slow": [],
        "It is slow to tell": [],
        "It arrives": [],
        "No administrator": ["skipped"],
        "No administrator either": ["skipped"],
        "It never came to this": ["skipped"],
    }


def test_a_case_names_requirement_level_and_verdict_and_says_why(record: RunRecord, tmp_path: Path) -> None:
    root = junit(record, tmp_path)
    case = next(case for case in root.iter("testcase") if case.get("name") == "The SKU arrives")
    assert (case.get("classname"), case.get("time")) == ("cart", "0.500")
    properties = [(p.get("name"), p.get("value")) for p in case.iter("property")]
    assert properties == [("requirement", "P2G-CART-001"), ("level", "must"), ("verdict", "failed")]
    failure = case.find("failure")
    assert failure is not None
    assert failure.get("type") == "failed"
    for told in ("expected: A-1", "got: B-2", "where: cart posted to the hub, line 900/1", REFUSED.exchange):
        assert told in (failure.text or "").splitlines()
    slow = next(case for case in root.iter("testcase") if case.get("name") == "It is slow")
    assert "warning" in [p.get("value") for p in slow.iter("property")]
    informing = next(case for case in root.iter("testcase") if case.get("name") == "It is slow to tell")
    assert [p.get("value") for p in informing.iter("property")][2:] == ["passed", "Told"]


@pytest.mark.parametrize("verdict", [Verdict.FAILED, Verdict.ERROR, Verdict.UNTESTABLE, Verdict.INAPPLICABLE])
def test_the_xml_is_valid_whatever_a_target_sends(record: RunRecord, tmp_path: Path, verdict: Verdict) -> None:
    failure = Failure(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    only(record, result(f"A name {HOSTILE}", verdict, failure))
    root = junit(record, tmp_path)
    shown = root.xpath("string(//testcase/*[last()]/@message)")
    assert "???? ]]> <!-- &amp; \" '" in str(shown)
    assert "\u20ac\U0001f600" in str(shown)


def test_a_run_of_nothing_is_a_valid_report(record: RunRecord, tmp_path: Path) -> None:
    only(record)
    assert dict(junit(record, tmp_path).attrib)["tests"] == "0"


GOLDEN = """
CART
P2G-CART-001       must   error            1/8  What P2G-CART-001 asks for.
P2G-CART-002       should warning          0/1  What P2G-CART-002 asks for.

TERM
P2G-TERM-001       may    passed           1/1  What P2G-TERM-001 asks for.

  Not testable: 1 requirement besides; punchout requirements says why of each

DEVIATION  Carts come back: It is known
  P2G-CART-001 (A heading): What P2G-CART-001 asks for.
  reason: known since 2.1

WARNING  Carts come back: It is slow
  P2G-CART-002 (A heading): What P2G-CART-002 asks for.
  judged: Fast
  expected: 1 s
  got: 2 s
  what to do: Look into it.

INFORMATION  Carts come back: It is slow to tell
  P2G-TERM-001 (A heading): What P2G-TERM-001 asks for.
  judged: Told
  expected: 1 s
  got: 2 s
  what to do: Look into it.

FAILED  Carts come back: The SKU arrives
  P2G-CART-001 (A heading): What P2G-CART-001 asks for.
  step: Then the cart arrives
  judged: The SKU is posted as it is
  expected: A-1
  got: B-2
  where: cart posted to the hub, line 900/1
  exchange: storefront -> hub: POST http://hub/id/1 -> 200
  what to do: Look into it.
  evidence: out/evidence/sku.json

ERROR  Carts come back: The hub breaks
  P2G-CART-001 (A heading): What P2G-CART-001 asks for.
  judged: An error happened inside a party of the run: hub
  details:
    hub: KeyError
    and more

UNTESTABLE  Carts come back: There is no channel [1]
  P2G-CART-001 (A heading): What P2G-CART-001 asks for.
  judged: the site has no channel

  Not applied: 2 scenarios: not applied to Acme: give [target.admin]

  Not run: 1 scenario: the run ended before it came to this scenario

Acme staging (tradecentric-7.4): NO VERDICT: the harness itself was at fault
3 requirements, 10 scenarios: {counts} (1 of them with information)
seed 7, results in out/results.json; to read: out/report.html
"""


@pytest.fixture
def with_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let report.html be where the run is that a record was made for."""
    monkeypatch.chdir(tmp_path)
    Path("out").mkdir()
    Path("out/report.html").touch()


@pytest.mark.usefixtures("with_a_page")
def test_a_person_reads_requirement_by_requirement_then_what_failed_and_what_to_do(record: RunRecord) -> None:
    lines = list(terminal_report(record))
    counts = "1 error, 1 failed, 1 untestable, 1 not_run, 1 deviation, 1 warning, 2 passed, 2 inapplicable"
    assert "\n".join(line.text for line in lines) + "\n" == GOLDEN.format(counts=counts)
    colors = {line.text.partition(" ")[0]: line.color for line in lines if line.color}
    assert colors == {
        "P2G-CART-001": "red",
        "P2G-CART-002": "yellow",
        "P2G-TERM-001": "green",
        "INFORMATION": "cyan",
        "WARNING": "yellow",
        "DEVIATION": "yellow",
        "FAILED": "red",
        "ERROR": "red",
        "UNTESTABLE": "red",
        "Acme": "red",
    }


@pytest.mark.parametrize(
    ("verdict", "outcome", "color"),
    [
        (Verdict.PASSED, "CONFORMANT", "green"),
        (Verdict.FAILED, "NOT CONFORMANT", "red"),
        (Verdict.INAPPLICABLE, "NO VERDICT: nothing was judged", "yellow"),
    ],
)
def test_the_outcome_is_the_last_thing_but_the_counts(
    record: RunRecord, verdict: Verdict, outcome: str, color: str
) -> None:
    only(record, result("One", verdict))
    line = list(terminal_report(record))[-3]
    assert (line.text, line.color) == (f"Acme staging (tradecentric-7.4): {outcome}", color)
    record.interrupted = True
    assert "INTERRUPTED: not everything was judged" in list(terminal_report(record))[-3].text


def test_what_to_do_is_not_told_of_a_requirement_nobody_judged(record: RunRecord) -> None:
    only(record, result("One", Verdict.UNTESTABLE, Failure("The buyer is signed in", "signed in", "a guest")))
    lines = [line.text for line in terminal_report(record)]
    assert "  got: a guest" in lines
    assert not [line for line in lines if "what to do" in line]


def test_faults_of_the_harness_are_told(record: RunRecord) -> None:
    record.faults.append("cart.feature could not be collected: line 3")
    assert "  fault of the harness: cart.feature could not be collected: line 3" in [
        line.text for line in terminal_report(record)
    ]


def test_long_texts_are_wrapped_and_addresses_are_not_torn(record: RunRecord) -> None:
    address = "http://shop.example/" + "a" * 150
    long = "word " * 60 + "\n\n" + address
    only(record, result("One", Verdict.FAILED, Failure("A", "B", "C", details=long)))
    lines = [line.text for line in terminal_report(record)]
    assert f"    {address}" in lines
    assert all(len(line) <= 110 for line in lines if address not in line)


def test_a_page_that_could_not_be_written_is_named_to_nobody(record: RunRecord) -> None:
    assert [line.text for line in terminal_report(record)][-1] == "seed 7, results in out/results.json"


QUALIFIED = {
    "file": "qualification.json",
    "finished": "2026-01-01T00:00:00+00:00",
    "qualified": True,
    "full": False,
    "whole": True,
    "defects": 220,
    "requirements": 189,
    "of_this_suite": True,
}


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (None, "nobody has shown in this folder that the suite notices broken storefronts"),
        (QUALIFIED | {"of_this_suite": False}, "the suite has changed since it was qualified (2026-01-01"),
        (QUALIFIED | {"qualified": False}, "the suite was not qualified (2026-01-01"),
        (QUALIFIED | {"whole": False, "defects": 3}, "only 3 chosen defects were tried (2026-01-01"),
        (QUALIFIED, "the suite caught 220 defects with the scenarios that see them, and 189 requirements"),
        (QUALIFIED | {"full": True}, "the suite caught 220 defects with all scenarios"),
    ],
)
def test_a_certifier_is_told_whether_the_suite_is_qualified(
    record: RunRecord, found: dict[str, object] | None, says: str
) -> None:
    record.about |= {"level": "certification", "qualification": found}
    assert says in " ".join(" ".join(line.text for line in terminal_report(record)).split())


def test_nobody_else_is_told_of_the_qualification(record: RunRecord) -> None:
    record.about |= {"level": "regression", "qualification": QUALIFIED}
    assert not any("qualif" in line.text for line in terminal_report(record))
