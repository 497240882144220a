"""Serving parties by themselves: for a look around, for a run in another shell, for a machine of their own."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from harness.actors import Company, HubDesk, Person, ProcurementDesk
from harness.administration import PUNCH_OUT_PERMISSIONS, Administration
from harness.defects import defective, defective_hub, defective_procurement
from harness.errors import ConfigurationError
from harness.targetfile import DEFAULT_GENERATION, OrderInterface, TargetFile
from harness.targets.embedded import describe, install
from simulators.hub import Hub
from simulators.procurement import Procurement
from simulators.storefront import CONNECTORS, GENERATIONS, REFERENCE, Credentials, Storefront, new_credentials
from simulators.wire import Journal, Redactor

PARTIES = ("procurement", "hub", "storefront")
# Where Liferay listens in its images.
IMAGE_PORT = 8080
_VARIABLES = {
    "client_id": "PUNCHOUT_CLIENT_ID",
    "client_secret": "PUNCHOUT_CLIENT_SECRET",
    "administrator": "PUNCHOUT_ADMIN_USER",
    "administrator_password": "PUNCHOUT_ADMIN_PASSWORD",
    "order_secret": "PUNCHOUT_ORDER_SECRET",
}


@dataclass(frozen=True)
class ServeOrder:
    """What to serve: which parties, from which port on, and what to write once they are ready."""

    parties: Sequence[str]
    port_base: int = 0
    public_url: str | None = None
    as_json: bool = False
    target_out: Path | None = None
    seed: int = 1
    connector: str | None = None
    generation: str = DEFAULT_GENERATION
    defects: tuple[str, ...] = ()
    home: Path | None = None
    context_path: str = ""
    bare: bool = False

    @property
    def console(self) -> Path | None:
        """The file of the storefront's console log: beside the target file, which names it."""
        return self.target_out.with_suffix(".log") if self.target_out else None

    def port(self, party: str) -> int:
        """Return the port of a party: the base, then one after the other; 0 for a free one."""
        return self.port_base + PARTIES.index(party) if self.port_base else 0


def serve(order: ServeOrder, environment: Mapping[str, str] = os.environ) -> int:
    """Serve until interrupted.

    Raises:
        ConfigurationError: when a port cannot be had.

    """
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    with ExitStack() as running:
        if order.home is not None:
            running.enter_context(closing(installed_at(order, order.home, environment)))
            stop.wait()
            return 0
        ready = _start(order, environment, running)
        for line in [json.dumps(ready)] if order.as_json else _told(ready):
            print(line, flush=True)
        stop.wait()
    return 0


def installed_at(order: ServeOrder, home: Path, environment: Mapping[str, str]) -> Storefront:
    """Open a storefront as in an image of Liferay: by its home folder, its log on the standard output, for everybody.

    Raises:
        ConfigurationError: when the port is taken.

    """
    connector = CONNECTORS[order.connector] if order.connector else None
    try:
        return Storefront(
            Journal(Redactor(os.urandom(16))),
            seed=order.seed,
            credentials=_credentials(environment),
            generation=GENERATIONS[connector.generation if connector else order.generation],
            parts=connector.parts if connector else REFERENCE,
            host="0.0.0.0",  # noqa: S104  # a container's port is published by whoever starts it
            port=order.port_base or IMAGE_PORT,
            console=Path("/dev/stdout"),
            home=home,
            context_path=order.context_path,
        ).open()
    except OSError as error:
        raise ConfigurationError(
            "--port-base", f"port {order.port_base or IMAGE_PORT} is taken ({error.strerror})", "Choose another."
        ) from error


def _start(order: ServeOrder, environment: Mapping[str, str], running: ExitStack) -> dict[str, Any]:
    """Start the parties; return every address and credential, by party."""
    journal = Journal(Redactor(os.urandom(16)))
    ready: dict[str, Any] = {}
    hub = procurement = None
    try:
        if "procurement" in order.parties:
            parts = defective_procurement(*order.defects)
            procurement = Procurement(journal, parts=parts, port=order.port("procurement")).open()
            running.callback(procurement.close)
            ready["procurement"] = {"url": procurement.url}
        if "hub" in order.parties:
            hub = Hub(journal, parts=defective_hub(*order.defects), port=order.port("hub")).open()
            running.callback(hub.close)
            ready["hub"] = {"url": hub.url, "setup_url": hub.setup_url, "order_url": hub.order_url}
        if "storefront" in order.parties:
            credentials = _credentials(environment)
            if order.console is not None:
                order.console.unlink(missing_ok=True)
            connector = CONNECTORS[order.connector] if order.connector else None
            storefront = Storefront(
                journal,
                seed=order.seed,
                credentials=credentials,
                generation=GENERATIONS[connector.generation if connector else order.generation],
                parts=defective(*order.defects, parts=connector.parts if connector else REFERENCE),
                port=order.port("storefront"),
                public_url=order.public_url,
                console=order.console,
                context_path=order.context_path,
                bare=order.bare,
            ).open()
            running.callback(storefront.close)
            ready["storefront"] = _set_up(storefront, journal, order)
            if hub and procurement and not order.bare:
                ready["demonstration"] = _demonstration(storefront, hub, procurement, journal)
    except OSError as error:
        raise ConfigurationError(
            "--port-base",
            f"port {order.port_base} or one of the next two is taken ({error.strerror})",
            "Choose another.",
        ) from error
    return ready


