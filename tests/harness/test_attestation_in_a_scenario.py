"""What a person says becomes a check, a verdict and evidence; who says nothing leaves the scenario not run."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from harness import attending
from harness.attestation import Attendance, Attestation, Picture, Said, Word
from harness.attestation.announcing import announcement
from harness.errors import ConfigurationError, Inapplicable, NonConformance, NotAttended, Untestable
from harness.evidence import Evidence, write_evidence
from harness.judgement import WireJudge
from harness.plan import PlannedScenario
from harness.scenario_run import ScenarioRun
from harness.settings import read_settings
from harness.staged_witness import StagedWitness
from harness.targetfile import HubCredentials, TargetFile
from harness.verdicts import Exit, Level, Verdict, exit_code, verdict_of
from simulators.wire import Journal
from tests.harness.attestation_bench import PNG, Scripted, did
from tests.harness.judge_bench import planned, requirement

MENU = replace(planned("It is in its menu"), tags=frozenset({"must", "attested", "as_administrator"}))
SHOP = replace(planned("It is bought"), tags=frozenset({"must", "attested", "as_buyer"}))
CATALOG = "http://shop.example/web/a/catalog"
FILE = TargetFile(
    "Acme",
    "live",
    "http://shop.example",
    "tradecentric-7.4",
    "A",
    CATALOG,
    HubCredentials(),
)
YES, NO, CANNOT = Said(Word.YES), Said(Word.NO, "it is gone"), Said(Word.CANNOT_TELL, "I may not look")

Staged = Callable[..., StagedWitness]


@pytest.fixture
def staged(evidence: Evidence, tmp_path: Path) -> Staged:
    """Put a person into a scenario."""

    def build(
        *answers: Said, scenario: PlannedScenario = MENU, file: TargetFile = FILE, attendance: Attendance | None = None
    ) -> StagedWitness:
        attendance = attendance or Attendance("Ada Tester", Scripted(*answers))
        target = SimpleNamespace(file=file, open_carts_url="http://shop.example/web/a/pending-orders")
        catalogue = {"P2G-CART-001": requirement()}
        return StagedWitness(attendance, scenario, evidence, cast("Any", target), tmp_path, catalogue)

    return build


def test_a_yes_is_a_check_and_an_attestation_with_name_time_and_picture(
    staged: Staged, evidence: Evidence, tmp_path: Path
) -> None:
    witness = staged(Said(Word.YES, "as it should", Picture(PNG, "image/png", "png")))
    witness.goes_to("Control Panel > Commerce")
    witness.sees("the page is there")
    (check,) = evidence.checks
    assert (check.expected, check.got, check.holds, check.where) == (
        "the page is there",
        "the page is there",
        True,
        "attested by Ada Tester",
    )
    (told,) = evidence.attestations
    assert (told.by, told.said, told.remark, told.looked_for) == (
        "Ada Tester",
        "yes",
        "as it should",
        "the page is there",
    )
    assert [step[:24] for step in told.did] == ["In a browser in which yo", "Go to Control Panel > Co"]
    assert told.at[19] in "+-"
    assert told.screenshot is not None
    assert told.screenshot.sha256 == sha256(PNG).hexdigest()
    assert (tmp_path / told.screenshot.file).read_bytes() == PNG
    assert told.screenshot.file == f"evidence/{MENU.file_stem}-1.png"
    write_evidence(tmp_path / "it.json", "it", evidence, ())
    (written,) = json.loads((tmp_path / "it.json").read_text(encoding="utf-8"))["attestations"]
    assert Attestation.from_document(written) == told


@pytest.mark.parametrize(
    ("said", "error", "level", "verdict"),
    [
        (NO, NonConformance, Level.MUST, Verdict.FAILED),
        (NO, NonConformance, Level.SHOULD, Verdict.WARNING),
        (CANNOT, Untestable, Level.MUST, Verdict.UNTESTABLE),
        (None, NotAttended, Level.MUST, Verdict.NOT_RUN),
    ],
)
def test_whatever_is_no_yes_passes_nothing(
    staged: Staged, evidence: Evidence, said: Said | None, error: type[Exception], level: Level, verdict: Verdict
) -> None:
    witness = staged(*filter(None, [said]))
    with pytest.raises(error, match=said.remark if said else "nobody answered") as raised:
        witness.sees("the page is there")
    assert verdict_of(raised.value, level) is verdict
    assert [each.said for each in evidence.attestations] == ([str(said.word)] if said else [])


def test_without_what_has_to_be_known_there_is_nothing_to_judge(staged: Staged, evidence: Evidence) -> None:
    with pytest.raises(Inapplicable, match="it is not so that it was made so: it is gone"):
        staged(NO).knows("it was made so")
    with pytest.raises(Untestable, match="I may not look"):
        staged(CANNOT).knows("it was made so")
    staged(YES).knows("it was made so")
    assert (len(evidence.attestations), evidence.checks) == (3, [])


def test_what_a_person_types_is_redacted(staged: Staged, evidence: Evidence) -> None:
    evidence._redactor.declare("Planted-Secret-7", "password")
    witness = staged(Said(Word.NO, "the password Planted-Secret-7 is shown"))
    with pytest.raises(NonConformance) as raised:
        witness.sees("the page is there")
    (told,) = evidence.attestations
    for words in (told.remark, str(raised.value), evidence.checks[0].got):
        assert "Planted-Secret-7" not in words
        assert "[password " in words


def test_the_reference_storefront_has_no_menus(staged: Staged) -> None:
    with pytest.raises(Inapplicable, match="no menus"):
        staged(file=replace(FILE, kind="embedded"))
    staged(file=replace(FILE, kind="embedded"), scenario=SHOP)


def test_what_is_to_be_done_is_told_with_the_addresses_of_this_punch_out(staged: Staged) -> None:
    scripted = Scripted(*[YES] * 4)
    buyer = SimpleNamespace(
        prepare=lambda: None,
        start=lambda: None,
        start_url="http://shop.example/?token=1",
        procurement=SimpleNamespace(url="http://buyer.example"),
        punch_out=SimpleNamespace(buyer_cookie="bc-1"),
        person=SimpleNamespace(email="b@acme.example"),
    )
    for act in (
        StagedWitness.punches_out,
        StagedWitness.fills_cart,
        StagedWitness.submits_and_visits,
        StagedWitness.opens_twice,
    ):
        witness = staged(scenario=SHOP, attendance=Attendance("Ada", scripted))
        witness.shops_as(cast("Any", buyer))
        act(witness)
        witness.sees("it")
    punched, filled, returned, twice = did(scripted.asked)
    assert "http://buyer.example/punchouts/bc-1" in punched[0]
    assert "b@acme.example" in punched[1]
    assert filled[:2] == returned[:2] == punched
    assert "http://shop.example/web/a/pending-orders" in filled[3]
    assert '"Submit"' in returned[4]
    assert returned[5].endswith(f"open {CATALOG}")
    assert twice[0].endswith("http://shop.example/?token=1")


def test_who_has_left_is_not_asked_again() -> None:
    scripted = Scripted(YES)
    attendance = Attendance("Ada", scripted)
    attendance.announce([MENU, SHOP])
    question = SimpleNamespace(scenario=SHOP.title)
    assert attendance.answer(cast("Any", question)) == YES
    for _ in range(2):
        with pytest.raises(NotAttended, match="nobody answered, when it came to: It is bought"):
            attendance.answer(cast("Any", question))
    assert [place for place, _ in scripted.asked] == ["2 of 2", "2 of 2"]


def test_who_declines_or_is_not_there_is_not_asked() -> None:
    scripted = Scripted(YES, ready=False)
    declined = Attendance("Ada", scripted)
    declined.announce([MENU])
    for attendance, why in ((declined, "Ada declined when it was announced"), (Attendance(), "give --attend NAME")):
        with pytest.raises(NotAttended, match=why):
            attendance.answer(cast("Any", SimpleNamespace(scenario="It")))
    assert scripted.asked == []


def test_nothing_is_announced_where_nothing_is_to_come() -> None:
    scripted = Scripted()
    Attendance("Ada", scripted).announce([])
    assert scripted.announced == []


def test_the_announcement_says_how_many_as_whom_and_for_how_long() -> None:
    told = " ".join(announcement("Ada", [MENU, SHOP, SHOP], 900.0))
    for words in (
        "Ada, 3 scenarios",
        "about 10 minutes in all",
        "- 2 as a buyer",
        "- 1 as an administrator",
        "900 seconds",
    ):
        assert words in told


@pytest.mark.parametrize("tx", [["popen"], ["popen", "popen"]])
def test_a_person_does_not_answer_several_processes(tmp_path: Path, tx: list[str]) -> None:
    settings = read_settings({"attend": "Ada", "out": str(tmp_path)}, {})
    config = SimpleNamespace(option=SimpleNamespace(tx=tx))
    with pytest.raises(ConfigurationError, match="Leave out -n"):
        attending.attend(cast("Any", config), settings)
    # Whom nobody attends is not asked, however many there are.
    attending.attend(cast("Any", config), read_settings({"out": str(tmp_path)}, {}))


def test_a_scenario_that_nobody_attended_is_not_run_and_has_neither_failure_nor_steps(
    journal: Journal, evidence: Evidence, tmp_path: Path
) -> None:
    settings = read_settings({"out": str(tmp_path)}, {})
    run = ScenarioRun(MENU, evidence, journal, WireJudge(journal), settings)
    with journal.scenario(MENU.id, run.patience):
        run.step_begins()
        run.step_ended("Then", "the person sees it", "then", failed=True)
        run.ended_with(NotAttended("nobody attended the run"))
        run.put_back(None)
        result = run.result(())
    assert (result.verdict, result.reason) == (Verdict.NOT_RUN, "nobody attended the run")
    assert (result.failure, result.steps) == (None, ())
    assert exit_code([result.verdict, Verdict.PASSED]) is Exit.NOT_CONFORMANT
