"""The ways between the parties of a scenario: led through a proxy of ours where it wants a fault, and free again after.

Our own clients keep the address and connect elsewhere; the storefront is given a return URL at the proxy. So a fault
needs nothing of the target but that it posts its carts where it is told to.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from harness.actors import Buyer
from harness.errors import HarnessFault, Inapplicable
from harness.evidence import Evidence
from harness.putting_back import PuttingBack
from harness.staged_relationships import StagedRelationships
from harness.world import World
from simulators.hub import SESSION_PATH, SETUP_PATH
from simulators.wire import origin_of
from simulators.wire.faults import Fault, FaultProxy, UnknownFault, fault_named

# What is spoken of on a way: the requests a fault is for, by a part of their address. A browser's are all of them.
WAYS: Mapping[str, str] = {
    "procurement to the hub": SETUP_PATH,
    "the hub to the storefront": SESSION_PATH,
    "the storefront to the hub": "/gateway/link/",
    "the browser to the storefront": "",
    "the browser to the hub": "/gateway/link/",
    "the browser to procurement": "/return",
}
TO_THE_HUB, TO_THE_STOREFRONT = "the storefront to the hub", "the hub to the storefront"
# Seconds that a caller of ours waits for one that never answers.
PATIENCE = 1.0
# And a buyer for a page of a storefront that waits itself: as long as a hub may be silent.
PATIENCE_OF_BUYERS = 20.0
_USUAL_PORTS = {"http": 80, "https": 443}


@dataclass
class _Passage:
    """A way that is led through a proxy; `origin` is where it leads."""

    proxy: FaultProxy
    origin: str
    fault: Fault

    @property
    def place(self) -> str:
        """The host and port to connect to."""
        return f"{_nowhere()}:{self.proxy.port}" if self.fault.name_fails else self.proxy.place

    @property
    def spoiled(self) -> int:
        """How often it has spoiled something so far."""
        return self.proxy.spoiled

    @property
    def refuses(self) -> bool:
        """Whether it lets nothing in at all, or nothing out."""
        return self.proxy.fault is not None and (self.fault.down or self.fault.name_fails or self.fault.holds_callers)

    @property
    def can_be_seen(self) -> bool:
        """Whether the proxy is met by those who have the fault."""
        return not self.fault.down and not self.fault.name_fails

    @property
    def met(self) -> bool:
        """Whether anything had the fault."""
        return self.proxy.has_met(self.fault)


class StagedWays:
    """Gives ways faults, by the names of `WAYS` and of the wire's table of faults."""

    def __init__(
        self, world: World, relationships: StagedRelationships, putting_back: PuttingBack, evidence: Evidence
    ) -> None:
        self._world = world
        self._relationships = relationships
        self._putting_back = putting_back
        self._evidence = evidence
        self._passages: dict[str, _Passage] = {}

    def let(self, buyer: Buyer, way: str, fault: str | None) -> None:
        """Let a way have a fault from now on, or recover for None; the browser is a buyer's, the others are all's.

        Of the storefront's way to the hub, sessions that were asked for earlier know nothing.

        Raises:
            Inapplicable: when the target cannot be given that way, or the fault cannot be had there.
            HarnessFault: when nothing has had the fault a way recovers from, which would judge nothing.

        """
        if fault is None:
            self._recover(buyer, way)
            return
        # Whoever waits in vain from now on waits for the fault, not for a target that is silent.
        self._world.journal.patience.excuse()
        passage = self._passage(buyer, way, _named(fault).aimed_at(WAYS[way]))
        passage.proxy.switch(passage.fault)
        self._lead(buyer, way, passage)

    def _recover(self, buyer: Buyer, way: str) -> None:
        passage = self._passages.get(way)
        if passage is None:
            raise HarnessFault(f"the way from {way} has no fault to recover from")
        if passage.can_be_seen and not passage.met:
            self._missed(way, passage)
        passage.proxy.switch(None)
        if passage.fault.name_fails or passage.fault.tls or passage.fault.holds_callers:
            # What was given away leads nowhere, or there is more patience now.
            self._lead(buyer, way, None if way == TO_THE_HUB else passage)

    def _missed(self, way: str, passage: _Passage) -> None:
        """Tell that nothing came by: of the storefront that is its own doing."""
        if way == TO_THE_HUB:
            self._evidence.expect("The storefront uses the return URL it was given", expected="a call", got="none")
        raise _vacuous(way, passage.fault)

    def _passage(self, buyer: Buyer, way: str, fault: Fault) -> _Passage:
        origin = self._origin(buyer, way)
        if fault.reads_messages and urlsplit(origin).scheme == "https" and way != TO_THE_HUB:
            raise Inapplicable(
                f"not applied to {self._world.target.file.name}: the way from {way} is encrypted, and for "
                f"{fault.name!r} its messages have to be read"
            )
        passage = self._passages.get(way)
        if passage is None:
            passage = self._passages[way] = _Passage(self._opened(way, origin), origin, fault)
            self._putting_back.at_the_end(self._close, buyer, way)
        passage.fault = fault
        return passage

    def _origin(self, buyer: Buyer, way: str) -> str:
        """Return where a way leads, as it is reached from this machine."""
        file = self._world.target.file
        origins = {
            "procurement to the hub": buyer.hub.url,
            TO_THE_STOREFRONT: file.url,
            TO_THE_HUB: self._world.hub_address,
            "the browser to the storefront": file.start_url,
            "the browser to the hub": buyer.hub.url,
            "the browser to procurement": buyer.procurement.url,
        }
        return origin_of(origins[way])

    def _opened(self, way: str, origin: str) -> FaultProxy:
        file, parts = self._world.target.file, urlsplit(origin)
        if file.proxy is not None and origin in self._world.target.origins:
            raise Inapplicable(f"not applied to {file.name}: the way from {way} leads through harness.proxy")
        host, port = ("127.0.0.1", 0)
        if way == TO_THE_HUB:
            host, port = file.bind, self._world.faults_at[0]
            if file.advertise and not file.advertise_faults:
                raise Inapplicable(
                    f"not applied to {file.name}: name in harness.advertise_faults a second address that reaches this "
                    "machine, such as that of harness.advertise with another port"
                )
        upstream = (parts.hostname or "", parts.port or _USUAL_PORTS[parts.scheme])
        try:
            return FaultProxy(upstream, host=host, port=port, seed=f"{self._world.seed} {way}").open()
        except OSError as error:
            raise HarnessFault(
                f"nothing can listen on {host}, port {port or 'any'} ({error.strerror}): "
                "correct harness.bind or harness.advertise_faults"
            ) from error

    def _lead(self, buyer: Buyer, way: str, passage: _Passage | None) -> None:
        """Let those who go a way go by the passage, or directly."""
        place, relationships = passage.place if passage else "", self._relationships
        held = passage is not None and passage.proxy.fault is not None and passage.fault.holds_callers
        if way == TO_THE_HUB:
            buyer.browser.patience = PATIENCE_OF_BUYERS if held else None
            relationships.return_origin = self._return_origin(passage) if passage else ""
            relationships.by_other_ways()
        elif way == TO_THE_STOREFRONT:
            relationships.connect_to, relationships.patience = place, PATIENCE if held else 0.0
            relationships.by_other_ways()
        elif way == "procurement to the hub":
            buyer.hub_is_at = place
        else:
            buyer.browser.go_through(self._origin(buyer, way), passage)
            buyer.browser.patience = PATIENCE if held else None

    def _return_origin(self, passage: _Passage) -> str:
        """Return the origin at which the storefront is to reach the hub."""
        parts = urlsplit(self._world.faults_at[1] or f"http://{passage.proxy.place}")
        host = _nowhere() if passage.fault.name_fails else parts.hostname
        scheme = "https" if passage.fault.tls else parts.scheme
        origin = f"{scheme}://{host}:{parts.port}"
        self._world.journal.recorded_at(origin, "hub")
        return origin

    def _close(self, buyer: Buyer, way: str) -> None:
        """Close the passage of a way, and write down what it did.

        Raises:
            HarnessFault: when all that was judged holds, though nothing had the fault.

        """
        passage = self._passages.pop(way)
        passage.proxy.close()
        self._lead(buyer, way, None)
        for act in passage.proxy.acts:
            fault = f", for the fault {act.fault!r}" if act.fault else ""
            self._evidence.remark(f"the way from {way}: {act.what}{fault}: {act.request or 'bytes'}")
        checks = self._evidence.checks
        if passage.can_be_seen and not passage.met and checks and all(check.holds for check in checks):
            raise HarnessFault(
                f"nothing had the fault {passage.fault.name!r} on the way from {way}: nothing was judged"
            )


def _named(fault: str) -> Fault:
    try:
        return fault_named(fault)
    except UnknownFault as error:
        raise HarnessFault(str(error)) from error


def _vacuous(way: str, fault: Fault) -> HarnessFault:
    return HarnessFault(f"nothing had the fault {fault.name!r} on the way from {way}: nothing was judged")


def _nowhere() -> str:
    """Return a name that does not resolve; `invalid` is reserved for that (RFC 6761, 6.4)."""
    return f"nowhere-{secrets.token_hex(4)}.invalid"
