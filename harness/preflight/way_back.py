"""Questions of the way back: does the storefront reach the hub? A real buyer punches out, and the cart has to come.

How well the shop does that is for the scenarios to judge. Here only the addresses are asked about: a session that goes
wrong for another reason leaves a question not answered.
"""

from __future__ import annotations

import errno
import re
import secrets
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

from faker import Faker

from harness.actors import Buyer
from harness.actors.people import Cast
from harness.answers import told_by
from harness.errors import ConfigurationError, HarnessFault, Inapplicable, NonConformance, Untestable
from harness.evidence import Evidence
from harness.preflight.before import limited
from harness.preflight.questions import NotAsked, NotTold, Question
from harness.preflight.subject import Subject
from harness.stage import Stage
from harness.world import World
from simulators.wire import Unreachable

# What a buyer reads when the cart could not be sent: the connector's own words, or Liferay's of a page that failed.
_FAILED = re.compile(r"transfer|temporarily unavailable", re.IGNORECASE)


class WayBack:
    """Plays one round trip against the target. What it makes there is removed again, at the latest when closed."""

    def __init__(self, subject: Subject, open_world: Callable[[], World], *, processes: int = 1) -> None:
        """Take the parties of a run from `open_world` once they are needed; `processes` will want a hub each."""
        self._subject = subject
        self._open_world = open_world
        self._processes = processes
        self._running = ExitStack()
        self._made = ExitStack()
        self._world: World | None = None
        self._buyer: Buyer | None = None

    def close(self) -> None:
        """Put back what was not yet, and stop all parties."""
        with self._running:
            self._made.close()

    def hub(self) -> tuple[Question, Question]:
        """Return whether the hub can be where it is said to be."""
        listens = Question("the hub can listen", self.hub_can_listen)
        return listens, Question("this machine reaches the hub", self.hub_is_reached_from_here, (listens,))

    def round_trip(self, after: tuple[Question, ...]) -> Iterator[Question]:
        """Yield what a buyer's visit tells."""
        yield Question("a buyer punches out and is signed in", self.buyer_gets_in, after)
        products = Question("the buyer sees the products", self.products_are_offered, after)
        yield products
        yield Question("the cart comes back to the hub", self.cart_comes_back, (*after, products))
        if self._subject.target.admin is not None:
            yield Question("what was made for that is removed again", self.all_is_put_back, after)

    def hub_can_listen(self) -> str:
        """Bind the hub's port, and the next ones when there will be several hubs; then start the parties."""
        file = self._subject.target.file
        port = urlsplit(file.advertise).port or 0
        for number in range(port, port + self._processes if port else 1):
            try:
                with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
                    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                    probe.bind((file.bind, number))
                    probe.listen()
            except OSError as error:
                raise self._cannot_listen(error, number) from error
        self._world = self._open_world()
        self._running.callback(self._world.close)
        return f"{file.bind}, {f'port {port}' if port else 'any port'}"

    def hub_is_reached_from_here(self) -> str:
        """Ask the hub something under the address that is given away."""
        url = self._parties.hub.url
        try:
            # Nobody else has such an answer to such a question.
            answer = self._subject.caller.call("GET", f"{url}/operator/sessions/none", receiver="hub")
        except Unreachable as error:
            raise self._subject.wrong(
                "harness.advertise",
                f"not even this machine reaches the hub at {url} ({error.reason})",
                expected="an address by which the storefront reaches the hub here, and this machine too",
                remedy="Give this machine's name or number in the network and a free port; check harness.bind, "
                f"which is {self._subject.target.file.bind}, and this machine's firewall.",
            ) from error
        if told_by(answer).get("error") != "no such session":
            raise self._subject.wrong(
                "harness.advertise",
                f"something else than the hub answers at {url} (HTTP {answer.status_code})",
                expected="an address that leads to the hub here",
                remedy="Give this machine's own name or number, and a port that nothing else uses or is passed on to.",
            )
        return url

    def buyer_gets_in(self) -> None:
        """Let a buyer punch out: a new one where the administrator can make one, else the one the target file names."""
        world = self._parties
        cast = Cast(Faker("en_US"), f"preflight-{secrets.token_hex(3)}")
        evidence = Evidence(world.journal.redactor)
        stage = self._made.enter_context(Stage(world, cast, evidence, changes_settings=False))
        file = self._subject.target.file
        if self._subject.target.admin is None and not (file.buyer_email and file.account):
            raise NotAsked("the target file has neither [target.buyer] nor [target.admin]")
        if file.by_hand:
            raise NotAsked("nobody may automate it: a person punches out there, in the scenarios that are attested")
        with self._not_told():
            buyer = stage.buyer()
            buyer.enter()
        self._buyer = buyer

    def products_are_offered(self) -> str:
        """Look for the products of the target file in the catalog the buyer sees."""
        with self._not_told():
            offered = self._buyer_inside.shopping.offered()
        missing = [sku for sku in self._subject.target.file.skus if sku not in offered]
        if missing:
            raise self._subject.wrong(
                "target.catalog.skus",
                f"the buyer does not see {', '.join(missing)}",
                expected="SKUs that this buyer sees in the catalog",
                remedy="Compare them with Control Panel > Commerce > Products > (the product) > SKUs; each has to be "
                "published, and visible in the channel and to the buyer's account (Visibility, Eligibility).",
            )
        if not offered:
            raise NotTold("the buyer sees no product at all")
        return f"{len(self._subject.target.file.skus) or len(offered)} of them"

    def cart_comes_back(self) -> str:
        """Fill a cart, click Submit, and see whether the storefront comes to the hub."""
        buyer, told = self._buyer_inside, ""
        with self._not_told():
            buyer.fill_cart([1])
            page = buyer.shopping.open_carts()
            button = buyer.shopping.submit_button(page, buyer.order_id)
            if button is None:
                raise NotTold("Open Carts offers the buyer no Submit")
        try:
            page = buyer.shopping.press(button)
            told = next((f'it told the buyer "{alert}"' for alert in page.alerts if _FAILED.search(alert)), "")
            said = f', with "{page.alerts[0]}"' if page.alerts else ""
            otherwise = (
                f"the storefront sent no cart, and shows HTTP {page.status} at {page.url.partition('?')[0]}{said}"
            )
        except (NonConformance, HarnessFault) as error:
            otherwise = self._hidden(error)
            if isinstance(error.__cause__, Unreachable) and error.__cause__.too_late:
                told = "it let the buyer wait in vain"
        with self._not_told():
            if buyer.at_the_hub().cart_posts:
                return self._parties.hub.url
        if told and not self._hub_was_called():
            raise self._not_reached(told)
        raise NotTold(told or otherwise)

    def all_is_put_back(self) -> None:
        """Remove buyer, account and role."""
        self._buyer = None
        try:
            self._made.close()
        except Exception as error:  # whatever kept it from being removed, the person who asks has to know
            raise NotTold(self._hidden(error)) from error

    @property
    def _parties(self) -> World:
        assert self._world is not None  # what needs them comes after the question that opens them
        return self._world

    @property
    def _buyer_inside(self) -> Buyer:
        if self._buyer is None:
            raise NotAsked("no buyer was signed in")
        return self._buyer

    def _hub_was_called(self) -> bool:
        """Tell whether the storefront, or anybody who did not say, called the hub at all."""
        exchanges = self._parties.journal.exchanges("")
        return any(
            exchange.receiver == "hub" and exchange.sender in ("storefront", "someone") and exchange.failure is None
            for exchange in exchanges
        )

    @contextmanager
    def _not_told(self) -> Iterator[None]:
        """Let what goes wrong with the shop meanwhile be no answer."""
        try:
            yield
        except Inapplicable:
            raise NotAsked(
                "the products of Commerce 2.1 are listed to an administrator only: give [target.admin]"
            ) from None
        except (NonConformance, Untestable, HarnessFault) as error:
            limit = self._parties.journal.patience.limit
            if limit is not None:
                raise limited(self._subject, limit) from error
            raise NotTold(self._hidden(error)) from error

    def _hidden(self, error: BaseException) -> str:
        """Return what an error says, without secrets and tokens."""
        return self._parties.journal.redactor.text(str(error))

    def _cannot_listen(self, error: OSError, port: int) -> ConfigurationError:
        bind, more = self._subject.target.file.bind, self._processes - 1
        first = urlsplit(self._subject.target.file.advertise).port
        if error.errno == errno.EADDRINUSE:
            return self._subject.wrong(
                "harness.advertise",
                f"another program listens at port {port} of this machine",
                expected=f"{more + 1} free ports from {first} on" if more else "a free port",
                remedy="End that program, or choose another port"
                + ("; each process of -n has a hub of its own, at the next port." if more else "."),
            )
        if error.errno == errno.EACCES:
            return self._subject.wrong(
                "harness.advertise",
                f"this user may not listen at port {port}",
                expected="a port from 1024 on",
                remedy="Choose another port, such as 8800.",
            )
        return self._subject.wrong(
            "harness.bind",
            f"{bind!r} is no address of this machine",
            expected="one of its own numbers, or 0.0.0.0 for all of them",
            remedy="Look them up with the command ip address (ipconfig on Windows).",
        )

    def _not_reached(self, told: str) -> ConfigurationError:
        file, url = self._subject.target.file, self._parties.hub.url
        return self._subject.wrong(
            "harness.advertise" if file.advertise else "harness.advertise, harness.bind",
            f"the storefront could not reach the hub at {url}: {told}, and no connection came",
            expected="an address that the storefront's machine can open",
            remedy=f"Try it there (curl -i {url}/). Give this machine's name or number in the network as advertise, "
            "let its firewall take connections to that port, and set bind to that number or to 0.0.0.0 "
            f"(it is {file.bind}).",
        )
