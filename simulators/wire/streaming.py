"""Answers sent piece by piece, which nobody holds whole: the journal is shown how they began and how long they were."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from simulators.wire.journal import BEGINNING


@dataclass(frozen=True)
class Sent:
    """How an answer began, as much as the journal has a use for, and how many bytes were sent of it."""

    beginning: bytes
    size: int


class Streamed(StreamingResponse):
    """An answer made while it is sent. It ends with its pieces, or when the caller goes away."""

    def __init__(
        self,
        pieces: Iterable[bytes],
        status_code: int = 200,
        headers: Mapping[str, str] | None = None,
        media_type: str | None = None,
    ) -> None:
        """Take the pieces, each of which is asked for when the one before is sent."""
        super().__init__(self._counted(pieces), status_code, headers, media_type)
        self._beginning = bytearray()
        self._size = 0
        self._watchers: list[Callable[[Sent], None]] = []

    def when_over(self, watcher: Callable[[Sent], None]) -> None:
        """Tell somebody what was sent, once no more is."""
        self._watchers.append(watcher)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            sent = Sent(bytes(self._beginning), self._size)
            for watcher in self._watchers:
                watcher(sent)

    def _counted(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            self._beginning += piece[: BEGINNING - len(self._beginning)]
            self._size += len(piece)
            yield piece
