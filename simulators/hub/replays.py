"""Documents seen before: one that is sent again is answered as it was, one that only looks like it is noticed.

Source: reference, hub and protocols, 2.5 (the payload id stays the same when a document is sent again) and 2.4 (409).
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

_PATIENCE = 60.0
# Enough for any run; without a limit a hub that is served for weeks would keep them all.
_MOST = 50_000


class Replayed(Exception):
    """Another document was sent under this name before."""


@dataclass
class _Seen:
    digest: bytes
    answered: threading.Event = field(default_factory=threading.Event)
    answer: bytes | None = None


class Replays:
    """Keeps what was answered to which document. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: OrderedDict[Hashable, _Seen] = OrderedDict()

    def answered_once(self, name: Hashable, document: bytes, answer: Callable[[], tuple[bytes, bool]]) -> bytes:
        """Return what `answer` gives for a new document; for one sent again, what was answered the first time.

        `name` is who sends it and the payload id. `answer` tells too whether its answer is for good: one that is not
        is forgotten, so that the same document can be tried again.

        Raises:
            Replayed: when another document was sent under this name.

        """
        digest = hashlib.sha256(document).digest()
        while True:
            seen, first = self._seen_or_new(name, digest)
            if seen.digest != digest:
                raise Replayed
            if first:
                return self._answered(name, seen, answer)
            # When the first try was not for good, one of those that waited is the next, and the others wait for it.
            if not seen.answered.wait(_PATIENCE):
                return answer()[0]
            if seen.answer is not None:
                return seen.answer

    def _seen_or_new(self, name: Hashable, digest: bytes) -> tuple[_Seen, bool]:
        """Return what was seen under a name, and whether it is new."""
        with self._lock:
            seen = self._seen.get(name)
            if seen is not None:
                return seen, False
            seen = self._seen[name] = _Seen(digest)
            if len(self._seen) > _MOST:
                oldest = next((other for other, one in self._seen.items() if one.answered.is_set()), None)
                self._seen.pop(oldest, None)
            return seen, True

    def _answered(self, name: Hashable, seen: _Seen, answer: Callable[[], tuple[bytes, bool]]) -> bytes:
        """Return what `answer` gives; those who wait are told."""
        for_good = False
        try:
            answered, for_good = answer()
            seen.answer = answered if for_good else None
            return answered
        finally:
            if not for_good:
                with self._lock:
                    self._seen.pop(name, None)
            seen.answered.set()
