"""A container is started as ordered; what keeps it from it is one clear message, and nothing of it is left."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harness.containers import vessel
from harness.containers.engine import connected, said_in_words
from harness.containers.order import ContainerOrder
from harness.containers.owning import this_process
from harness.containers.starting import LOG, KeptContainer, Tell, keep_container
from harness.containers.vessel import RESTART_WANTED, Vessel, Whereabouts
from harness.errors import ConfigurationError, Untestable
from harness.targetfile import HubCredentials, OrderInterface, TargetFile
from simulators.storefront import GENERATIONS
from simulators.wire import Redactor
from tests.harness.containers.engine_bench import GATEWAY, FakeContainer, FakeEngine, FakePortal

SECRET = "Planted/Container+Secret&1"


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[FakeEngine, str, FakePortal, str]]:
    """An Engine and what a container serves, each with its address; started once, and as new for each test."""
    engine, portal = FakeEngine(), FakePortal()
    with engine.party() as its_party, portal.party() as other:
        yield engine, its_party.bound_url, portal, other.bound_url


@pytest.fixture
def engine(served: tuple[FakeEngine, str, FakePortal, str], monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    """An Engine that DOCKER_HOST names."""
    engine, address, _, _ = served
    vars(engine).update(vars(FakeEngine()))
    monkeypatch.setattr(vessel, "EVERY", 0.005)
    monkeypatch.setattr(vessel, "TOLD_EVERY", 0.02)
    monkeypatch.setattr(vessel, "STILL", 0.1)
    monkeypatch.setenv("DOCKER_HOST", address.replace("http://", "tcp://"))
    return engine


@pytest.fixture
def portal(served: tuple[FakeEngine, str, FakePortal, str]) -> tuple[FakePortal, str]:
    """What answers at the address of the container."""
    _, _, portal, address = served
    vars(portal).update(vars(FakePortal()))
    return portal, address


@pytest.fixture
def order(tmp_path: Path) -> ContainerOrder:
    """An order with everything in it."""
    (tmp_path / "home" / "osgi").mkdir(parents=True)
    contents = {"connector.lpkg": "package", "key.xml": "licence", "pid.config": "x=1", "home/osgi/ext": "more"}
    for name, text in contents.items():
        (tmp_path / name).write_text(text)
    return ContainerOrder(
        image="acme/dxp:1",
        deployed=(tmp_path / "connector.lpkg", tmp_path / "key.xml"),
        configs=(tmp_path / "pid.config",),
        files=tmp_path / "home",
        environment={"OPTS": "-Xmx1g", "PASSWORD": SECRET},
        secrets=(SECRET,),
        memory="2g",
        start_deadline=5,
    )


def kept_by(
    order: ContainerOrder, url: str, *, run: str = "x", log: Path | None = None, tell: Tell = lambda _: None
) -> AbstractContextManager[KeptContainer]:
    generation, redactor = "tradecentric-7.4", Redactor(b"x")
    return keep_container(order, url, generation=generation, run=run, log=log, redactor=redactor, tell=tell)


def start(order: ContainerOrder, url: str, folder: Path) -> tuple[Whereabouts, list[str]]:
    told: list[str] = []
    log = folder / "evidence" / LOG
    with kept_by(order, url, run="run-1", log=log, tell=told.append) as kept:
        kept.save_log()
        return kept.whereabouts, told


def test_what_is_ordered_is_put_where_liferay_looks_for_it(
    engine: FakeEngine, portal: tuple[FakePortal, str], order: ContainerOrder, tmp_path: Path
) -> None:
    _, url = portal
    started: list[FakeContainer] = []
    engine.when_started = started.append
    where, told = start(order, url, tmp_path)
    (container,) = started
    assert container.files == {
        "/mnt/liferay/deploy/connector.lpkg": "package",
        "/mnt/liferay/deploy/key.xml": "licence",
        "/mnt/liferay/files/osgi/configs/pid.config": "x=1",
        "/mnt/liferay/files/osgi/ext": "more",
    }
    assert {container.modes[f"/mnt/liferay/{folder}"] for folder in ("deploy", "files/osgi/configs")} == {0o777}
    asked = container.asked
    assert set(asked["Env"]) == {"OPTS=-Xmx1g", f"PASSWORD={SECRET}"}
    assert asked["HostConfig"]["Memory"] == 2 * 1024**3
    assert asked["HostConfig"]["PortBindings"]["8080/tcp"] == [
        {"HostIp": "127.0.0.1", "HostPort": url.rpartition(":")[2]}
    ]
    assert asked["HostConfig"]["NetworkMode"] == "punchout-run-1"
    assert asked["Labels"] == this_process().labels("run-1")
    assert (where.url, where.gateway, where.image) == (url, GATEWAY, "acme/dxp:1")
    assert any("the connector answers" in line for line in told)
    assert (engine.containers, engine.networks) == ({}, {})


def test_a_free_port_is_chosen_where_none_is_asked_for(
    engine: FakeEngine, order: ContainerOrder, tmp_path: Path
) -> None:
    def ends(container: FakeContainer) -> None:
        (bound,) = container.asked["HostConfig"]["PortBindings"]["8080/tcp"]
        assert 1024 < int(bound["HostPort"]) < 65536
        container.status = "exited"

    engine.when_started = ends
    with pytest.raises(ConfigurationError, match="ended by itself"):
        start(order, "", tmp_path)


def test_its_log_is_evidence_without_secrets(
    engine: FakeEngine, portal: tuple[FakePortal, str], order: ContainerOrder, tmp_path: Path
) -> None:
    def writes(container: FakeContainer) -> None:
        container.log = f"Starting\nPASSWORD is {SECRET}\n"

    engine.when_started = writes
    start(order, portal[1], tmp_path)
    written = (tmp_path / "evidence" / LOG).read_text(encoding="utf-8")
    assert written.startswith("Starting\nPASSWORD is ")
    assert SECRET not in written


def test_a_network_that_is_there_is_used_and_left(
    engine: FakeEngine, portal: tuple[FakePortal, str], order: ContainerOrder, tmp_path: Path
) -> None:
    engine.networks["acme"] = {"Id": "acme", "Name": "acme", "Labels": {}, "IPAM": {"Config": []}}
    where, _ = start(replace(order, network="acme"), portal[1], tmp_path)
    assert where.gateway == ""
    assert list(engine.networks) == ["acme"]
    with pytest.raises(ConfigurationError, match="there is no network 'other'"):
        start(replace(order, network="other"), portal[1], tmp_path)


@pytest.mark.usefixtures("engine")
def test_an_image_that_is_not_here_is_fetched(
    portal: tuple[FakePortal, str], order: ContainerOrder, tmp_path: Path
) -> None:
    where, told = start(replace(order, image="acme/portal"), portal[1], tmp_path)
    assert where.image_id == "sha256:acme/portal:latest"
    assert told[0] == "the image acme/portal is not here yet: fetching it"


def test_a_server_whose_packages_want_a_restart_is_started_again(
    engine: FakeEngine, portal: tuple[FakePortal, str], order: ContainerOrder, tmp_path: Path
) -> None:
    portal[0].described = 404

    def starts(container: FakeContainer) -> None:
        container.log += f"The portal instance {RESTART_WANTED} of file:/x.lpkg\n"
        portal[0].described = 401 if container.starts == 2 else 404
        assert container.starts < 3

    engine.when_started = starts
    _, told = start(order, portal[1], tmp_path)
    assert any("its packages want a restart" in line for line in told)


def test_the_console_is_awaited_until_all_of_the_connector_has_started(
    engine: FakeEngine, portal: tuple[FakePortal, str], order: ContainerOrder, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [f"STARTED {name}_{version} [{15}]" for name, version in GENERATIONS["tradecentric-7.4"].bundles]
    source = "2026-11-26 22:55:27.330 INFO  [Refresh Thread][BundleStartStopLogger:68]"
    looks: list[int] = []

    def writes(container: FakeContainer) -> None:
        container.log = f"{source} Processing Liferay Commerce Connector to PunchOut2Go.lpkg\n"

    def tells(line: str) -> None:
        (container,) = engine.containers.values()
        if lines and "waiting for its console" in line:
            looks.append(container.log.count("STARTED"))
            container.log += f"{source} {lines.pop()}\n"

    engine.when_started = writes
    monkeypatch.setattr(vessel, "STILL", 60)
    monkeypatch.setattr(vessel, "TOLD_EVERY", 0)
    with kept_by(order, portal[1], tell=tells):
        assert looks == list(range(10))


# --- what keeps it from starting


def ending(container: FakeContainer) -> None:
    container.log = f"Starting\njava.lang.IllegalStateException: {SECRET}\n"
    container.status, container.exit_code, container.memory_ended = "exited", 137, True


REFUSALS: list[tuple[dict[str, Any], str, list[str]]] = [
    (
        {"refuses": {"POST /images/create": (404, "pull access denied for acme/dpx")}, "images": set()},
        "target.container.image",
        ["there is no image 'acme/dxp:1' on this Engine", "pull access denied", "Correct its name"],
    ),
    (
        {"refuses": {"POST /images/create": (500, "write /var/lib: no space left on device")}, "images": set()},
        "target.container",
        ["the disk of the Docker Engine is full", "docker system df"],
    ),
    (
        {"refuses": {"PUT /containers/{id}/archive": (500, "write /mnt/liferay/x: no space left on device")}},
        "target.container",
        ["the disk of the Docker Engine is full"],
    ),
    (
        {"refuses": {"POST /containers/{id}/start": (500, "port is already allocated")}},
        "target.container",
        ["starting the container is refused: port is already allocated"],
    ),
    (
        {"when_started": ending},
        "target.container.image",
        ["ended by itself", "exit code 137, killed because it had no memory left", "java.lang.IllegalStateException"],
    ),
]


@pytest.mark.parametrize("number", range(len(REFUSALS)))
def test_what_keeps_it_from_starting_is_one_message_and_leaves_nothing(
    engine: FakeEngine, portal: tuple[FakePortal, str], order: ContainerOrder, tmp_path: Path, number: int
) -> None:
    happens, field, words = REFUSALS[number]
    vars(engine).update(happens)
    portal[0].health = 503
    with pytest.raises(ConfigurationError) as caught:
        start(order, portal[1], tmp_path)
    assert caught.value.field == field
    assert [word for word in words if word not in str(caught.value)] == []
    assert SECRET not in str(caught.value)
    assert (engine.containers, engine.networks) == ({}, {})


@pytest.mark.parametrize(
    ("brings", "word"), [(True, "though an LPKG was put"), (False, "no connector is in the image")]
)
def test_a_portal_without_the_connector_is_told(
    engine: FakeEngine, portal: tuple[FakePortal, str], order: ContainerOrder, tmp_path: Path, brings: bool, word: str
) -> None:
    portal[0].described = 404
    with pytest.raises(ConfigurationError, match=word) as caught:
        start(order if brings else replace(order, deployed=()), portal[1], tmp_path)
    assert caught.value.field == "target.container.lpkg"
    assert engine.containers == {}


def test_a_server_that_takes_too_long_is_told_with_the_end_of_its_log(
    engine: FakeEngine, portal: tuple[FakePortal, str], order: ContainerOrder
) -> None:
    portal[0].health = 503
    engine.when_started = lambda container: setattr(container, "log", "Loading modules\n")
    told: list[str] = []
    with (
        pytest.raises(ConfigurationError, match=r"did not answer .* within 0.2 s; its log ends with: Loading modules"),
        # Nobody waits for a second here.
        kept_by(replace(order, start_deadline=0.2), portal[1], tell=told.append),  # type: ignore[arg-type]
    ):
        pytest.fail("it did not answer")
    assert any("waiting for the portal" in line and "Loading modules" in line for line in told)


def test_what_happens_later_leaves_nothing_either(
    engine: FakeEngine, portal: tuple[FakePortal, str], order: ContainerOrder
) -> None:
    seen: list[FakeContainer] = []

    def interrupted_run() -> None:
        with kept_by(order, portal[1]):
            seen.extend(engine.containers.values())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted_run()
    assert len(seen) == 1
    assert (engine.containers, engine.networks) == ({}, {})


def test_no_engine_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "tcp://127.0.0.1:1")
    with (
        pytest.raises(ConfigurationError, match="no Docker Engine answers"),
        connected(),
    ):
        pytest.fail("there is none")


def test_no_permission_is_told() -> None:
    with pytest.raises(ConfigurationError, match="this user may not use the Docker Engine"), said_in_words("it"):
        refused_socket()


def refused_socket() -> None:
    """Raise what the Engine's client does when the socket may not be opened."""
    from docker.errors import DockerException
    from requests.exceptions import ConnectionError as NoConnection

    inner = PermissionError(13, "Permission denied")
    try:
        raise NoConnection(OSError("Connection aborted.", inner))
    except NoConnection as error:
        raise DockerException(f"Error while fetching server API version: {error}") from error


