"""Watching the wire: which message is judged by what, and whose fault a fault is.

A fault in a message of ours is an error of the harness, whatever the scenario says of the target; what is found in a
message of the target is kept for the checks and the evidence of the scenario. What our parties send wrongly on
purpose they mark, and it is not judged.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from harness.errors import HarnessFault
from harness.judgement import messages
from harness.judgement.findings import TARGET, Finding
from simulators.hub import ORDER_PATH, SESSION_PATH, SETUP_PATH
from simulators.procurement.orders import CONFIRMATION_PATH
from simulators.wire import ON_PURPOSE, Journal, Seen

# Where shops post carts, and where a launch through the browser has them sent; a browser posts them to any of these.
_GATEWAY, _BROWSERS_GATEWAY = "/gateway/link/api/id/", "/gateway/link/return/id/"


@dataclass(frozen=True)
class Judged:
    """Messages of one kind: between whom, at which path, by what they are judged; `answer` when it is the answer."""

    sender: str
    receiver: str
    path: str
    judge: Callable[[Seen], Iterator[Finding]]
    answer: bool = False

    def takes(self, seen: Seen) -> bool:
        """Tell whether an exchange is of this kind, and meant as what it is."""
        headers = seen.answer_headers if self.answer else seen.request_headers
        return (
            seen.method == "POST"
            and seen.receiver.endswith(self.receiver)
            and seen.sender.endswith(self.sender)
            and self.path in seen.url.partition("?")[0]
            and ON_PURPOSE not in headers
        )


KINDS: tuple[Judged, ...] = (
    Judged("procurement system", "hub", SETUP_PATH, messages.setup_request),
    Judged("procurement system", "hub", SETUP_PATH, messages.response, answer=True),
    Judged("hub", TARGET, SESSION_PATH, messages.session_request),
    Judged("hub", TARGET, SESSION_PATH, messages.session_answer, answer=True),
    Judged(TARGET, "hub", _GATEWAY, messages.cart),
    Judged(TARGET, "hub", _GATEWAY, messages.cart_answer, answer=True),
    Judged("procurement system", "hub", ORDER_PATH, messages.order_request),
    Judged("procurement system", "hub", ORDER_PATH, messages.response, answer=True),
    Judged("hub", "procurement system", CONFIRMATION_PATH, messages.confirmation),
    Judged(TARGET, "hub", _BROWSERS_GATEWAY, messages.cart),
    Judged(TARGET, "hub", _BROWSERS_GATEWAY, messages.cart_answer, answer=True),
    Judged("browser", "hub", "/gateway/link/", messages.carried_cart),
    Judged("browser", "procurement system", "/punchout/return", messages.order_message),
    Judged("browser", "procurement system", "/oci/return", messages.oci_form),
)


class WireJudge:
    """Judges each exchange when it is answered. Safe to be shown exchanges by several threads."""

    def __init__(self, journal: Journal, orders_url: str = "") -> None:
        """Judge what a journal sees; `orders_url` is where the target takes purchase orders, if it does."""
        self._journal = journal
        path = urlsplit(orders_url).path
        self._kinds = (*KINDS, Judged("hub", TARGET, path, messages.purchase_order)) if path else KINDS
        self._lock = threading.Lock()
        self._found: dict[str, list[Finding]] = {}
        self._ended: set[str] = set()

    def __call__(self, seen: Seen) -> None:
        """Judge an exchange."""
        for kind in self._kinds:
            if kind.takes(seen):
                for finding in kind.judge(seen):
                    self._take(seen.scenario, replace(finding, words=self._journal.redactor.text(finding.words)))

    def findings(self, scenario: str) -> tuple[Finding, ...]:
        """Return what was found in messages of the target during a scenario, so far, each once."""
        with self._lock:
            return tuple(dict.fromkeys(self._found.get(scenario, ())))

    def forget(self, scenario: str) -> None:
        """Drop a scenario from memory, and what still comes of it."""
        with self._lock:
            self._found.pop(scenario, None)
            self._ended.add(scenario)

    def _take(self, scenario: str, finding: Finding) -> None:
        if finding.sender == TARGET:
            with self._lock:
                # A scenario that is over is read no more, unless it is run again.
                if scenario not in self._ended or scenario == self._journal.scenario_now:
                    self._found.setdefault(scenario, []).append(finding)
        elif finding.is_fault and not self._comes_from_the_target(scenario, finding):
            error = HarnessFault(f"a message of ours is wrong: {finding}")
            self._journal.fault(finding.sender, error, scenario=scenario)

    def _comes_from_the_target(self, scenario: str, finding: Finding) -> bool:
        """Tell whether a fault is only carried on: sums and currencies of a cart that was faulty when it came."""
        carried = (finding.message, finding.name) in messages.CARRIED_ON
        return carried and any(one.is_fault and one.message == messages.CART for one in self.findings(scenario))
