"""A target that does not answer: which verdict a scenario has then, what it says, and when a run stops."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from harness.baseline import Baseline, Deviation
from harness.errors import ConfigurationError, HarnessFault, Inapplicable, NonConformance, Untestable
from harness.evidence import Evidence
from harness.judgement import WireJudge
from harness.record import Failure, ScenarioResult
from harness.scenario_run import ScenarioRun
from harness.settings import read_settings
from harness.stopping import Stop, Unanswered
from harness.targets.turns import Turns
from harness.together import at_once
from harness.verdicts import Cause, Level, Verdict
from simulators.wire import Journal, Limit, Silence
from tests.harness.judge_bench import planned, result

SILENCE = Silence("hub", "POST", "http://shop.example/o/punchout", 30, "nothing came within 30 s")
ABSENT = replace(SILENCE, absent=True, reason="Connection refused")
NO_PAGE = NonConformance("The browser is answered", expected="a page", got="nothing")
LOST = Untestable("the administrator could not remove a user")


def run_of(
    journal: Journal, folder: Path, level: Level = Level.MUST, tags: frozenset[str] = frozenset()
) -> ScenarioRun:
    settings = read_settings({"out": str(folder), "scenario-deadline": "7"}, {})
    scenario = replace(planned(level=level), tags=tags)
    known = Baseline((Deviation("P2G-CART-001", "known", "1.0.7"),))
    return ScenarioRun(scenario, Evidence(journal.redactor), journal, WireJudge(journal), settings, known)


@pytest.mark.parametrize(
    ("error", "level", "prepares", "verdict"),
    [
        (NO_PAGE, Level.MUST, False, Verdict.FAILED),
        (NO_PAGE, Level.MUST, True, Verdict.UNTESTABLE),
        (NO_PAGE, Level.SHOULD, False, Verdict.UNTESTABLE),
        (NO_PAGE, Level.MAY, False, Verdict.UNTESTABLE),
        (LOST, Level.MUST, False, Verdict.UNTESTABLE),
    ],
)
def test_a_silent_target_fails_a_must_and_leaves_all_else_unseen_whatever_is_known_of_it(
    journal: Journal, tmp_path: Path, error: Exception, level: Level, prepares: bool, verdict: Verdict
) -> None:
    run = run_of(journal, tmp_path, level)
    run.patience.heard(SILENCE)
    run.in_prerequisite = prepares
    run.ended_with(error)
    run.put_back(None)
    ended = run.result(())
    assert ended.verdict is verdict
    assert ended.failure is not None
    assert ended.failure.cause == Cause.NO_ANSWER
    assert ended.failure.what == "The storefront gave no answer within 30 s"
    assert ended.failure.where == "POST http://shop.example/o/punchout"
    assert ended.failure.expected == "an answer for the hub"


@pytest.mark.parametrize(
    ("silence", "error", "excused", "cause"),
    [
        (None, NO_PAGE, False, ""),
        (SILENCE, NO_PAGE, False, "no answer"),
        (SILENCE, NO_PAGE, True, "kept waiting"),
        (SILENCE, LOST, True, "kept waiting"),
        (SILENCE, KeyError("ours"), True, ""),
        (ABSENT, NO_PAGE, True, "no answer"),
        (SILENCE, KeyError("ours"), False, ""),
        (SILENCE, HarnessFault("ours"), False, ""),
    ],
)
def test_who_is_silent_because_of_us_does_not_count(
    journal: Journal, tmp_path: Path, silence: Silence | None, error: Exception, excused: bool, cause: str
) -> None:
    run = run_of(journal, tmp_path)
    run.patience.heard(silence)
    if excused:
        run.patience.excuse()
    run.ended_with(error)
    run.put_back(None)
    ended = run.result(())
    assert ended.failure is None or ended.failure.cause == cause
    assert bool(cause) == (ended.failure is not None and bool(ended.failure.cause))


LIMIT = Limit("hub", "POST", "http://shop.example/o/punchout", 429, "30")


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("error", [NO_PAGE, LOST, None])
def test_what_a_rate_limit_answered_is_not_judged(
    journal: Journal, tmp_path: Path, error: Exception | None, level: Level
) -> None:
    run = run_of(journal, tmp_path, level)
    run.evidence.expect("No session is opened", expected=1, got=1)
    run.patience.limited(LIMIT)
    run.patience.limited(replace(LIMIT, caller="browser"))
    if error is None:
        run.steps_ended()
    else:
        run.ended_with(error)
    run.put_back(None)
    ended = run.result(())
    assert ended.verdict is Verdict.UNTESTABLE
    assert ended.failure is not None
    assert ended.failure.cause == Cause.RATE_LIMIT
    assert ended.failure.what.startswith("The storefront was not judged: a rate limit in front of it kept the hub")
    assert ended.failure.got == "HTTP 429, with Retry-After: 30"
    assert ended.failure.where == "POST http://shop.example/o/punchout"
    assert "-n" in ended.failure.hint


def test_a_limit_that_was_waited_for_in_vain_names_the_deadline(journal: Journal, tmp_path: Path) -> None:
    run = run_of(journal, tmp_path)
    run.patience.limited(replace(LIMIT, waited=True, retry_after=""))
    run.ended_with(LOST)
    run.put_back(None)
    failure = run.result(()).failure
    assert failure is not None
    assert "within the 7 s that a scenario waits in all (--scenario-deadline)" in failure.what
    assert failure.got == "HTTP 429, with no Retry-After"


@pytest.mark.parametrize(
    ("error", "verdict"), [(Inapplicable("no"), Verdict.INAPPLICABLE), (KeyError("ours"), Verdict.ERROR)]
)
def test_a_limit_explains_nothing_that_is_not_the_targets(
    journal: Journal, tmp_path: Path, error: Exception, verdict: Verdict
) -> None:
    run = run_of(journal, tmp_path)
    run.patience.limited(LIMIT)
    run.ended_with(error)
    run.put_back(None)
    assert run.result(()).verdict is verdict


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        (ABSENT, "The storefront could not be connected to: "),
        (replace(ABSENT, absent=False, broken=True), "The storefront broke off the connection: "),
    ],
    ids=["absent", "broken off"],
)
@pytest.mark.parametrize("error", [None, Inapplicable("no administrator")])
def test_a_target_that_gives_no_answer_while_things_are_put_back_is_untestable(
    journal: Journal, tmp_path: Path, error: Exception | None, heard: Silence, said: str
) -> None:
    run = run_of(journal, tmp_path)
    run.evidence.expect("A", expected=1, got=1)
    if error is None:
        run.steps_ended()
    else:
        run.ended_with(error)
    run.patience.heard(heard)
    run.put_back(ExceptionGroup("several", [LOST, LOST]))
    ended = run.result(())
    assert (ended.verdict, ended.failure and ended.failure.cause) == (Verdict.UNTESTABLE, "no answer")
    assert ended.reason.startswith(said)
    assert ended.failure is not None
    assert "could not be put back: the administrator could not remove a user" in ended.failure.details
    assert "Traceback" not in ended.failure.details


def test_a_target_that_answers_again_later_was_silent_all_the_same(journal: Journal, tmp_path: Path) -> None:
    run = run_of(journal, tmp_path)
    run.evidence.expect("A", expected=1, got=1)
    run.patience.heard(ABSENT)
    run.patience.heard(None)
    run.steps_ended()
    run.patience.heard(replace(ABSENT, absent=False, broken=True))
    run.patience.heard(None)
    run.put_back(LOST)
    ended = run.result(())
    assert (ended.verdict, ended.failure and ended.failure.cause) == (Verdict.UNTESTABLE, "no answer")
    assert ended.reason.startswith("The storefront broke off the connection: ")


def test_what_a_rate_limit_keeps_from_being_put_back_is_not_ours(journal: Journal, tmp_path: Path) -> None:
    run = run_of(journal, tmp_path)
    run.evidence.expect("A", expected=1, got=1)
    run.steps_ended()
    run.patience.limited(replace(LIMIT, caller="administrator", waited=True))
    run.put_back(LOST)
    ended = run.result(())
    assert (ended.verdict, ended.failure and ended.failure.cause) == (Verdict.UNTESTABLE, "rate limit")
    assert ended.failure is not None
    assert "kept the administrator from it" in ended.failure.what
    assert "could not be put back: the administrator could not remove a user" in ended.failure.details


def test_what_cannot_be_put_back_for_another_reason_is_ours(journal: Journal, tmp_path: Path) -> None:
    run = run_of(journal, tmp_path)
    run.evidence.expect("A", expected=1, got=1)
    run.steps_ended()
    run.put_back(LOST)
    assert run.result(()).verdict is Verdict.ERROR


def test_a_slow_scenario_has_ten_times_the_patience(journal: Journal, tmp_path: Path) -> None:
    assert run_of(journal, tmp_path).patience.seconds == 7
    assert run_of(journal, tmp_path, tags=frozenset({"slow"})).patience.seconds == 70


def unanswered(name: str) -> ScenarioResult:
    return result(name, Verdict.FAILED, Failure("x", where="GET http://shop", cause="no answer"))


def test_three_in_a_row_stop_a_run_and_an_answer_begins_anew() -> None:
    counting = Unanswered()
    assert [counting.take(unanswered(name)) for name in "ab"] == ["", ""]
    assert counting.take(result("c", Verdict.FAILED, Failure("x"))) == ""
    assert [counting.take(unanswered(name)) for name in "de"] == ["", ""]
    # These say nothing of the target.
    for verdict in (Verdict.INAPPLICABLE, Verdict.ERROR):
        assert counting.take(result("f", verdict)) == ""
    assert counting.take(result("f", Verdict.FAILED, Failure("x", cause="kept waiting"))) == ""
    assert (
        counting.take(unanswered("g"))
        == "the storefront did not answer three scenarios in a row (at last GET http://shop)"
    )


@pytest.mark.parametrize("distributed", [False, True])
def test_a_stop_is_heard_in_every_process(tmp_path: Path, distributed: bool) -> None:
    stop, dsession = Stop(tmp_path / "stopped"), SimpleNamespace(shouldstop=False)
    plugins = SimpleNamespace(getplugin=lambda _: dsession if distributed else None)
    session: Any = SimpleNamespace(config=SimpleNamespace(pluginmanager=plugins), shouldstop=False)
    assert not stop.is_given()
    stop.give(session, "why")
    assert (dsession.shouldstop, session.shouldstop) == (("why", False) if distributed else (False, "why"))
    assert Stop(tmp_path / "stopped").is_given()
    stop.clear()
    stop.clear()
    assert not stop.is_given()


@pytest.mark.parametrize("given", ["0", "-1", "nan", "inf", "soon", "3601"])
def test_a_deadline_is_a_number_of_seconds(given: str) -> None:
    with pytest.raises(ConfigurationError, match="--scenario-deadline"):
        read_settings({"scenario-deadline": given}, {})


def test_a_turn_that_does_not_come_is_our_fault_and_is_given_back(tmp_path: Path) -> None:
    turns, waiting = Turns(tmp_path / "turns"), Turns(tmp_path / "turns", deadline=0.1)
    with (
        turns.taken(alone=True),
        pytest.raises(HarnessFault, match=r"no turn on the target came within 0\.1 s.*turns"),
        waiting.taken(alone=False),
    ):
        raise AssertionError("the turn was taken")
    with turns.taken(alone=True):
        pass


def test_actors_who_are_not_done_in_time_are_our_fault() -> None:
    go_on = threading.Event()
    with pytest.raises(HarnessFault, match=r"1 of 2 actors were not done within 0\.2 s"):
        at_once([lambda: go_on.wait(30), lambda: True], deadline=0.2)
    go_on.set()
