"""The pytest plugin: options, the fixtures scenarios run on, and the record kept from what pytest reports.

A worker makes the result of each scenario and sends it with pytest's report; the controller, which is the only
process without workers, keeps the record and writes the reports.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Callable, Generator, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from faker import Faker
from pytest_bdd.parser import Feature, Scenario, Step

from harness.actors.people import Cast, source_of_names
from harness.baseline import Baseline, read_baseline
from harness.browsers import require_browser
from harness.certification.certifying import PACKAGE, TEXT, begin
from harness.documentation import read_documentation
from harness.errors import ConfigurationError, HarnessFault
from harness.evidence import Evidence
from harness.keeper import ON_DEMAND, REPORTS, RecordKeeper
from harness.plan import PlannedScenario, plan, planned_for
from harness.preflight import preflight
from harness.project import CATALOGUE, CONFORMANCE, DOCUMENTATION
from harness.qualification.telling import qualification_of
from harness.record import RunRecord, started
from harness.reported import apply, apply_without_stage, send
from harness.requirements import ID, read_catalogue
from harness.scenario_run import ScenarioRun, file_name
from harness.selection import generation_of, is_taken
from harness.settings import BROWSERS, LEVELS, OPTIONS, RunSettings, Setting, read_settings
from harness.stage import Stage
from harness.stopping import Stop, stop_file
from harness.targetfile import TargetFile, read_target_file
from harness.verdicts import Exit, Verdict
from harness.world import World
from simulators.storefront import GENERATIONS
from simulators.wire import Redactor

_SETTINGS = pytest.StashKey[RunSettings]()
_BASELINE = pytest.StashKey[Baseline]()
_TARGET = pytest.StashKey[TargetFile | None]()
_RUN = pytest.StashKey[ScenarioRun]()
_SHARED = pytest.StashKey[dict[str, str]]()
_REDACTOR = pytest.StashKey[Redactor]()

_OPTIONS = ("target", "generation", "level", "baseline", "out", "seed", "defect")
_KEEPER = "punchout-record"
_NONE = ("none", "default")
_LETTERS = {
    Verdict.PASSED: ("passed", ".", "PASSED"),
    Verdict.WARNING: ("passed", "w", ("WARNING", {"yellow": True})),
    Verdict.DEVIATION: ("passed", "d", ("DEVIATION", {"yellow": True})),
    Verdict.INAPPLICABLE: ("skipped", "-", ("INAPPLICABLE", {"cyan": True})),
    Verdict.FAILED: ("failed", "F", "FAILED"),
    Verdict.UNTESTABLE: ("failed", "U", ("UNTESTABLE", {"red": True})),
    Verdict.ERROR: ("failed", "E", ("ERROR", {"red": True})),
}
# A may that is not met.
_INFORMATION = ("passed", "i", ("INFORMATION", {"cyan": True}))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of a run; `punchout certify` has the same."""
    group = parser.getgroup("punchout", "punch out conformance")
    group.addoption("--target", metavar="FILE", help="target file of the storefront to judge; else the embedded one")
    group.addoption("--generation", metavar="G", help=f"the connector's generation: {', '.join(GENERATIONS)}")
    group.addoption("--level", metavar="LEVEL", help=f"{', '.join(LEVELS)}; regression when not given")
    group.addoption("--browser", metavar="BROWSER", help=f"the buyer's: {', '.join(BROWSERS)}; http when not given")
    group.addoption("--baseline", metavar="FILE", help="known deviations; one that no longer happens fails the run")
    group.addoption("--product", metavar="FILE", help="what is certified, for the package of --level certification")
    group.addoption("--out", metavar="DIR", help="folder of the results; build/punchout when not given")
    group.addoption(
        "--defect", metavar="ID", help="break the embedded storefront or a party; several with commas between"
    )
    group.addoption(
        "--scenario-deadline", metavar="SECONDS", help="how long a scenario waits for the storefront in all; 60"
    )
    group.addoption("--har", action="store_true", help="also write an HTTP archive of each scenario, in har/")
    group.addoption("--traces", action="store_true", help="keep Chromium's traces of what fails: raw, with all secrets")
    group.addoption("--seed", metavar="N", help="repeats the names and texts of the run that printed it")


