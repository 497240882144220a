"""Evidence, and what a scenario's end makes of it: verdict, words for a reader, a file; never a secret."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from harness.errors import HarnessFault, Inapplicable, NonConformance, Untestable
from harness.evidence import Evidence, worded
from harness.judgement import WireJudge
from harness.record import ScenarioResult
from harness.scenario_run import ScenarioRun
from harness.settings import read_settings
from harness.verdicts import Level, Verdict
from simulators.wire import Journal, PartyFault
from tests.harness.judge_bench import planned

SECRET = "Zx81SecretOfTheHub"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "none"),
        (True, "yes"),
        (False, "no"),
        ([], "none"),
        (set(), "none"),
        (["b", "a"], "b, a"),
        ({"USD", "EUR"}, "EUR, USD"),
        (("a", None), "a, none"),
        (0, "0"),
        (Decimal("1.50"), "1.50"),
        ("text", "text"),
        ("", ""),
    ],
)
def test_values_are_shown_in_a_readers_words(value: object, words: str) -> None:
    assert worded(value) == words


def test_a_check_that_holds_is_kept(evidence: Evidence) -> None:
    evidence.expect("The SKU", expected="A-1", got="A-1", where="line 1")
    evidence.expect("The total", expected=Decimal(3), got=Decimal("2.999"), holds=True)
    shown = [(check.what, check.expected, check.got, check.where, check.holds) for check in evidence.checks]
    assert shown == [("The SKU", "A-1", "A-1", "line 1", True), ("The total", "3", "2.999", "", True)]


@pytest.mark.parametrize(("values", "holds"), [((1, 2), None), ((1, 1), False), (("1", 1), None), (([], None), None)])
def test_a_check_that_does_not_hold_is_kept_and_raised(
    evidence: Evidence, values: tuple[object, object], holds: bool | None
) -> None:
    with pytest.raises(NonConformance) as raised:
        evidence.expect("A cart", expected=values[0], got=values[1], holds=holds, where="here", hint="Look.")
    assert (raised.value.what, raised.value.where, raised.value.hint) == ("A cart", "here", "Look.")
    assert [check.holds for check in evidence.checks] == [False]


def test_secrets_are_neither_kept_nor_raised(evidence: Evidence, journal: Journal) -> None:
    journal.redactor.declare(SECRET, "secret")
    with pytest.raises(NonConformance) as raised:
        evidence.expect("A", expected=f"x {SECRET}", got=[SECRET], where=f"http://x/?a={SECRET}")
    kept = evidence.checks[0]
    assert SECRET not in f"{raised.value} {vars(raised.value)} {kept}"
    assert "[secret " in kept.got


class Run:
    """A run of one scenario, ended as a test says."""

    def __init__(self, journal: Journal, folder: Path, level: Level = Level.MUST) -> None:
        self.journal = journal
        self.folder = folder
        self.scenario = planned("A cart, which is: large!", row="9 999", level=level)
        evidence = Evidence(journal.redactor)
        self.run = ScenarioRun(
            self.scenario, evidence, journal, WireJudge(journal), read_settings({"out": str(folder)}, {})
        )

    def step(self, kind: str, *, failed: bool = False) -> None:
        self.run.step_begins()
        self.run.step_ended(kind.title(), f"something {kind}", kind, failed=failed)

    def exchange(self, receiver: str, path: str, sender: str = "browser") -> None:
        with self.journal.scenario(self.scenario.id):
            opened = self.journal.begin(sender, receiver, "GET", f"http://shop{path}", (), b"")
            self.journal.end(opened, 200, (), SECRET.encode())

    def ended_with(self, error: BaseException | None, *faults: PartyFault) -> ScenarioResult:
        self.run.error = error
        return self.run.result(faults)

    def written(self, result: ScenarioResult) -> dict[str, Any]:
        document: dict[str, Any] = json.loads((self.folder / result.evidence).read_text(encoding="utf-8"))
        return document


@pytest.fixture
def run(journal: Journal, tmp_path: Path) -> Run:
    journal.redactor.declare(SECRET, "secret")
    return Run(journal, tmp_path)


FAULT = PartyFault("hub", "KeyError: 'cart'", "")
OTHERWISE = NonConformance("The SKU is posted", expected="A-1", got="B-2", where="line 3", hint="Look.")


def test_a_scenario_that_passed(run: Run) -> None:
    run.step("given")
    run.run.evidence.expect("A", expected=1, got=1)
    result = run.ended_with(None)
    assert (result.verdict, result.reason, result.failure, result.checks) == (Verdict.PASSED, "", None, 1)
    assert [(step.keyword, step.outcome) for step in result.steps] == [("Given", "passed")]
    assert 0 <= result.steps[0].duration < 60


def test_a_remark_decides_nothing_and_is_written_without_secrets(run: Run) -> None:
    run.run.evidence.expect("A", expected=1, got=1)
    run.run.evidence.remark(f"the part id {SECRET} has 41 characters, 40 are kept")
    result = run.ended_with(None)
    assert result.verdict is Verdict.PASSED
    (remark,) = run.written(result)["remarks"]
    assert remark.startswith("the part id [secret ")
    assert remark.endswith("has 41 characters, 40 are kept")


def test_what_the_browser_complained_of_stands_beside_a_failure_that_has_no_hint(run: Run) -> None:
    run.run.evidence.album.complain(f"the console says: the script {SECRET} is refused")
    silent = run.ended_with(NonConformance("The buyer arrives", expected="there", got="here"))
    assert silent.failure is not None
    assert silent.failure.hint.startswith("the console says: the script [secret ")
    hinted = run.ended_with(OTHERWISE)
    assert hinted.failure is not None
    assert hinted.failure.hint == "Look."


def test_who_answered_in_place_of_the_target_stands_beside_a_failure(run: Run) -> None:
    with run.journal.scenario(run.scenario.id):
        opened = run.journal.begin("browser", "storefront", "GET", "http://shop/web", (), b"")
        run.journal.end(opened, 404, (), b"<hr><center>nginx/1.22.1</center>")
    result = run.ended_with(NonConformance("The buyer arrives", expected="there", got="here"))
    assert result.failure is not None
    assert result.failure.hint.startswith("HTTP 404 came on nginx's own page, for GET http://shop/web: ")


def test_what_the_browser_complained_of_is_told_once_and_not_at_any_length(run: Run) -> None:
    run.run.evidence.album.complain("the console says: refused")
    told = run.ended_with(NonConformance("The buyer arrives", expected="there", got="here; the console says: refused"))
    assert told.failure is not None
    assert told.failure.hint == ""
    run.run.evidence.album.complain("the console says: " + "word " * 400)
    long = run.ended_with(NonConformance("The buyer arrives", expected="there", got="here"))
    assert long.failure is not None
    assert len(long.failure.hint) <= 1000
    assert long.failure.hint.endswith(" ... (all of it is in the evidence)")
    assert "word " * 400 in f"{run.written(long)['remarks'][-1]} "


def test_a_nonconformance_is_told_with_all_it_says_and_the_exchange_before_it(run: Run) -> None:
    run.exchange("storefront", "/one")
    run.exchange("procurement system", "/two")
    run.step("when")
    run.step("then", failed=True)
    run.exchange("storefront", "/put-back")
    result = run.ended_with(OTHERWISE)
    assert (result.verdict, result.reason) == (Verdict.FAILED, "The SKU is posted: expected A-1, got B-2")
    assert result.failure is not None
    assert (result.failure.where, result.failure.hint, result.failure.details) == ("line 3", "Look.", "")
    assert result.failure.exchange == "browser -> storefront: GET http://shop/one -> 200"
    assert [step.outcome for step in result.steps] == ["passed", "failed"]


def test_what_the_storefront_sent_counts_as_an_exchange_with_it(run: Run) -> None:
    run.exchange("hub", "/cart", sender="storefront")
    run.step("then", failed=True)
    failure = run.ended_with(OTHERWISE).failure
    assert failure is not None
    assert failure.exchange == "storefront -> hub: GET http://shop/cart -> 200"


@pytest.mark.parametrize(
    ("level", "kind", "verdict"),
    [
        (Level.MUST, "then", Verdict.FAILED),
        (Level.MUST, "when", Verdict.FAILED),
        (Level.MUST, "given", Verdict.UNTESTABLE),
        (Level.SHOULD, "then", Verdict.WARNING),
        (Level.SHOULD, "given", Verdict.UNTESTABLE),
        (Level.MAY, "then", Verdict.PASSED),
        (Level.MAY, "given", Verdict.UNTESTABLE),
    ],
)
def test_the_step_and_the_level_decide(
    journal: Journal, tmp_path: Path, level: Level, kind: str, verdict: Verdict
) -> None:
    run = Run(journal, tmp_path, level)
    run.step("given")
    run.step(kind, failed=True)
    assert run.ended_with(OTHERWISE).verdict is verdict


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (Untestable("the site has no channel"), Verdict.UNTESTABLE),
        (Inapplicable("not applied to Acme"), Verdict.INAPPLICABLE),
        (HarnessFault("the hub did not answer"), Verdict.ERROR),
    ],
)
def test_an_error_that_was_foreseen_is_its_own_explanation(run: Run, error: Exception, verdict: Verdict) -> None:
    result = run.ended_with(error)
    assert (result.verdict, result.reason) == (verdict, str(error))
    assert result.failure is not None
    assert result.failure.details == ""


def test_an_error_nobody_foresaw_comes_with_its_place(run: Run) -> None:
    try:
        raise KeyError("page")
    except KeyError as error:
        result = run.ended_with(error)
    assert result.verdict is Verdict.ERROR
    assert result.failure is not None
    assert result.failure.what == "'page'"
    assert "Traceback" in result.failure.details
    assert Path(__file__).name in result.failure.details
    assert run.ended_with(RuntimeError()).reason == "RuntimeError"


@pytest.mark.parametrize("error", [None, OTHERWISE, Untestable("no channel")])
def test_an_error_inside_a_party_outweighs_what_the_scenario_says(run: Run, error: Exception | None) -> None:
    result = run.ended_with(error, FAULT, PartyFault("hub", "again", ""), PartyFault("storefront", "too", ""))
    assert (result.verdict, result.reason) == (
        Verdict.ERROR,
        "An error happened inside a party of the run: hub, storefront",
    )
    assert result.failure is not None
    told = ["hub: KeyError: 'cart'", "hub: again", "storefront: too"]
    assert result.failure.details.splitlines()[:3] == told
    assert (str(error) in result.failure.details) is (error is not None)


@pytest.mark.parametrize("error", [None, OTHERWISE])
def test_what_cannot_be_put_back_outweighs_what_the_scenario_says(run: Run, error: Exception | None) -> None:
    run.run.put_back_error = Untestable("the control panel refused to save: HTTP 500")
    result = run.ended_with(error)
    assert (result.verdict, result.reason) == (Verdict.ERROR, "What the scenario changed could not be put back")
    assert result.failure is not None
    assert "refused to save: HTTP 500" in result.failure.details
    assert ("The SKU is posted" in result.failure.details) is (error is not None)


def test_several_things_that_cannot_be_put_back_are_all_told(run: Run) -> None:
    run.run.put_back_error = ExceptionGroup("several", [Untestable("the user stays"), KeyError("account")])
    failure = run.ended_with(None).failure
    assert failure is not None
    assert "the user stays" in failure.details
    assert "KeyError: 'account'" in failure.details


def test_a_scenario_without_a_check_has_judged_nothing(run: Run) -> None:
    run.step("then")
    run.run.steps_ended()
    result = run.run.result(())
    assert (result.verdict, result.checks) == (Verdict.ERROR, 0)
    assert result.reason == "the scenario judged nothing: none of its steps made a check"
    assert run.run.verdict_of_steps() is Verdict.ERROR


def test_nothing_secret_reaches_the_result_or_its_file(run: Run) -> None:
    run.exchange("storefront", f"/?a={SECRET}")
    run.step("then", failed=True)
    for error, faults in [
        (NonConformance(SECRET[:2], expected=SECRET, got=SECRET, where=SECRET, hint=SECRET), ()),
        (KeyError(SECRET), ()),
        (HarnessFault(SECRET), ()),
        (None, (PartyFault("hub", SECRET, ""),)),
    ]:
        result = run.ended_with(error, *faults)
        assert SECRET not in json.dumps(result.document())
        assert SECRET not in (run.folder / result.evidence).read_text(encoding="utf-8")


def test_the_file_holds_the_checks_and_the_exchanges_of_this_scenario(run: Run) -> None:
    run.exchange("storefront", "/one")
    with run.journal.scenario("another"):
        run.journal.begin("browser", "storefront", "GET", "http://shop/other", (), b"")
    with pytest.raises(NonConformance):
        run.run.evidence.expect("A", expected="\ud800", got="\u20ac")
    result = run.ended_with(None)
    assert result.evidence.startswith("evidence/cart-a-cart-which-is-large-9-999-")
    written = run.written(result)
    assert written["scenario"] == run.scenario.id
    assert written["checks"] == [{"what": "A", "expected": "\ud800", "got": "\u20ac", "where": "", "holds": False}]
    assert [exchange["url"] for exchange in written["exchanges"]] == ["http://shop/one"]
    assert run.journal.exchanges(run.scenario.id) == ()


def test_scenarios_with_equal_words_have_files_of_their_own(run: Run, journal: Journal, tmp_path: Path) -> None:
    other = Run(journal, tmp_path)
    other.run.scenario = planned("A cart which is large", row="9 999")
    names = {run.ended_with(None).evidence, other.ended_with(None).evidence}
    assert len(names) == 2
