"""The plugin and the keeper: what pytest reports becomes verdicts, and every verdict reaches the record."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import requests
from pytest_bdd.exceptions import StepDefinitionNotFoundError

from harness import beginning, plugin
from harness.baseline import Baseline, Deviation
from harness.errors import HarnessFault, Inapplicable, NonConformance, Untestable
from harness.evidence import Evidence
from harness.judgement import WireJudge
from harness.keeper import ON_DEMAND, REPORTS, RecordKeeper
from harness.plan import PlannedScenario
from harness.project import CONFORMANCE, ROOT
from harness.record import Failure, RunRecord, ScenarioResult
from harness.scenario_run import ScenarioRun
from harness.settings import read_settings
from harness.verdicts import Exit, Level, Verdict
from simulators.wire import WAITS, Incoming, Journal, Party, endpoint
from tests.harness.judge_bench import planned, requirement, result

NODE = "tests/conformance/test_role.py::test_a_buyer_with_both_permissions_submits_the_cart"
SECRET = "Zx81SecretOfTheHub"
OTHERWISE = NonConformance("The SKU is posted", expected="A-1", got=SECRET)


# --- which runs are runs of the scenarios


@pytest.mark.parametrize(
    ("args", "ignored", "is_one"),
    [
        (["tests/conformance"], [], True),
        (["tests/conformance/test_role.py::test_x"], [], True),
        (["tests"], [], True),
        (["."], [], True),
        ([str(CONFORMANCE)], [], True),
        (["tests/harness"], [], False),
        (["tests/harness", "tests/conformance"], [], True),
        (["tests"], [str(CONFORMANCE)], False),
        (["tests/conformance-of-others"], [], False),
    ],
)
def test_a_run_of_the_scenarios_is_known_by_what_is_asked_for(
    args: list[str], ignored: list[str], is_one: bool
) -> None:
    config = SimpleNamespace(
        args=args, invocation_params=SimpleNamespace(dir=ROOT), getoption=lambda name: {"ignore": ignored}[name]
    )
    assert plugin._is_conformance_run(cast("pytest.Config", config)) is is_one


def test_other_runs_are_left_alone(pytestconfig: pytest.Config) -> None:
    if plugin._is_conformance_run(pytestconfig):
        pytest.skip("this run has the scenarios in it")
    assert plugin._SETTINGS not in pytestconfig.stash
    assert plugin.pytest_report_header(pytestconfig) == []


# --- from pytest's reports to verdicts


class Case:
    """One scenario as pytest runs it: set-up, call and teardown, each reported."""

    def __init__(
        self, journal: Journal, folder: Path, level: Level = Level.MUST, baseline: Baseline | None = None
    ) -> None:
        settings = read_settings({"out": str(folder)}, {})
        self.scenario: PlannedScenario = planned(level=level)
        self.run = ScenarioRun(
            self.scenario,
            Evidence(journal.redactor),
            journal,
            WireJudge(journal),
            settings,
            baseline=baseline or Baseline(),
        )
        stash = pytest.Stash()
        stash[plugin._RUN] = self.run
        config = SimpleNamespace(stash=pytest.Stash())
        config.stash[plugin._SETTINGS] = settings
        config.stash[plugin._REDACTOR] = journal.redactor
        self.item: Any = SimpleNamespace(nodeid=NODE, stash=stash, config=config, path=Path("test_role.py"))

    def reported(self, when: Any, error: BaseException | None = None) -> pytest.TestReport:
        outcome: Any = "failed" if error is not None else "passed"
        longrepr: Any = f"traceback with {SECRET}" if error is not None else None
        report = pytest.TestReport(NODE, ("", 0, ""), {}, outcome, longrepr, when, [("Captured log", SECRET)])
        call: Any = SimpleNamespace(when=when, excinfo=SimpleNamespace(value=error) if error is not None else None)
        wrapper = plugin.pytest_runtest_makereport(self.item, call)
        next(wrapper)
        with pytest.raises(StopIteration) as stopped:
            wrapper.send(report)
        returned: pytest.TestReport = stopped.value.value
        assert returned is report
        return returned

    def ended(
        self, error: BaseException | None = None, put_back: BaseException | None = None
    ) -> tuple[pytest.TestReport, pytest.TestReport, ScenarioResult]:
        """Run it to its end; return the reports of call and teardown, and the result they carry."""
        self.reported("setup")
        if error is None:
            self.run.evidence.expect("A", expected=1, got=1)
        call, teardown = self.reported("call", error), self.reported("teardown", put_back)
        return call, teardown, ScenarioResult.from_document(json.loads(teardown.__dict__["punchout"]))


@pytest.fixture
def case(journal: Journal, tmp_path: Path) -> Case:
    journal.redactor.declare(SECRET, "secret")
    return Case(journal, tmp_path)


@pytest.mark.parametrize(
    ("error", "verdict", "outcome", "letter"),
    [
        (None, Verdict.PASSED, "passed", "."),
        (OTHERWISE, Verdict.FAILED, "failed", "F"),
        (Untestable(f"no channel {SECRET}"), Verdict.UNTESTABLE, "failed", "U"),
        (Inapplicable(f"no administrator {SECRET}"), Verdict.INAPPLICABLE, "skipped", "-"),
        (HarnessFault(f"the hub {SECRET}"), Verdict.ERROR, "failed", "E"),
        (KeyError(SECRET), Verdict.ERROR, "failed", "E"),
    ],
)
def test_pytests_outcome_follows_the_verdict(
    case: Case, error: BaseException | None, verdict: Verdict, outcome: str, letter: str
) -> None:
    call, teardown, result = case.ended(error)
    assert (call.__dict__["verdict"], call.outcome, result.verdict) == (verdict, outcome, verdict)
    shown = plugin.pytest_report_teststatus(call)
    assert shown is not None
    assert (shown[0], shown[1]) == (outcome, letter)
    assert plugin.pytest_report_teststatus(teardown) is None
    assert SECRET not in f"{call.longrepr} {call.sections} {teardown.sections} {result.document()}"


@pytest.mark.parametrize(
    ("level", "verdict", "outcome", "letter"),
    [(Level.SHOULD, Verdict.WARNING, "passed", "w"), (Level.MAY, Verdict.PASSED, "passed", "i")],
)
def test_what_is_not_binding_does_not_fail(
    journal: Journal, tmp_path: Path, level: Level, verdict: Verdict, outcome: str, letter: str
) -> None:
    call, _, result = Case(journal, tmp_path, level).ended(OTHERWISE)
    assert (call.outcome, call.longrepr, result.verdict) == (outcome, None, verdict)
    shown = plugin.pytest_report_teststatus(call)
    assert shown is not None
    assert shown[1] == letter


@pytest.mark.parametrize("error", [None, OTHERWISE, Inapplicable("no administrator"), HarnessFault("the hub")])
def test_what_cannot_be_put_back_is_an_error_without_secrets(case: Case, error: BaseException | None) -> None:
    _, teardown, result = case.ended(error, put_back=KeyError(SECRET))
    assert (result.verdict, teardown.outcome) == (Verdict.ERROR, "failed")
    assert teardown.longrepr == "What the scenario changed could not be put back"
    shown = plugin.pytest_report_teststatus(teardown)
    assert shown is not None
    assert shown[1] == "E"
    assert SECRET not in json.dumps(result.document())


@pytest.mark.parametrize("error", [None, OTHERWISE])
def test_an_error_inside_a_party_is_an_error_with_the_partys_name(
    case: Case, journal: Journal, error: BaseException | None
) -> None:
    def broken(_: Incoming) -> Any:
        raise KeyError("the hub's own mistake")

    with Party("hub", [endpoint("/", broken)], journal) as hub, journal.scenario(case.scenario.id):
        assert requests.get(hub.url, timeout=10).status_code == 500
    _, teardown, result = case.ended(error)
    assert (result.verdict, teardown.outcome) == (Verdict.ERROR, "failed")
    assert teardown.longrepr == result.reason == "An error happened inside a party of the run: hub"
    assert result.failure is not None
    assert 'hub: KeyError: "the hub\'s own mistake"' in result.failure.details
    assert journal.take_faults() == ()


def test_a_scenario_without_a_check_is_an_error(case: Case) -> None:
    case.reported("setup")
    call, teardown = case.reported("call"), case.reported("teardown")
    assert (call.outcome, call.__dict__["verdict"]) == ("failed", Verdict.ERROR)
    assert "judged nothing" in teardown.__dict__["punchout"]


def test_an_error_in_setting_up_is_the_scenarios(case: Case) -> None:
    setup = case.reported("setup", KeyError("fixture"))
    assert (setup.outcome, setup.__dict__["verdict"]) == ("failed", Verdict.ERROR)
    assert json.loads(case.reported("teardown").__dict__["punchout"])["verdict"] == "error"


def test_parties_that_do_not_start_are_an_error_of_every_scenario(case: Case) -> None:
    del case.item.stash[plugin._RUN]
    report = case.reported("call", RuntimeError(f"the hub did not start, {SECRET}"))
    document = json.loads(report.__dict__["punchout"])
    assert (document["verdict"], report.__dict__["verdict"]) == ("error", "error")
    assert document["reason"].startswith("The parties of the run could not be started: the hub did not start")
    assert SECRET not in f"{document} {report.longrepr}"
    assert "punchout" not in case.reported("teardown").__dict__


def test_tests_that_are_no_scenarios_are_reported_as_they_are(case: Case) -> None:
    case.item.nodeid = "tests/harness/test_x.py::test_y"
    report = case.reported("call", KeyError("x"))
    assert "verdict" not in report.__dict__
    assert plugin.pytest_report_teststatus(report) is None


@pytest.mark.parametrize(("tag", "marked"), [("P2G-CART-001", True), ("must", None), ("P2G-CART-1", None)])
def test_an_id_becomes_a_marker_that_can_be_selected(tag: str, marked: bool | None) -> None:
    def scenario() -> None: ...

    assert plugin.pytest_bdd_apply_tag(tag, scenario) is marked
    marks = [mark.kwargs for mark in getattr(scenario, "pytestmark", [])]
    assert marks == ([{"id": tag}] if marked else [])


BOTH_NODE = "tests/conformance/test_messages.py::test_the_order_message_is_valid_cxml[10]"
NEW_NODE = "tests/conformance/test_terms.py::test_the_access_token_is_of_use_once"
OTHER_TEST = "tests/harness/test_x.py::test_y"


@pytest.mark.parametrize(
    ("level", "generation", "kept"),
    [
        ("smoke", "tradecentric-7.4", [NODE, OTHER_TEST]),
        ("regression", "tradecentric-7.4", [NODE, BOTH_NODE, NEW_NODE, OTHER_TEST]),
        ("certification", "", [NODE, BOTH_NODE, NEW_NODE, OTHER_TEST]),
        ("regression", "punchout2go-2.1", [NODE, BOTH_NODE, OTHER_TEST]),
        ("smoke", "punchout2go-2.1", [NODE, OTHER_TEST]),
    ],
)
def test_level_and_generation_decide_what_is_kept(tmp_path: Path, level: str, generation: str, kept: list[str]) -> None:
    items: list[Any] = [SimpleNamespace(nodeid=node) for node in (NODE, BOTH_NODE, NEW_NODE, OTHER_TEST)]
    left_out: list[Any] = []

    def deselected(items: list[Any]) -> None:
        left_out.extend(items)

    config: Any = SimpleNamespace(stash=pytest.Stash(), hook=SimpleNamespace(pytest_deselected=deselected))
    settings = read_settings({"level": level, "out": str(tmp_path)}, {})
    config.stash[plugin._SETTINGS] = replace(settings, generation=generation)
    config.stash[plugin._TARGET] = None
    plugin.pytest_collection_modifyitems(config, items)
    assert [item.nodeid for item in items] == kept
    assert len(items) + len(left_out) == 4


# --- the keeper


@pytest.fixture
def record(tmp_path: Path) -> RunRecord:
    about = {"id": "abc", "seed": 7}
    target = {"name": "Acme", "generation": "tradecentric-7.4"}
    return RunRecord(about, target, {"P2G-CART-001": requirement()}, tmp_path / "results.json")


@pytest.fixture
def keeper(record: RunRecord) -> RecordKeeper:
    return RecordKeeper(record)


def report_of(
    one: ScenarioResult | None = None, *, failed: bool = False, text: str = "", node: str = NODE
) -> pytest.TestReport:
    report = pytest.TestReport(node, ("", 0, ""), {}, "failed" if failed else "passed", text or None, "call")
    if one is not None:
        report.__dict__ |= {"verdict": str(one.verdict), "punchout": json.dumps(one.document())}
    return report


def finish(keeper: RecordKeeper, exitstatus: int = 0) -> int:
    session: Any = SimpleNamespace(exitstatus=exitstatus)
    keeper.pytest_sessionfinish(session, exitstatus)
    return int(session.exitstatus)


def test_every_result_reaches_the_record_and_the_files(keeper: RecordKeeper, record: RunRecord, tmp_path: Path) -> None:
    keeper.pytest_collection_finish(cast("Any", SimpleNamespace(items=[SimpleNamespace(nodeid=NODE)])))
    keeper.pytest_xdist_node_collection_finished(None, [NODE, "tests/harness/test_x.py::test_y"])
    assert [one.verdict for one in record.scenarios] == [Verdict.NOT_RUN]
    keeper.pytest_runtest_logreport(report_of())
    keeper.pytest_runtest_logreport(report_of(result("One", Verdict.FAILED, Failure("A", "B", "C"))))
    assert finish(keeper, pytest.ExitCode.TESTS_FAILED) == Exit.NOT_CONFORMANT
    files = ["coverage.txt", "cucumber.json", "junit.xml", "report.html", "results.json"]
    assert sorted(path.name for path in tmp_path.iterdir()) == files


@pytest.mark.parametrize(
    ("error", "put_back", "statuses"),
    [
        (None, None, ["passed"]),
        (OTHERWISE, None, ["passed", "failed"]),
        (Inapplicable("no administrator"), None, ["skipped"]),
        (StepDefinitionNotFoundError("the cart flies"), None, ["passed", "failed"]),
        (None, KeyError("HTTP 500"), ["passed", "failed"]),
    ],
    ids=["passed", "failed", "skipped", "step without a definition", "not put back"],
)
def test_what_pytest_reports_is_what_cucumber_json_says(
    case: Case,
    keeper: RecordKeeper,
    tmp_path: Path,
    error: BaseException | None,
    put_back: BaseException | None,
    statuses: list[str],
) -> None:
    """Of these, pytest-bdd's own report calls all passed but the one whose step failed."""
    case.run.step_ended("Given", "a buyer", "given", failed=False)
    for report in case.ended(error, put_back)[:2]:
        keeper.pytest_runtest_logreport(report)
    finish(keeper)
    ((element,),) = (each["elements"] for each in json.loads((tmp_path / "cucumber.json").read_text(encoding="utf-8")))
    assert [step["result"]["status"] for step in element["steps"]] == statuses


