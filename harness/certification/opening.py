"""Opening a package that may be anything: broken, made by somebody else, or made to do harm.

Nothing is unpacked to a disk. What is read is bounded before it is read, whatever the file says of itself.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.certification.container import (
    DEFLATED,
    LARGEST_FILE,
    LARGEST_MEMBER,
    LARGEST_TOTAL,
    MOST_MEMBERS,
    STORED,
    Packed,
)
from harness.errors import ConfigurationError

# The end of a zip, its longest comment included, and where it says how large the directory is, in bytes.
_END_SIZE, _LONGEST_COMMENT = 22, 65_535
_LARGEST_DIRECTORY = 16 * 1024 * 1024
_LOCAL_SIZE = 30
_ENCRYPTED = 0x1
# What zipfile is known to say of files that are none.
_NO_ZIP = (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OverflowError, IndexError, struct.error)


class NoPackageError(Exception):
    """A file cannot be looked into as a package; the message says why, in a reader's words."""


@dataclass(frozen=True)
class Opened:
    """A zip whose directory is sound: the file, and what the directory says of each member."""

    file: bytes
    entries: Mapping[str, zipfile.ZipInfo]

    def packed(self, name: str) -> Packed:
        """Return a member as it is stored, with checksum and size as the directory has them."""
        entry = self.entries[name]
        return Packed(name, entry.compress_type, entry.CRC, entry.file_size, self._data(entry))

    def content(self, name: str) -> bytes:
        """Return what a member holds, never more than its size in the directory.

        Raises:
            NoPackageError: when it cannot be unpacked, is of another size, or does not fit its checksum.

        """
        member = self.packed(name)
        content = _unpacked(member)
        if len(content) != member.size:
            raise NoPackageError(f"{name}: it does not hold the {member.size} bytes the zip's directory says")
        if zlib.crc32(content) != member.crc:
            raise NoPackageError(f"{name}: what it holds does not fit its checksum in the zip")
        return content

    def _data(self, entry: zipfile.ZipInfo) -> bytes:
        header = self.file[entry.header_offset : entry.header_offset + _LOCAL_SIZE]
        if len(header) < _LOCAL_SIZE or not header.startswith(b"PK\x03\x04"):
            raise NoPackageError(f"{entry.filename}: the zip has no header for it where its directory says")
        name, extra = struct.unpack_from("<2H", header, _LOCAL_SIZE - 4)
        begins = entry.header_offset + _LOCAL_SIZE + name + extra
        data = self.file[begins : begins + entry.compress_size]
        if len(data) < entry.compress_size:
            raise NoPackageError(f"{entry.filename}: the file ends in the middle of it")
        return data


def open_package(path: Path) -> Opened:
    """Open a package.

    Raises:
        ConfigurationError: when there is no such file, or it cannot be read.
        NoPackageError: when it is no zip, or one that is not looked into: encrypted, with names that lead out of a
            folder or are there twice, with links, or of more than a package may hold.

    """
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise ConfigurationError(f"{path}", "it is not a file", "Name a certification package.")
        if size > LARGEST_FILE:
            raise NoPackageError(f"the file has {size} bytes, more than the {LARGEST_FILE} a package may have")
        file = path.read_bytes()
    except OSError as error:
        raise ConfigurationError(
            f"{path}", f"it cannot be read ({error.strerror})", "Name a certification package."
        ) from error
    _bound_directory(file)
    try:
        with zipfile.ZipFile(io.BytesIO(file)) as archive:
            entries = archive.infolist()
    except _NO_ZIP as error:
        raise NoPackageError(f"it is no zip that can be read ({error})") from error
    _refuse_hostile(entries)
    return Opened(file, {entry.filename: entry for entry in entries})


def _bound_directory(file: bytes) -> None:
    """Refuse a directory of a size that nobody wants in memory; zipfile reads it whole."""
    tail = file[-(_END_SIZE + _LONGEST_COMMENT) :]
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) < place + _END_SIZE:
        raise NoPackageError("it is no zip: the end of one is missing, so it may have been cut off")
    count, size = struct.unpack_from("<HL", tail, place + 10)
    if size > _LARGEST_DIRECTORY or count > MOST_MEMBERS:
        raise NoPackageError(f"its directory is larger than that of any package: {count} members, {size} bytes")


def _refuse_hostile(entries: Sequence[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_MEMBERS:
        raise NoPackageError(f"it has {len(entries)} members, more than the {MOST_MEMBERS} a package may have")
    for entry in entries:
        if trouble := _trouble_of(entry):
            raise NoPackageError(f"{entry.orig_filename!r}: {trouble}")
    # A folder of some systems holds no two names that differ in capitals alone.
    twice = [name for name, times in Counter(entry.filename.casefold() for entry in entries).items() if times > 1]
    if twice:
        raise NoPackageError(f"{twice[0]!r}: it is there more than once")
    total = sum(entry.file_size for entry in entries)
    if total > LARGEST_TOTAL:
        raise NoPackageError(f"unpacked it would have {total} bytes, more than the {LARGEST_TOTAL} a package may have")


def _trouble_of(entry: zipfile.ZipInfo) -> str:
    """Return why a member is not looked at, or nothing."""
    name = entry.orig_filename
    parts = name.split("/")
    if name.startswith("/") or "\\" in name or ":" in name or not name.isprintable() or {".", ".."} & set(parts):
        return "such a name leads out of the folder it would be unpacked in"
    if "" in parts:
        return "it is a folder, or a name of none; a package holds files alone"
    if entry.flag_bits & _ENCRYPTED:
        return "it is encrypted, which no package is"
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        return "it is a link or a device; a package holds files alone"
    if entry.file_size > LARGEST_MEMBER:
        return f"unpacked it would have {entry.file_size} bytes, more than the {LARGEST_MEMBER} a member may have"
    if entry.compress_type not in (STORED, DEFLATED):
        return f"it is compressed in a way no package is ({entry.compress_type})"
    return ""


def _unpacked(member: Packed) -> bytes:
    if member.method == STORED:
        return member.data
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        # One byte more than there may be shows that there are more.
        content = unpacking.decompress(member.data, member.size + 1)
    except zlib.error as error:
        raise NoPackageError(f"{member.name}: it cannot be unpacked ({error})") from error
    if not unpacking.eof and len(content) <= member.size:
        raise NoPackageError(f"{member.name}: it cannot be unpacked (it ends too soon)")
    return content
