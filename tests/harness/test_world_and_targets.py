"""The world of a worker, and the targets in it: what they are, what they may do, and that nothing stays behind."""

from __future__ import annotations

import gc
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
import requests

from harness import world as world_module
from harness.administration import ChannelSettings
from harness.errors import ConfigurationError, HarnessFault, Inapplicable, Untestable
from harness.settings import RunSettings, read_settings
from harness.targetfile import HubCredentials, OrderInterface, TargetFile
from harness.targets import MovedTime, RealTime, Target, embedded, live_target
from harness.targets.turns import Turns
from harness.world import World
from simulators.hub import Hub
from simulators.procurement import Procurement
from simulators.storefront import Storefront
from simulators.wire import WAITS, AdjustableClock, Journal, Redactor
from tests.harness.preflight.preflight_bench import free_port

FILE = TargetFile(
    name="Acme",
    kind="live",
    url="https://shop.example",
    generation="tradecentric-7.4",
    group="Acme",
    start_url="https://shop.example/web/acme/catalog?a=1",
    hub=HubCredentials(client_id="id", client_secret="client-secret-value"),
)


def target_of(file: TargetFile) -> Target:
    return Target(file, RealTime("Acme"), Turns(None), None, lambda: None, lambda: None)


@pytest.mark.parametrize(
    ("start_url", "open_carts", "checkout"),
    [
        ("https://s/web/acme/catalog?a=1#b", "https://s/web/acme/pending-orders", "https://s/web/acme/checkout"),
        ("https://s:8443/web/acme", "https://s:8443/web/acme/pending-orders", "https://s:8443/web/acme/checkout"),
        ("https://s/catalog", "https://s/pending-orders", "https://s/checkout"),
        ("https://s", "https://s/pending-orders", "https://s/checkout"),
        ("https://s/webshop/a/b", "https://s/pending-orders", "https://s/checkout"),
    ],
)
def test_the_pages_of_a_site_are_beside_its_start_page(start_url: str, open_carts: str, checkout: str) -> None:
    target = target_of(replace(FILE, start_url=start_url))
    assert (target.open_carts_url, target.checkout_url) == (open_carts, checkout)


def test_the_pages_of_a_site_are_below_the_context_path_of_the_portal() -> None:
    target = target_of(replace(FILE, url="https://s/portal", start_url="https://s/portal/web/acme/catalog"))
    assert target.open_carts_url == "https://s/portal/web/acme/pending-orders"
    assert target.checkout_url == "https://s/portal/web/acme/checkout"
    assert target.sign_out_url == "https://s/portal/c/portal/logout"


def test_the_pages_a_file_names_are_taken() -> None:
    target = target_of(replace(FILE, open_carts_url="https://s/carts", checkout_url="https://s/pay"))
    assert (target.open_carts_url, target.checkout_url) == ("https://s/carts", "https://s/pay")


def test_certificates_are_checked_by_the_file_named_or_the_systems() -> None:
    assert target_of(FILE).verify is True
    assert target_of(replace(FILE, ca_file="own.pem")).verify == "own.pem"


@pytest.mark.parametrize(
    ("capability", "words"),
    [
        ("people", "the harness may not create users, accounts and roles there"),
        ("products", "the harness may not list products, as administrators do, there"),
        ("settings", "may not change settings there"),
    ],
)
def test_what_a_target_may_not_do_is_told_as_its_own_reason(capability: str, words: str) -> None:
    with pytest.raises(
        Inapplicable, match=f"not applied to Acme: .*{words}; give \\[target.admin\\] in the target file"
    ):
        target_of(FILE).administration_for(capability)
    with pytest.raises(Inapplicable, match="create users"):
        _ = target_of(FILE).administration


def test_a_place_for_orders_is_the_files_to_name() -> None:
    orders = OrderInterface("https://shop.example/orders", "order-secret-value")
    assert target_of(replace(FILE, orders=orders)).orders == orders
    with pytest.raises(Inapplicable, match=r"not applied to Acme: .*give \[target.orders\] url and shared_secret_env"):
        _ = target_of(FILE).orders