def pytest_configure(config: pytest.Config) -> None:
    """Read the settings of a run that has scenarios in it, and quieten what the own report says better."""
    if not _is_conformance_run(config):
        return
    workerinput = getattr(config, "workerinput", None)
    target, baseline = None, Baseline()
    try:
        settings = read_settings({name: config.getoption(name.replace("-", "_")) for name in OPTIONS})
        require_browser(settings.browser, traces=config.option.traces)
        if settings.target is not None:
            target = read_target_file(settings.target)
        if settings.baseline is not None:
            baseline = read_baseline(settings.baseline)
    except ConfigurationError as error:
        raise pytest.UsageError(str(error)) from None
    if workerinput is None:
        config.stash[_SHARED] = {"key": secrets.token_hex(16), "run_id": secrets.token_hex(3)}
        # Workers are started with the options of the controller: they must not draw seeds of their own.
        config.option.seed = str(settings.seed)
        config.option.tbstyle = "no"
        config.option.reportchars = ""
    else:
        config.stash[_SHARED] = json.loads(workerinput["punchout"])
    config.stash[_SETTINGS], config.stash[_TARGET], config.stash[_BASELINE] = settings, target, baseline
    config.stash[_REDACTOR] = Redactor(bytes.fromhex(config.stash[_SHARED]["key"]))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker what all of them share."""
    if _SHARED in node.config.stash:
        node.workerinput["punchout"] = json.dumps(node.config.stash[_SHARED])


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Begin the record, after the preflight of a target that is there already."""
    config = session.config
    if _SETTINGS not in config.stash or hasattr(config, "workerinput") or config.option.collectonly:
        return
    try:
        plan()
    except HarnessFault as fault:
        pytest.exit(f"the harness is at fault, not the storefront: {fault}", returncode=Exit.HARNESS_FAULT)
    settings = config.stash[_SETTINGS]
    target = config.stash[_TARGET]
    try:
        certification = begin(settings)
        if target is not None:
            preflight(settings, target, processes=_processes(config))
    except ConfigurationError as error:
        raise pytest.UsageError(str(error)) from None
    record = RunRecord(
        about={
            "id": config.stash[_SHARED]["run_id"],
            "seed": settings.seed,
            "level": settings.level,
            "started": started(),
            "versions": {name: version(name) for name in ("punchout-harness", "pytest", "pytest-bdd", "requests")},
            "configuration": [vars(setting) for setting in _effective(config)],
            "qualification": qualification_of(settings.out),
        },
        target=_about_target(target, settings),
        catalogue=read_catalogue(CATALOGUE),
        statements=read_documentation(DOCUMENTATION),
        path=settings.out / "results.json",
        baseline=config.stash[_BASELINE],
    )
    try:
        _clear(settings.out)
        record.begin()
    except OSError as error:
        raise pytest.UsageError(f"--out: {settings.out} cannot be written ({error.strerror}). Name another.") from None
    asked_for = ["har"] if config.option.har else []
    config.pluginmanager.register(RecordKeeper(record, asked_for, certification), _KEEPER)


def keeper_of(config: pytest.Config) -> RecordKeeper:
    """Return who keeps the record of a run that has begun."""
    keeper = config.pluginmanager.get_plugin(_KEEPER)
    assert isinstance(keeper, RecordKeeper)  # registered when the run began
    return keeper