def _credentials(environment: Mapping[str, str]) -> Credentials:
    """Return the storefront's credentials: those of the environment, so that two shells can share them, or new ones."""
    given = {name: environment[variable] for name, variable in _VARIABLES.items() if environment.get(variable)}
    return replace(new_credentials(), **given)


def _set_up(storefront: Storefront, journal: Journal, order: ServeOrder) -> dict[str, Any]:
    file = replace(describe(storefront, kind="live"), console_logs=(order.console.name,) if order.console else ())
    if order.connector:
        # A real connector ends where the cart is handed over.
        file = replace(file, orders=None)
    if order.bare:
        file = replace(file, group="", start_url="", currencies=())
    else:
        with _administration(storefront, file, journal) as administration:
            install(file, administration)
    if order.target_out is not None:
        order.target_out.write_text(target_file_text(file), encoding="utf-8")
    credentials = storefront.credentials
    return {
        "url": storefront.url,
        "listens_at": storefront.bound_url,
        "start_url": storefront.start_url,
        "orders_url": file.orders.url if file.orders else None,
        "site": storefront.site_key,
        "generation": storefront.generation.name,
        "skus": list(storefront.skus),
        "environment": {variable: getattr(credentials, name) for name, variable in _VARIABLES.items()},
    }


def _demonstration(storefront: Storefront, hub: Hub, procurement: Procurement, journal: Journal) -> dict[str, str]:
    """Make a buyer who may punch out, and a punch out that waits for a click; return where to click."""
    file = describe(storefront, kind="live")
    company = Company("Demonstration Company", "DEMO", "DEMO-BUYER", "demonstration-secret")
    company = replace(company, procurement_url=procurement.url)
    path = storefront.orders_url.removeprefix(storefront.url)
    orders = OrderInterface(storefront.bound_url + path, storefront.credentials.order_secret)
    person = Person("demo.buyer@buyer.example", "Demo", "Buyer")
    with _administration(storefront, file, journal) as hand:
        people = hand.people
        account_id = people.add_account(company.name, company.account_code)
        user_id = people.add_user(person.email, person.first_name, person.last_name)
        hand.sites.join(user_id)
        people.add_member(account_id, person.email)
        people.assign_role(account_id, people.add_role(account_id, "Punch Out Vendor", PUNCH_OUT_PERMISSIONS), user_id)
    hub_desk, desk = HubDesk(hub.url, journal), ProcurementDesk(procurement.url, journal)
    hub_desk.relate(company, storefront.bound_url, file.group, file.hub, currency="USD", verify=True, orders=orders)
    order_url = hub_desk.order_url
    punch_out = desk.begin(company, person, hub_desk.entrance(company), order_url=order_url)
    hub_desk.close()
    desk.close()
    return {"buyer": person.email, "punch_out": f"{procurement.url}/punchouts/{punch_out.buyer_cookie}"}


@contextmanager
def _administration(storefront: Storefront, file: TargetFile, journal: Journal) -> Iterator[Administration]:
    """Yield the administrator's hand on a storefront served here, at the address it is bound to."""
    assert file.admin is not None  # describe gives one
    administration = Administration(storefront.bound_url, file.admin, file.group, journal, generation=file.generation)
    try:
        yield administration
    finally:
        administration.close()


def target_file_text(file: TargetFile) -> str:
    """Return the target file of a served storefront; secrets are named, not written."""
    quoted = {name: json.dumps(value) for name, value in vars(file).items() if isinstance(value, str)}
    return "\n".join(
        [
            "[target]",
            f"name = {quoted['name']}",
            f"kind = {quoted['kind']}",
            f"url = {quoted['url']}",
            f"generation = {quoted['generation']}",
            *(_site_section(quoted) if file.group else ()),
            "[target.auth]",
            f'client_id_env = "{_VARIABLES["client_id"]}"',
            f'client_secret_env = "{_VARIABLES["client_secret"]}"',
            "[target.admin]",
            f'user_env = "{_VARIABLES["administrator"]}"',
            f'password_env = "{_VARIABLES["administrator_password"]}"',
            *(_catalog_section(file) if file.skus else ()),
            *(_orders_section(file.orders) if file.orders else ()),
            *(f"[target.console]\nlog = {json.dumps(log)}" for log in file.console_logs),
            "",
        ]
    )


def _site_section(quoted: Mapping[str, str]) -> list[str]:
    return ["[target.site]", f"group = {quoted['group']}", f"start_url = {quoted['start_url']}"]


def _catalog_section(file: TargetFile) -> list[str]:
    return [
        "[target.catalog]",
        f"skus = {json.dumps(list(file.skus))}",
        f"currencies = {json.dumps(list(file.currencies))}",
    ]


def _orders_section(orders: OrderInterface) -> list[str]:
    return [
        "[target.orders]",
        f"url = {json.dumps(orders.url)}",
        f'shared_secret_env = "{_VARIABLES["order_secret"]}"',
    ]


def _told(ready: dict[str, Any]) -> list[str]:
    """Return what a person is told who started the parties by hand."""
    lines = [f"{party:<12} {values['url']}" for party, values in ready.items() if "url" in values]
    if "storefront" in ready:
        if ready["storefront"]["listens_at"] != ready["storefront"]["url"]:
            lines.append(f"{'listens at':<12} {ready['storefront']['listens_at']}, where what stands before it leads")
        lines += [f"export {name}={value}" for name, value in ready["storefront"]["environment"].items()]
    if "demonstration" in ready:
        lines.append(f"To look around, open {ready['demonstration']['punch_out']} and let procurement punch out.")
    return [*lines, "Stop with Ctrl-C."]