def test_what_an_earlier_run_wrote_is_removed_and_nothing_else(record: RunRecord, tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "one.json").write_text('{"exchanges": []}', encoding="utf-8")
    record.add(result("One", Verdict.PASSED, evidence="evidence/one.json"))
    record.target |= {"url": ""}
    record.about |= {"id": "abc123", "level": "regression", "started": "2026-01-01T00:00:00+00:00"}
    finish(RecordKeeper(record, ON_DEMAND))
    (tmp_path / "stopped").touch()
    assert len(list(tmp_path.iterdir())) == 9
    for kept in ("qualification.json", "notes.txt"):
        (tmp_path / kept).touch()
    beginning.clear(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notes.txt", "qualification.json"]


class Certifying:
    """A certification that ends as it is told to."""

    def __init__(self, error: OSError | None = None) -> None:
        self.error = error
        self.again: list[str] = []
        self.ended_with: list[tuple[str, tuple[str, ...]]] = []

    def end(self, record: RunRecord, reports: tuple[str, ...]) -> None:
        self.ended_with.append((json.loads(record.path.read_text(encoding="utf-8"))["run"]["finished"], reports))
        if self.error is not None:
            raise self.error

    def lines(self, folder: Path) -> list[str]:
        return [f"a package in {folder}"]


def test_a_certification_ends_after_the_record_and_the_reports(record: RunRecord) -> None:
    certification = Certifying()
    keeper = RecordKeeper(record, ["har"], cast("Any", certification))
    keeper.pytest_runtest_logreport(report_of(result("One", Verdict.PASSED)))
    assert finish(keeper) == Exit.CONFORMANT
    assert certification.ended_with == [(record.finished, tuple(REPORTS))]
    assert all((record.path.parent / name).is_file() for name in REPORTS)
    shown: list[str] = []
    reporter: Any = SimpleNamespace(section=lambda _: None, write_line=lambda text, **_: shown.append(text))
    keeper.pytest_terminal_summary(reporter)
    assert shown[-1] == f"a package in {record.path.parent}"


def test_a_scenario_that_is_judged_once_more_is_told_to_the_certification(record: RunRecord) -> None:
    certification = Certifying()
    keeper = RecordKeeper(record, ["har"], cast("Any", certification))
    for verdict in (Verdict.FAILED, Verdict.PASSED):
        keeper.pytest_runtest_logreport(report_of(result("One", verdict)))
    keeper.pytest_runtest_logreport(report_of(result("Two", Verdict.PASSED)))
    assert certification.again == ["cart.feature: One"]


def test_a_package_that_cannot_be_written_is_our_fault(record: RunRecord) -> None:
    keeper = RecordKeeper(record, (), cast("Any", Certifying(OSError(28, "No space left on device"))))
    keeper.pytest_runtest_logreport(report_of(result("One", Verdict.PASSED)))
    assert finish(keeper) == Exit.HARNESS_FAULT
    run = json.loads(record.path.read_text(encoding="utf-8"))["run"]
    assert run["exit_code"] == Exit.HARNESS_FAULT
    assert "No space left on device" in run["faults"][0]


@pytest.mark.parametrize("name", ["results.json", *REPORTS, "certification.zip", "certification.txt"])
def test_what_an_earlier_run_wrote_is_removed(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    beginning.clear(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("verdict", "exitstatus", "code"),
    [
        (Verdict.PASSED, pytest.ExitCode.OK, Exit.CONFORMANT),
        (Verdict.WARNING, pytest.ExitCode.OK, Exit.CONFORMANT),
        (Verdict.PASSED, pytest.ExitCode.INTERRUPTED, Exit.INTERRUPTED),
        (Verdict.PASSED, pytest.ExitCode.INTERNAL_ERROR, Exit.HARNESS_FAULT),
        (Verdict.ERROR, pytest.ExitCode.OK, Exit.HARNESS_FAULT),
        (None, pytest.ExitCode.NO_TESTS_COLLECTED, Exit.VACUOUS),
    ],
)
def test_the_exit_code_of_the_run_is_the_records(
    keeper: RecordKeeper, verdict: Verdict | None, exitstatus: int, code: Exit
) -> None:
    if verdict is not None:
        keeper.pytest_runtest_logreport(report_of(result("One", verdict)))
    assert finish(keeper, exitstatus) == code


def test_who_breaks_off_is_believed_whatever_pytest_says_later(keeper: RecordKeeper, record: RunRecord) -> None:
    keeper.pytest_runtest_logreport(report_of(result("One", Verdict.FAILED)))
    with pytest.raises(KeyboardInterrupt) as broken_off:
        raise KeyboardInterrupt
    keeper.pytest_keyboard_interrupt(broken_off)
    assert finish(keeper, pytest.ExitCode.TESTS_FAILED) == Exit.INTERRUPTED
    assert record.interrupted


def test_pytest_can_show_where_it_was_broken_off_also_between_two_lines(keeper: RecordKeeper) -> None:
    def between() -> None:
        raise KeyboardInterrupt

    between.__code__ = between.__code__.replace(co_linetable=b"")
    with pytest.raises(KeyboardInterrupt) as broken_off:
        between()
    keeper.pytest_keyboard_interrupt(broken_off)
    assert "KeyboardInterrupt" in str(broken_off.getrepr(funcargs=True))


@pytest.mark.parametrize(
    ("hear", "said"),
    [
        (
            lambda keeper: keeper.pytest_runtest_logreport(report_of(failed=True, text="x\nerror", node=OTHER_TEST)),
            f"{OTHER_TEST}: error",
        ),
        (
            lambda keeper: keeper.pytest_runtest_logreport(report_of(failed=True, node=OTHER_TEST)),
            f"{OTHER_TEST}: no reason was given",
        ),
        (
            lambda keeper: keeper.pytest_collectreport(pytest.CollectReport("a.py", "failed", "line 3", [])),
            "a.py could not be collected: line 3",
        ),
    ],
)
def test_what_kept_a_scenario_from_its_verdict_is_our_fault(
    keeper: RecordKeeper, record: RunRecord, hear: Callable[[RecordKeeper], None], said: str
) -> None:
    keeper.pytest_runtest_logreport(report_of(result("One", Verdict.PASSED)))
    hear(keeper)
    assert record.faults == [said]
    assert finish(keeper) == Exit.HARNESS_FAULT


def test_the_scenario_of_a_worker_that_was_killed_is_an_error(keeper: RecordKeeper, record: RunRecord) -> None:
    crash = report_of(failed=True, text="x\nworker 'gw1' crashed")
    keeper.pytest_runtest_logreport(crash)
    (scenario,) = record.scenarios
    assert (scenario.scenario.name, scenario.verdict) == (
        "A buyer with both permissions submits the cart",
        Verdict.ERROR,
    )
    assert "the worker that ran the scenario ended" in scenario.reason.lower()
    assert scenario.failure is not None
    assert scenario.failure.details == "worker 'gw1' crashed"
    assert record.faults == []
    assert finish(keeper) == Exit.HARNESS_FAULT


def test_a_scenario_that_was_judged_before_its_worker_died_keeps_its_verdict(
    keeper: RecordKeeper, record: RunRecord
) -> None:
    crash = report_of(failed=True, text="worker 'gw1' crashed")
    keeper.pytest_runtest_logreport(crash)
    (lost,) = record.scenarios
    record.results[lost.scenario.id] = replace(lost, verdict=Verdict.PASSED, failure=None, reason="")
    keeper.pytest_runtest_logreport(crash)
    assert [scenario.verdict for scenario in record.scenarios] == [Verdict.PASSED]
    assert record.faults == [f"{NODE}: worker 'gw1' crashed"]
    assert finish(keeper) == Exit.HARNESS_FAULT


def test_what_could_not_be_written_is_told_once_and_is_our_fault(keeper: RecordKeeper, record: RunRecord) -> None:
    for name in ("One", "Two"):
        report = report_of(result(name, Verdict.PASSED))
        report.__dict__["lost"] = json.dumps(["journal: x could not be written (No space left on device)"])
        keeper.pytest_runtest_logreport(report)
    assert record.faults == ["journal: x could not be written (No space left on device)"]
    assert finish(keeper) == Exit.HARNESS_FAULT


def test_the_page_tells_how_the_run_ended_and_what_another_report_lost(
    keeper: RecordKeeper, record: RunRecord, tmp_path: Path
) -> None:
    keeper.pytest_runtest_logreport(report_of(result("One", Verdict.PASSED)))
    (tmp_path / "coverage.txt").mkdir()
    assert finish(keeper) == Exit.HARNESS_FAULT
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "3 (harness fault)" in page
    assert "coverage.txt could not be written" in page
    assert record.finished in page
    written = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))["run"]
    assert (written["exit_code"], written["finished"], written["faults"]) == (3, record.finished, record.faults)