def test_a_live_target_declares_its_secrets_and_contacts_nobody(journal: Journal) -> None:
    orders = OrderInterface("https://shop.example/orders", "order-secret-value")
    target = live_target(replace(FILE, orders=orders), journal, turns=None)
    assert "order-secret-value" not in journal.redactor.text("x order-secret-value y")
    assert target.admin is None
    assert isinstance(target.time, RealTime)
    assert "client-secret-value" not in journal.redactor.text("x client-secret-value y")
    target.release()


def test_moved_time_passes_at_once() -> None:
    clock = AdjustableClock()
    before = clock.now()
    MovedTime(clock).let_pass(3600)
    assert 3600 <= (clock.now() - before).total_seconds() < 3660


def test_real_time_passes_for_real(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float | None] = []
    told: list[tuple[str, bool, int]] = []

    def wait(_: threading.Event, timeout: float | None = None) -> None:
        waited.append(timeout)
        told.extend((each.what, each.certain, round(each.until - each.since)) for each in WAITS.now())

    monkeypatch.setattr(threading.Event, "wait", wait)
    RealTime("Acme").let_pass(3, "the access token to expire")
    assert waited == [3]
    assert told == [("the access token to expire", True, 3)]
    with pytest.raises(Inapplicable, match=r"not applied to Acme: .*86400 seconds are too long to wait"):
        RealTime("Acme").let_pass(86400)
    assert waited == [3]


@pytest.mark.parametrize(
    ("advertise", "worker", "port", "address"),
    [
        ("", 3, 0, None),
        ("http://qa.example:8800", 0, 8800, "http://qa.example:8800"),
        ("http://qa.example:8800", 2, 8802, "http://qa.example:8802"),
        ("https://qa.example:8800/hub/", 1, 8801, "https://qa.example:8801/hub/"),
        ("http://[::1]:8800", 1, 8801, "http://[::1]:8801"),
    ],
)
def test_each_worker_advertises_a_port_of_its_own(advertise: str, worker: int, port: int, address: str | None) -> None:
    assert world_module._advertised(advertise, worker) == (port, address)


# --- nothing stays behind


def now_open() -> set[str]:
    """Return the threads, the open files and the sockets of this process."""
    gc.collect()
    found = {f"thread {thread.name} {thread.ident}" for thread in threading.enumerate()}
    for descriptor in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):
            found.add(str(descriptor.readlink()))
    return found - {f"/proc/{os.getpid()}/fd"}


@pytest.fixture
def nothing_left(judged: World) -> Iterator[None]:
    """Hold that a test leaves nothing open, beside what the first party ever opened keeps for good."""
    _ = judged.procurement
    before, threads = now_open(), set(threading.enumerate())
    yield
    # A party's workers are told to end when it closes; nobody waits for them.
    for thread in set(threading.enumerate()) - threads:
        thread.join(10)
    assert now_open() - before == set()


@pytest.fixture
def settings(tmp_path: Path) -> RunSettings:
    return read_settings({"out": str(tmp_path / "out"), "seed": "7"}, {})


@pytest.mark.usefixtures("nothing_left")
def test_a_world_is_closed_without_a_trace(settings: RunSettings) -> None:
    world = World(settings, worker="gw3", redactor=Redactor(b"world"))
    assert world.other_procurement is world.other_procurement
    assert world.other_procurement.url != world.procurement.url
    assert {world.procurement.url, world.other_procurement.url} < world.our_origins
    assert world.target.file.url not in world.our_origins
    assert not any(origin.endswith("/") for origin in world.our_origins)
    world.close()
    world.close()
    assert sorted(path.name for path in (settings.out / "evidence").iterdir()) == [
        "console-gw3.log",
        "journal-gw3.jsonl",
    ]


def breaking(error: Exception) -> Callable[..., Any]:
    def broken(*_: object, **__: object) -> Any:
        raise error

    return broken


REFUSED = OSError(98, "Address already in use")