def pytest_report_header(config: pytest.Config) -> list[str]:
    """Show the effective settings and where each came from."""
    if _SETTINGS not in config.stash or hasattr(config, "workerinput"):
        return []
    return [f"{setting.name}: {setting.value} ({setting.origin})" for setting in _effective(config)]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> bool | None:
    """Run no scenario any more in a worker when the run was stopped."""
    if _SETTINGS not in item.config.stash or not Stop(stop_file(item.config.stash[_SETTINGS].out)).is_given():
        return None
    item.session.shouldstop = "the run was stopped"
    return True


def pytest_bdd_apply_tag(tag: str, function: Callable[..., object]) -> bool | None:
    """Turn the id of a requirement into a marker that can be selected: -m 'requirement(id="P2G-TOKEN-001")'."""
    if not ID.fullmatch(tag):
        return None
    pytest.mark.requirement(id=tag)(function)
    return True


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the scenarios of the level and of the generation of the run."""
    settings = config.stash.get(_SETTINGS, None)
    if settings is None:
        return
    generation, catalogue = generation_of(settings, config.stash[_TARGET]), read_catalogue(CATALOGUE)
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        planned = planned_for(item.nodeid)
        taken = planned is None or is_taken(planned, settings.level, generation, catalogue)
        (kept if taken else left_out).append(item)
    items[:] = kept
    config.hook.pytest_deselected(items=left_out)


@pytest.fixture(scope="session")
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    """The parties of this worker and the target."""
    config = request.config
    worker, redactor = getattr(config, "workerinput", {}).get("workerid", "main"), config.stash[_REDACTOR]
    world = World(config.stash[_SETTINGS], worker=worker, redactor=redactor, processes=_processes(config))
    yield world
    world.close()


@pytest.fixture(scope="session")
def fake() -> Faker:
    """The source of names, seeded anew for every scenario."""
    return source_of_names()


@pytest.fixture
def stage(request: pytest.FixtureRequest, world: World, fake: Faker) -> Iterator[Stage]:
    """The stage of one scenario."""
    config, node = request.config, request.node
    scenario = _planned(node)
    world.ready()
    fake.seed_instance(f"{config.stash[_SETTINGS].seed} {scenario.id}")
    evidence = Evidence(world.journal.redactor)
    known = config.stash[_SETTINGS], config.stash[_BASELINE], world.target.origins
    if config.option.traces:
        evidence.album.trace_as(config.stash[_SETTINGS].out / "traces" / Path(file_name(scenario)).stem)
    run = ScenarioRun(scenario, evidence, world.journal, world.judge, *known)
    node.stash[_RUN] = run
    worker = getattr(config, "workerinput", {}).get("workerid", "")
    cast = Cast(fake, config.stash[_SHARED]["run_id"] + worker)
    with (
        world.journal.scenario(scenario.id, run.patience),
        world.looked_after(),
        Stage(world, cast, evidence, changes_settings="settings" in scenario.tags) as stage,
    ):
        yield stage


@pytest.fixture
def evidence(stage: Stage) -> Evidence:
    """Where checks write what they expected and got."""
    return stage.evidence


@pytest.hookimpl(tryfirst=True)
def pytest_bdd_before_scenario(request: pytest.FixtureRequest, feature: Feature, scenario: Scenario) -> None:
    """Set the stage before the first step, whether the step asks for it or not."""
    del feature, scenario
    request.getfixturevalue("stage")


def pytest_bdd_before_step(request: pytest.FixtureRequest) -> None:
    """Time a step."""
    request.node.stash[_RUN].step_begins()


def pytest_bdd_after_step(request: pytest.FixtureRequest, step: Step) -> None:
    """Record a step that passed."""
    request.node.stash[_RUN].step_ended(step.keyword, step.name, step.type, failed=False)


def pytest_bdd_step_error(request: pytest.FixtureRequest, step: Step) -> None:
    """Record a step that failed, with what the browsers show then."""
    request.getfixturevalue("stage").picture_failure()
    request.node.stash[_RUN].step_ended(step.keyword, step.name, step.type, failed=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn what pytest reports of a scenario into its verdict; the last of the three phases carries the result."""
    report = yield
    planned = planned_for(item.nodeid)
    if planned is None or _SETTINGS not in item.config.stash:
        return report
    run = item.stash.get(_RUN, None)
    if run is None:
        apply_without_stage(report, call, planned, item.config.stash[_REDACTOR])
        return report
    error = call.excinfo.value if call.excinfo else None
    if call.when == "teardown":
        # The scenario may be run once more, and what it said this time is not of that.
        del item.stash[_RUN]
        run.put_back(error)
        seen = run.verdict_of_steps()
        result = run.result(run.journal.take_faults())
        send(report, result.verdict, result, run.journal.losses.take())
        report.sections = []
        if result.verdict is not seen or error is not None:
            report.outcome, report.longrepr = "failed", result.reason
        return report
    if error is not None:
        run.ended_with(error)
    elif call.when == "call":
        run.steps_ended()
    apply(report, run, item)
    return report


