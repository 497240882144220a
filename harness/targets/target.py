"""A target: where it is, what it can do, how time passes there, and the hand that administers it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from harness.administration import Administration
from harness.administration.config_files import ConfigFiles
from harness.deployment import ContainerLog, Log, read_log
from harness.errors import HarnessFault, Inapplicable
from harness.targetfile import OrderInterface, TargetFile
from harness.targets.passage import Passage
from harness.targets.turns import Turns
from simulators.wire import origin_of

# What a target may lack, in the words of a person who reads why a scenario was not applied.
CAPABILITIES = {
    "orders": "close and delete orders",
    "people": "create users, accounts and roles",
    "products": "list products, as administrators do,",
    "settings": "change settings",
    "sites": "create sites and channels",
}


def _nothing() -> str:
    return ""


def _stay() -> None:
    pass


def _always() -> bool:
    return True


@dataclass(frozen=True)
class Target:
    """The storefront under test; scenarios cannot tell which kind it is.

    `restart` starts it anew, or says by Inapplicable why the harness cannot. Of a storefront that is the run's own,
    `leave` begins to end it, which `release` completes; `failure` says what keeps it from answering, and
    `has_whole_log` whether its console log could be written. `config_files` changes settings where files can be put
    into the server.
    """

    file: TargetFile
    time: Passage
    turns: Turns
    admin: Administration | None
    release: Callable[[], None]
    restart: Callable[[], None]
    failure: Callable[[], str] = _nothing
    has_whole_log: Callable[[], bool] = _always
    leave: Callable[[], None] = _stay
    config_files: ConfigFiles | None = None

    @property
    def administration(self) -> Administration:
        """The administrator's hand, for what has to do with people.

        Raises:
            Inapplicable: when the target has given none.

        """
        return self.administration_for("people")

    def administration_for(self, capability: str) -> Administration:
        """Return the administrator's hand for one of the capabilities.

        Raises:
            Inapplicable: when the target has given none.

        """
        # What to give instead would be wrong advice there.
        self.need_automation()
        if self.admin is None:
            raise Inapplicable(
                f"not applied to {self.file.name}: the harness may not {CAPABILITIES[capability]} there; "
                "give [target.admin] in the target file"
            )
        return self.admin

    def need_automation(self) -> None:
        """Do nothing where scenarios may use a browser and ask for sessions by themselves.

        Raises:
            Inapplicable: when only a person may, who attests what is judged.

        """
        if self.file.by_hand:
            raise Inapplicable(
                f"not applied to {self.file.name}: nobody may automate it, as [target.attestation] browser says; only "
                "what a person attests is judged there"
            )

    def console(self) -> Log:
        """Return the console log of the target's server.

        Raises:
            Inapplicable: when the target file names none.
            HarnessFault: when the run's own storefront could not write it.

        """
        if not self.has_whole_log():
            raise HarnessFault("the console log of the reference storefront is not whole: it could not be written")
        if self.file.console_container:
            return Log((ContainerLog(self.file.console_container),))
        if not self.file.console_logs:
            raise Inapplicable(
                f"not applied to {self.file.name}: give [target.console] log or container in the target file"
            )
        return read_log([Path(log) for log in self.file.console_logs])

    @property
    def orders(self) -> OrderInterface:
        """Where the target takes purchase orders.

        Raises:
            Inapplicable: when the target file names no place; the connector has none of its own.

        """
        if self.file.orders is None:
            raise Inapplicable(
                f"not applied to {self.file.name}: the harness knows no place for purchase orders there; give "
                "[target.orders] url and shared_secret_env in the target file"
            )
        return self.file.orders

    @property
    def origins(self) -> frozenset[str]:
        """The origins the target is known to be at."""
        orders = self.file.orders.url if self.file.orders else ""
        other = self.file.other_channel.start_url if self.file.other_channel else ""
        return frozenset(origin_of(url) for url in (self.file.url, self.file.start_url, other, orders) if url)

    @property
    def verify(self) -> bool | str:
        """How certificates are checked: by the system's authorities or by a file of the target's own."""
        return self.file.ca_file or True

    @property
    def open_carts_url(self) -> str:
        """The address of the Open Carts page."""
        return self.file.open_carts_url or self._beside_start_page("pending-orders")

    @property
    def sign_out_url(self) -> str:
        """The address that signs a buyer out, where the buyer is: at the address of the start page."""
        return f"{self.file.buyers_url}/c/portal/logout"

    @property
    def checkout_url(self) -> str:
        """The address of the checkout page."""
        return self.file.checkout_url or self._beside_start_page("checkout")

    def _beside_start_page(self, name: str) -> str:
        """Return a page of the site the start URL is on."""
        portal = self.file.buyers_url
        path = urlsplit(self.file.start_url.removeprefix(portal)).path
        site = "/".join(path.split("/")[:3]) if path.startswith("/web/") else ""
        return f"{portal}{site}/{name}"