@pytest.mark.usefixtures("nothing_left")
@pytest.mark.parametrize(
    ("owner", "name", "error", "raised"),
    [
        (Storefront, "open", RuntimeError("the storefront did not start"), RuntimeError),
        (embedded, "install", Untestable("HTTP 500"), HarnessFault),
        (Hub, "__init__", REFUSED, ConfigurationError),
        (Hub, "open", RuntimeError("the hub did not start"), RuntimeError),
        (Procurement, "__init__", REFUSED, ConfigurationError),
        (Procurement, "open", RuntimeError("procurement did not start"), RuntimeError),
        (world_module, "HubDesk", KeyError("desk"), KeyError),
    ],
    ids=["storefront", "setting up", "hub's port", "hub", "procurement's port", "procurement", "desk"],
)
def test_a_world_that_does_not_open_is_closed_without_a_trace(
    settings: RunSettings,
    monkeypatch: pytest.MonkeyPatch,
    owner: Any,
    name: str,
    error: Exception,
    raised: type[Exception],
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(owner, name, breaking(error))
        with pytest.raises(raised):
            World(settings, worker="main", redactor=Redactor(b"world"))


def test_a_port_that_is_taken_is_told_with_the_field_to_change(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        path = tmp_path / "acme.toml"
        path.write_text(
            '[target]\nname = "Acme"\nkind = "live"\nurl = "http://127.0.0.1:1"\n[target.site]\ngroup = "Acme"\n'
            'start_url = "http://127.0.0.1:1/web/acme"\n[target.auth]\nclient_id_env = "PATH"\n'
            f'client_secret_env = "PATH"\n[harness]\nadvertise = "http://127.0.0.1:{port}"\n',
            encoding="utf-8",
        )
        settings = read_settings({"out": str(tmp_path / "out"), "target": str(path)}, {})
        with pytest.raises(ConfigurationError) as raised:
            World(settings, worker="main", redactor=Redactor(b"world"))
    assert raised.value.field == "harness.bind, harness.advertise"
    assert f"port {port} (Address already in use)" in raised.value.found


@pytest.mark.usefixtures("nothing_left")
def test_procurement_is_where_a_person_at_another_machine_comes_to(tmp_path: Path) -> None:
    port = free_port()
    path = tmp_path / "acme.toml"
    path.write_text(
        '[target]\nname = "Acme"\nkind = "live"\nurl = "http://127.0.0.1:1"\n[target.site]\ngroup = "Acme"\n'
        'start_url = "http://127.0.0.1:1/web/acme"\n[target.auth]\nclient_id_env = "PATH"\n'
        f'client_secret_env = "PATH"\n[harness]\nadvertise_procurement = "http://localhost:{port}"\n',
        encoding="utf-8",
    )
    world = World(
        read_settings({"out": str(tmp_path / "out"), "target": str(path)}, {}), worker="main", redactor=Redactor(b"w")
    )
    with closing(world):
        assert world.procurement.url == f"http://localhost:{port}"
        assert requests.get(world.procurement.url, timeout=10).status_code == 200
        assert str(port) not in world.other_procurement.url


@pytest.mark.usefixtures("nothing_left")
def test_one_part_that_does_not_close_keeps_no_other_from_it(settings: RunSettings) -> None:
    world = World(settings, worker="main", redactor=Redactor(b"world"))
    release = world.target.release

    def broken() -> None:
        release()
        raise KeyError("release")

    world._running.callback(broken)
    with pytest.raises(KeyError):
        world.close()


def test_the_reference_storefront_is_set_up_as_the_documentation_says(judged: World) -> None:
    administration = judged.target.administration
    assert administration.settings.auto_login() is True
    assert administration.settings.channel_settings() == ChannelSettings(True, judged.target.file.start_url)
    assert judged.target.file.kind == "embedded"
    assert judged.target.orders.url.startswith(judged.target.file.url)
    assert judged.target.orders.shared_secret not in repr(judged.target)
    assert cast("Any", judged.target.turns)._path is None
