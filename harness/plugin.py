"""The pytest plugin: options, the fixtures scenarios run on, and the record kept from what pytest reports.

A worker makes the result of each scenario and sends it with pytest's report; the controller, which is the only
process without workers, keeps the record and writes the reports.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from faker import Faker
from pytest_bdd.parser import Feature, Scenario, Step

from harness.actors.people import Cast, source_of_names
from harness.afterwards import afterwards
from harness.attending import attend
from harness.baseline import Baseline, read_baseline
from harness.beginning import begin_record, effective
from harness.browsers import require_browser
from harness.certification.certifying import begin
from harness.containers.keeping import ContainerKeeper, container_of, start_for
from harness.errors import ConfigurationError, HarnessFault
from harness.evidence import Evidence
from harness.keeper import RecordKeeper
from harness.logged import log_without_secrets
from harness.plan import PlannedScenario, plan, planned_for
from harness.preflight import preflight
from harness.progress import Beacon, Progress
from harness.project import CATALOGUE, CONFORMANCE
from harness.reported import apply, apply_without_stage, send
from harness.requirements import ID, read_catalogue
from harness.scenario_run import ScenarioRun
from harness.selection import asks_for_person, generation_of, is_taken
from harness.settings import BROWSERS, LEVELS, OPTIONS, TOLD_OF_FLAGS, RunSettings, read_settings
from harness.stage import Stage
from harness.stopping import Interruptions, Stop, stop_file
from harness.targetfile import TargetFile, read_target_file
from harness.verdicts import Exit, Verdict
from harness.world import World
from simulators.storefront import GENERATIONS
from simulators.wire import Redactor, waiting

_SETTINGS = pytest.StashKey[RunSettings]()
_BASELINE = pytest.StashKey[Baseline]()
_TARGET = pytest.StashKey[TargetFile | None]()
_RUN = pytest.StashKey[ScenarioRun]()
_SHARED = pytest.StashKey[dict[str, str]]()
_REDACTOR = pytest.StashKey[Redactor]()

_OPTIONS = ("target", "generation", "level", "baseline", "out", "seed", "defect")
_KEEPER, _INTERRUPTIONS = "punchout-record", "punchout-interruptions"
_LETTERS = {
    Verdict.PASSED: ("passed", ".", "PASSED"),
    Verdict.WARNING: ("passed", "w", ("WARNING", {"yellow": True})),
    Verdict.DEVIATION: ("passed", "d", ("DEVIATION", {"yellow": True})),
    Verdict.INAPPLICABLE: ("skipped", "-", ("INAPPLICABLE", {"cyan": True})),
    Verdict.NOT_RUN: ("skipped", "n", ("NOT RUN", {"yellow": True})),
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
    for name, told in TOLD_OF_FLAGS.items():
        group.addoption(f"--{name}", action="store_true", help=told)
    group.addoption("--seed", metavar="N", help="repeats the names and texts of the run that printed it")


def pytest_configure(config: pytest.Config) -> None:
    """Read the settings of a run that has scenarios in it, and quieten what the own report says better."""
    if not _is_conformance_run(config):
        return
    workerinput = getattr(config, "workerinput", None)
    target, baseline = None, Baseline()
    try:
        settings = read_settings({name: config.getoption(name.replace("-", "_")) for name in OPTIONS})
        require_browser(settings.browser, traces="traces" in settings.asked_for)
        if settings.target is not None:
            target = read_target_file(settings.target)
        if settings.baseline is not None:
            baseline = read_baseline(settings.baseline)
    except ConfigurationError as error:
        raise pytest.UsageError(str(error)) from None
    if workerinput is None:
        if not config.pluginmanager.has_plugin(_INTERRUPTIONS):
            interruptions = Interruptions()
            config.pluginmanager.register(interruptions, _INTERRUPTIONS)
            config.add_cleanup(interruptions.watch())
        config.stash[_SHARED] = {"key": secrets.token_hex(16), "run_id": secrets.token_hex(3)}
        # Workers are started with the options of the controller: they must not draw seeds of their own.
        config.option.seed = str(settings.seed)
        config.option.tbstyle = "no"
        config.option.reportchars = ""
    else:
        config.stash[_SHARED] = json.loads(workerinput["punchout"])
        if "progress" in config.stash[_SHARED]:
            config.pluginmanager.register(Beacon(workerinput["workerid"], settings.out))
    config.stash[_SETTINGS], config.stash[_TARGET], config.stash[_BASELINE] = settings, target, baseline
    redactor = Redactor(bytes.fromhex(config.stash[_SHARED]["key"]))
    config.stash[_REDACTOR] = redactor
    config.add_cleanup(log_without_secrets(redactor))
    # Arguments of functions would be shown as they are.
    config.option.fulltrace = False


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
    progress = Progress(config, settings.out)
    try:
        certification = begin(settings)
        container = _started_container(config)
        target = config.stash[_TARGET]
        if target is not None:
            with progress.shown(), waiting("the target to show that it can be judged"):
                _look_at(target, container, config)
        attend(config, settings)
        known = config.stash[_BASELINE], config.stash[_SHARED]["run_id"], container.about if container else {}
        record = begin_record(settings, target, *known)
    except ConfigurationError as error:
        raise pytest.UsageError(str(error)) from None
    config.pluginmanager.register(RecordKeeper(record, settings.asked_for, certification), _KEEPER)
    if progress.is_wanted:
        progress.record, config.stash[_SHARED]["progress"] = record, "shown"
        config.pluginmanager.register(progress)
    if container is not None:
        container.note_in(record, config)


def _look_at(target: TargetFile, container: ContainerKeeper | None, config: pytest.Config) -> None:
    """See whether the target can be judged, when what an earlier run has left there is undone."""
    settings = config.stash[_SETTINGS]
    if container is None:
        config.pluginmanager.register(afterwards(settings.ledgers, target), "punchout-afterwards")
    preflight(
        settings,
        target,
        redactor=config.stash[_REDACTOR],
        processes=_processes(config),
        container=container.whereabouts if container else None,
    )


def _started_container(config: pytest.Config) -> ContainerKeeper | None:
    """Start the container the target file orders, if it does, and tell from now on where the target is."""
    target, settings = config.stash[_TARGET], config.stash[_SETTINGS]
    if target is None or target.container is None:
        return None
    shared, reporter = config.stash[_SHARED], config.pluginmanager.get_plugin("terminalreporter")
    tell, redactor = getattr(reporter, "write_line", print), config.stash[_REDACTOR]
    keeper = start_for(config, target, run=shared["run_id"], out=settings.out, redactor=redactor, tell=tell)
    config.stash[_TARGET] = keeper.whereabouts.told_in(target)
    return keeper


def keeper_of(config: pytest.Config) -> RecordKeeper:
    """Return who keeps the record of a run that has begun."""
    keeper = config.pluginmanager.get_plugin(_KEEPER)
    assert isinstance(keeper, RecordKeeper)  # registered when the run began
    return keeper


def pytest_report_header(config: pytest.Config) -> list[str]:
    """Show the effective settings and where each came from."""
    if _SETTINGS not in config.stash or hasattr(config, "workerinput"):
        return []
    in_force = effective(config.stash[_SETTINGS], config.stash[_TARGET])
    return [f"{setting.name}: {setting.value} ({setting.origin})" for setting in in_force]


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
    target, catalogue = config.stash[_TARGET], read_catalogue(CATALOGUE)
    generation, attested = generation_of(settings, target), asks_for_person(settings, target)
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        planned = planned_for(item.nodeid)
        taken = planned is None or is_taken(planned, settings.level, generation, catalogue, attested=attested)
        (kept if taken else left_out).append(item)
    # A person need not wait for what needs none.
    items[:] = sorted(kept, key=lambda item: not _is_attested(item))
    config.hook.pytest_deselected(items=left_out)


@pytest.fixture(scope="session")
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    """The parties of this worker and the target."""
    config = request.config
    worker, redactor = getattr(config, "workerinput", {}).get("workerid", "main"), config.stash[_REDACTOR]
    processes, container = _processes(config), container_of(config)
    world = World(config.stash[_SETTINGS], worker=worker, redactor=redactor, processes=processes, container=container)
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
    if "traces" in config.stash[_SETTINGS].asked_for:
        evidence.album.trace_as(config.stash[_SETTINGS].out / "traces" / scenario.file_stem)
    run = ScenarioRun(scenario, evidence, world.journal, world.judge, *known)
    node.stash[_RUN] = run
    worker = getattr(config, "workerinput", {}).get("workerid", "")
    cast = Cast(fake, config.stash[_SHARED]["run_id"] + worker)
    with (
        world.journal.scenario(scenario.id, run.patience),
        world.looked_after(),
        Stage(
            world,
            cast,
            evidence,
            changes_settings="settings" in scenario.tags,
            attested=scenario.is_attested,
        ) as stage,
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


def _is_attested(item: pytest.Item) -> bool:
    planned = planned_for(item.nodeid)
    return planned is not None and planned.is_attested


def _planned(node: Any) -> PlannedScenario:
    scenario = planned_for(node.nodeid)
    if scenario is None:
        raise LookupError(f"{node.nodeid} is no scenario of the features")
    return scenario