# --- the vessel


def test_a_vessel_puts_files_for_now_and_for_the_next_start(
    engine: FakeEngine, portal: tuple[FakePortal, str], order: ContainerOrder
) -> None:
    with kept_by(order, portal[1]) as kept:
        (container,) = engine.containers.values()
        container.files.clear()
        ship = Vessel(Whereabouts.from_text(kept.whereabouts.to_text()), 5, Redactor(b"x"))
        ship.put_configuration("pid.config", "later", live=False)
        assert container.files == {"/mnt/liferay/files/osgi/configs/pid.config": "later"}
        ship.put_configuration("pid.config", "now", live=True)
        assert container.files == {
            "/mnt/liferay/files/osgi/configs/pid.config": "now",
            "/opt/liferay/osgi/configs/pid.config": "now",
        }
        ship.restart()
        assert container.starts == 2
        engine.refuses["POST /containers/{id}/restart"] = (500, "cannot kill it")
        with pytest.raises(Untestable, match=r"did not come back after its restart: .*cannot kill it"):
            ship.restart()
        engine.refuses["PUT /containers/{id}/archive"] = (404, "no such folder")
        with pytest.raises(Untestable, match=r"pid.config could not be put into the container: .*no such folder"):
            ship.put_configuration("pid.config", "now", live=True)


