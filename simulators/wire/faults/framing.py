"""Where a message of HTTP/1.1 begins and ends, for a proxy that has to cut, hold or repeat it; nothing is changed.

Source: RFC 9112, 6 (message body) and 7.1 (chunked transfer coding).
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, replace

# More than any head of ours, of a storefront or a browser.
LONGEST_HEAD = 256 * 1024
_END = b"\r\n"


@dataclass(frozen=True)
class Message:
    """A request or an answer as it was on the wire; `body` with its chunks. `last` when the connection ends with it."""

    head: bytes
    body: bytes = b""
    last: bool = False

    @property
    def line(self) -> str:
        """The first line, such as `GET / HTTP/1.1`."""
        return self.head.partition(_END)[0].decode("latin-1")

    @property
    def target(self) -> str:
        """The address a request asks for."""
        return self.line.partition(" ")[2].rpartition(" ")[0]

    def header(self, name: str) -> str:
        """Return the value of a header in small letters, or an empty text."""
        found = re.search(rb"(?im)^" + re.escape(name.encode()) + rb":[ \t]*([^\r\n]*)", self.head)
        return found[1].decode("latin-1").strip().lower() if found else ""

    def marked(self, name: str, value: str) -> Message:
        """Return it with one more header."""
        return replace(self, head=self.head[: -len(_END)] + f"{name}: {value}".encode() + _END + _END)

    def without(self, name: str) -> Message:
        """Return it without a header."""
        return replace(self, head=re.sub(rb"(?im)^" + re.escape(name.encode()) + rb":[^\n]*\n", b"", self.head))


async def read_head(reader: asyncio.StreamReader, begun: bytes = b"") -> Message:
    """Return the head of the message that comes next, of which `begun` was read already.

    Raises:
        EOFError, ValueError: when the connection ends before the head does, or it is too long.

    """
    try:
        return Message(begun + await reader.readuntil(_END + _END))
    except asyncio.LimitOverrunError as error:
        raise ValueError(str(error)) from error


async def read_request_body(reader: asyncio.StreamReader, head: Message) -> Message:
    """Return a request whole.

    Raises:
        EOFError, ValueError: when the connection ends before it does, or its length makes no sense.

    """
    body = await _body(reader, head, until_the_end=False)
    return replace(head, body=body, last=head.header("connection") == "close")


async def read_answer(reader: asyncio.StreamReader, method: str) -> Message:
    """Return the answer to a request whole, without those that only say that it comes.

    Raises:
        EOFError, ValueError: when the connection ends before it does, or its length makes no sense.

    """
    head = await read_head(reader)
    while (status := _status(head)) < 200:
        head = await read_head(reader)
    if method == "HEAD" or status in (204, 304):
        return replace(head, last=head.header("connection") == "close")
    framed = "chunked" in head.header("transfer-encoding") or bool(head.header("content-length"))
    body = await _body(reader, head, until_the_end=not framed)
    return replace(head, body=body, last=not framed or head.header("connection") == "close")


def _status(head: Message) -> int:
    words = head.line.split(" ")
    if len(words) < 2 or not words[1].isdecimal():
        raise ValueError(f"this is no answer: {head.line[:80]}")
    return int(words[1])


async def _body(reader: asyncio.StreamReader, head: Message, *, until_the_end: bool) -> bytes:
    if "chunked" in head.header("transfer-encoding"):
        return await _chunks(reader)
    if until_the_end:
        return await reader.read()
    return await reader.readexactly(int(head.header("content-length") or 0))


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    found = b""
    while True:
        line = await reader.readuntil(_END)
        found += line
        size = int(line.partition(b";")[0], 16)
        if size == 0:
            break
        found += await reader.readexactly(size + len(_END))
    while line != _END:
        line = await reader.readuntil(_END)
        found += line
    return found
