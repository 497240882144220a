"""What an operator has arranged for single punch outs: how the hub asks for the session, and answers the cart."""

from __future__ import annotations

import threading
from collections.abc import Callable

from simulators.hub.behaviour import ANSWERS, ELSEWHERE, LONGEST_SILENCE, REQUESTS, SILENCE, UNREACHABLE
from simulators.hub.hostile_answers import DRIP
from simulators.wire import Party

# Of an answer nobody waits for.
_OVER = threading.Event()
_OVER.set()
NAMES = (*ANSWERS, UNREACHABLE, SILENCE, DRIP, ELSEWHERE)


class Unarranged(ValueError):
    """Something that cannot be arranged: it has no such name, or comes too late. `late` tells which."""

    def __init__(self, message: str, *, late: bool = False) -> None:
        super().__init__(message)
        self.late = late


class Arrangements:
    """Keeps by BuyerCookie what was arranged; `spare` makes a gateway on another port, which is closed at first."""

    def __init__(self, spare: Callable[[], Party]) -> None:
        self._make_spare = spare
        self._lock = threading.Lock()
        self._answers: dict[str, str] = {}
        self._requests: dict[str, str] = {}
        self._held: dict[str, threading.Event] = {}
        self._spares: dict[str, Party] = {}
        self._elsewhere: dict[str, Party] = {}

    def answer_with(self, cookie: str, name: str) -> None:
        """Let the hub answer the cart in a named way; `unreachable` has to come before the set-up.

        Raises:
            Unarranged: when there is no such way, or the gateway was opened already.

        """
        if name not in NAMES:
            raise Unarranged(f"answer is not one of {[*NAMES]}")
        with self._lock:
            held = self._held.pop(cookie, None)
            if held is not None:
                held.set()
            spare = self._spares.get(cookie)
            self._answers.pop(cookie, None)
            if name in (SILENCE, DRIP):
                self._held[cookie], self._answers[cookie] = threading.Event(), name
            elif name == ELSEWHERE:
                self._answers[cookie] = name
                if cookie not in self._elsewhere:
                    self._elsewhere[cookie] = self._make_spare().open()
            elif name == UNREACHABLE and spare is None:
                self._spares[cookie] = self._make_spare()
            elif name == UNREACHABLE and spare is not None and spare.is_open:
                raise Unarranged("the gateway of this buyer was opened already", late=True)
            elif name != UNREACHABLE:
                self._answers[cookie] = name
                if spare is not None and not spare.is_open:
                    spare.open()

    def ask_with(self, cookie: str, name: str) -> None:
        """Let the hub ask for the session in a named way; it has to come before the set-up.

        Raises:
            Unarranged: when there is no such way.

        """
        if name not in REQUESTS:
            raise Unarranged(f"request is not one of {[*REQUESTS]}")
        self._requests[cookie] = name

    def gateway(self, cookie: str, usual: str) -> str:
        """Return the base of a punch out's return URL."""
        spare = self._spares.get(cookie)
        return spare.url if spare else usual

    def asking(self, cookie: str) -> str:
        """Return the name of the way to ask for the session."""
        return self._requests.get(cookie, "as ordered")

    def answer(self, cookie: str) -> str:
        """Return the name of the way to answer the cart."""
        return self._answers.get(cookie, "accept")

    def keeps_silent(self, cookie: str) -> bool:
        """Wait while the hub is to be silent; return whether it was."""
        if self.answer(cookie) != SILENCE:
            return False
        self.let_go(cookie).wait(LONGEST_SILENCE)
        return True

    def let_go(self, cookie: str) -> threading.Event:
        """Return what is set once an answer that takes its time is wanted no more."""
        return self._held.get(cookie, _OVER)

    def elsewhere(self, cookie: str) -> str:
        """Return the base of the gateway the buyer is sent to when it is another than the usual one."""
        return self._elsewhere[cookie].url

    def ask_to_close(self) -> None:
        """Begin to close the spare gateways, without waiting; requests that were held are let go."""
        for held in tuple(self._held.values()):
            held.set()
        for party in (*self._spares.values(), *self._elsewhere.values()):
            party.ask_to_close()

    def close(self) -> None:
        """Close the spare gateways and free their ports."""
        self.ask_to_close()
        for party in (*self._spares.values(), *self._elsewhere.values()):
            party.close()