def test_the_target_file_is_told_where_the_container_is() -> None:
    hub, orders = HubCredentials(client_id="x", client_secret="y"), OrderInterface("/orders", "s")
    file = TargetFile("Acme", "container", "", "tradecentric-7.4", "Acme", "/web/acme", hub, bind="", orders=orders)
    where = Whereabouts("id", "name", "acme/dxp:1", "sha256:1", "http://127.0.0.1:9", GATEWAY)
    told = where.told_in(file)
    assert (told.url, told.start_url) == ("http://127.0.0.1:9", "http://127.0.0.1:9/web/acme")
    assert (told.bind, told.console_container, told.open_carts_url) == (GATEWAY, "id", "")
    assert told.orders == OrderInterface("http://127.0.0.1:9/orders", "s")
    elsewhere = replace(file, bind="0.0.0.0", start_url="https://shop.example/web/acme")
    assert where.told_in(elsewhere).bind == "0.0.0.0"
    assert where.told_in(elsewhere).start_url == "https://shop.example/web/acme"
    assert where.told_in(told) == told


def test_that_it_has_ended_by_itself_is_told_of_the_run_that_stopped(
    engine: FakeEngine, portal: tuple[FakePortal, str], order: ContainerOrder
) -> None:
    with kept_by(order, portal[1]) as kept:
        assert kept.end() == ""
        (container,) = engine.containers.values()
        container.status, container.exit_code, container.memory_ended = "exited", 137, True
        ended = "the container of acme/dxp:1 ended by itself, with exit code 137, killed because it had no memory left"
        assert kept.end() == ended
    assert kept.end() == ""