def test_who_waits_for_the_reports_can_be_told(keeper: RecordKeeper) -> None:
    told: list[str] = []
    keeper.reports = dict.fromkeys(keeper.reports, lambda *_: told.extend(wait.what for wait in WAITS.now()))
    finish(keeper)
    assert told == [f"{name} to be written" for name in REPORTS]


def test_every_file_of_a_run_is_gone_when_the_next_begins(keeper: RecordKeeper, tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "progress").mkdir()
    (tmp_path / "qualification.json").touch()
    finish(keeper)
    beginning.clear(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["qualification.json"]


def test_the_terminal_shows_the_report_in_its_colors(keeper: RecordKeeper) -> None:
    keeper.pytest_runtest_logreport(report_of(result("One", Verdict.PASSED)))
    finish(keeper)
    shown: list[tuple[str, dict[str, bool]]] = []
    reporter: Any = SimpleNamespace(
        section=lambda title: shown.append((title, {})), write_line=lambda text, **colors: shown.append((text, colors))
    )
    keeper.pytest_terminal_summary(reporter)
    assert shown[0][0] == "punch out conformance"
    assert ("Acme (tradecentric-7.4): CONFORMANT", {"green": True}) in shown


# --- from an error in a step to the verdict in results.json and the exit code of the run

KNOWN = Baseline((Deviation("P2G-CART-001", "the vendor knows", "1.0.7"),))
EXPIRED = Baseline((Deviation("P2G-CART-001", "the vendor knows", "1.0.7", until=date(2020, 1, 31)),))


@pytest.mark.parametrize(
    ("error", "level", "baseline", "verdict", "code"),
    [
        (None, Level.MUST, None, "passed", Exit.CONFORMANT),
        (OTHERWISE, Level.MAY, None, "passed", Exit.CONFORMANT),
        (OTHERWISE, Level.SHOULD, None, "warning", Exit.CONFORMANT),
        (OTHERWISE, Level.MUST, KNOWN, "deviation", Exit.CONFORMANT),
        (OTHERWISE, Level.MUST, None, "failed", Exit.NOT_CONFORMANT),
        (OTHERWISE, Level.MUST, EXPIRED, "failed", Exit.NOT_CONFORMANT),
        (None, Level.MUST, KNOWN, "passed", Exit.NOT_CONFORMANT),
        (Untestable("no channel"), Level.MUST, None, "untestable", Exit.NOT_CONFORMANT),
        (Untestable("no channel"), Level.MAY, None, "untestable", Exit.NOT_CONFORMANT),
        (Inapplicable("no administrator"), Level.MUST, None, "inapplicable", Exit.VACUOUS),
        (HarnessFault("the hub"), Level.MUST, KNOWN, "error", Exit.HARNESS_FAULT),
    ],
)
def test_a_verdict_reaches_the_file_and_the_exit_code(
    journal: Journal,
    tmp_path: Path,
    keeper: RecordKeeper,
    record: RunRecord,
    error: BaseException | None,
    level: Level,
    baseline: Baseline | None,
    verdict: str,
    code: Exit,
) -> None:
    record.baseline = baseline or Baseline()
    call, teardown, _ = Case(journal, tmp_path, level, baseline).ended(error)
    for report in (call, teardown):
        keeper.pytest_runtest_logreport(report)
    assert finish(keeper) == code
    document = json.loads(record.path.read_text(encoding="utf-8"))
    assert [each["verdict"] for each in document["scenarios"]] == [verdict]
    assert [each["verdict"] for each in document["requirements"]] == [verdict]
    assert document["run"]["exit_code"] == code
    assert document["run"]["stale_deviations"] == (["P2G-CART-001"] if code and verdict == "passed" else [])


def test_a_scenario_that_never_ran_is_not_run_and_fails_the_run(keeper: RecordKeeper, record: RunRecord) -> None:
    keeper.pytest_xdist_node_collection_finished(None, [NODE])
    keeper.pytest_runtest_logreport(report_of(result("One", Verdict.PASSED)))
    assert finish(keeper) == Exit.NOT_CONFORMANT
    document = json.loads(record.path.read_text(encoding="utf-8"))
    assert sorted(each["verdict"] for each in document["scenarios"]) == ["not_run", "passed"]
