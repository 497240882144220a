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
        with self._lock:
            seen = self._seen.get(name)
            first = seen is None
            if seen is None:
                seen = self._seen[name] = _Seen(digest)
                while len(self._seen) > _MOST:
                    self._seen.popitem(last=False)
        if seen.digest != digest:
            raise Replayed
        if not first:
            seen.answered.wait(_PATIENCE)
            return seen.answer if seen.answer is not None else answer()[0]
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
