"""The file of a package: a zip of which every byte follows from its members.

Members stand in one order, with one date and nothing beside them. So the same members make the same file, and whoever
has the members can lay them out anew and compare: no byte can be changed unseen, be it one that says nothing. (This is
why the file is not written by zipfile, which takes no member as it is stored.) It is an ordinary zip for any reader.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

STORED, DEFLATED = 0, 8
LARGEST_FILE = 256 * 1024 * 1024
LARGEST_MEMBER = 256 * 1024 * 1024
LARGEST_TOTAL = 1024 * 1024 * 1024
MOST_MEMBERS = 20_000
_LEVEL = 6
_VERSION = 20
_UNIX = 3
_UTF_8 = 0x800
# Midnight of 1 January 1980, the first moment a zip can name.
_TIME, _DATE = 0, 0x21
# A regular file that its owner may write and everybody may read.
_ATTRIBUTES = 0o100644 << 16
_LOCAL = struct.Struct("<4s5H3L2H")
_ENTRY = struct.Struct("<4s4B4H3L5H2L")
_END = struct.Struct("<4s4H2LH")


@dataclass(frozen=True)
class Packed:
    """A member as it is stored: how, the checksum and the size in bytes of its content, and the bytes that hold it."""

    name: str
    method: int
    crc: int
    size: int
    data: bytes


def packed(name: str, content: bytes) -> Packed:
    """Compress a member."""
    compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Packed(name, DEFLATED, zlib.crc32(content), len(content), compressor.compress(content) + compressor.flush())


def plain(name: str, content: bytes) -> Packed:
    """Return a member that is stored as it is."""
    return Packed(name, STORED, zlib.crc32(content), len(content), content)


def laid_out(members: Iterable[Packed]) -> Iterator[tuple[str, bytes]]:
    """Yield a zip of some members piece by piece, each with what a reader calls it."""
    offset, entries = 0, []
    for member in members:
        name = member.name.encode("utf-8", "surrogateescape")
        flags = 0 if name.isascii() else _UTF_8
        sizes = (member.crc, len(member.data), member.size, len(name))
        header = _LOCAL.pack(b"PK\x03\x04", _VERSION, flags, member.method, _TIME, _DATE, *sizes, 0) + name
        made = (_VERSION, _UNIX, _VERSION, 0, flags, member.method, _TIME, _DATE)
        entry = _ENTRY.pack(b"PK\x01\x02", *made, *sizes, 0, 0, 0, 0, _ATTRIBUTES, offset) + name
        entries.append((f"the entry of {member.name} in the zip's directory", entry))
        yield f"the zip's header of {member.name}", header
        yield member.name, member.data
        offset += len(header) + len(member.data)
    yield from entries
    size = sum(len(entry) for _, entry in entries)
    yield "the end of the zip", _END.pack(b"PK\x05\x06", 0, 0, len(entries), len(entries), size, offset, 0)


def zip_of(members: Iterable[Packed]) -> bytes:
    """Return a zip of some members."""
    return b"".join(piece for _, piece in laid_out(members))


def first_difference(members: Iterable[Packed], file: bytes) -> str:
    """Return what differs first in a file from the zip of these members, and at which byte; or nothing."""
    offset = 0
    for called, piece in laid_out(members):
        found = file[offset : offset + len(piece)]
        if found != piece:
            pairs = enumerate(zip(piece, found, strict=False))
            place = next((place for place, (wanted, got) in pairs if wanted != got), len(found))
            return f"{called}, byte {offset + place} of the file"
        offset += len(piece)
    return f"something after the end of the zip, byte {offset} of the file" if len(file) > offset else ""