def pytest_report_teststatus(report: pytest.TestReport | pytest.CollectReport) -> tuple[str, str, Any] | None:
    """Show the verdict of a scenario by its own letter."""
    verdict = getattr(report, "verdict", None)
    if verdict is None or not isinstance(report, pytest.TestReport):
        return None
    if report.when == "call" or (report.when == "teardown" and report.failed):
        return _INFORMATION if getattr(report, "informs", False) else _LETTERS[Verdict(verdict)]
    return None


def _is_conformance_run(config: pytest.Config) -> bool:
    """Tell whether the scenarios are among what pytest was asked to run."""
    ignored = [Path(path).resolve() for path in config.getoption("ignore") or ()]
    if CONFORMANCE in ignored:
        return False
    paths = [(config.invocation_params.dir / str(arg).partition("::")[0]).resolve() for arg in config.args]
    return any(path == CONFORMANCE or CONFORMANCE in path.parents or path in CONFORMANCE.parents for path in paths)


def _processes(config: pytest.Config) -> int:
    """Return how many processes judge, each with a hub of its own; `tx` is how pytest-xdist counts them."""
    told: int | None = getattr(config, "workerinput", {}).get("workercount")
    return told or max(1, len(getattr(config.option, "tx", None) or ()))


def _effective(config: pytest.Config) -> list[Setting]:
    """Return the settings in force; what was not asked for comes from the target."""
    target = config.stash[_TARGET]
    unset = {"target": ("embedded reference storefront", "default"), **dict.fromkeys(("baseline", "product"), _NONE)}
    origin = "target file" if target else "default"
    unset["generation"] = (generation_of(config.stash[_SETTINGS], target), origin)
    return [
        setting if setting.value else Setting(setting.name, *unset[setting.name])
        for setting in config.stash[_SETTINGS].effective
    ]


def _about_target(target: TargetFile | None, settings: RunSettings) -> dict[str, Any]:
    generation = generation_of(settings, target)
    if target is None:
        name = "reference storefront" + (f" with {', '.join(settings.defects)}" if settings.defects else "")
        about = {"name": name, "kind": "embedded", "url": "", "generation": generation}
        return {**about, "defects": list(settings.defects)} if settings.defects else about
    return {"name": target.name, "kind": target.kind, "url": target.url, "generation": generation}


def _clear(out: Path) -> None:
    """Remove what an earlier run wrote here, so that nobody takes it for this one's."""
    for folder in ("evidence", "traces", *ON_DEMAND):
        shutil.rmtree(out / folder, ignore_errors=True)
    for name in ("results.json", *REPORTS, PACKAGE, TEXT, "stopped"):
        (out / name).unlink(missing_ok=True)


def _planned(node: Any) -> PlannedScenario:
    scenario = planned_for(node.nodeid)
    if scenario is None:
        raise LookupError(f"{node.nodeid} is no scenario of the features")
    return scenario
