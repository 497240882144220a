"""Numbered lines of a console log: from text, or from files of any size, rotated, compressed or cut off.

Lines end with LF or CRLF and with nothing else, so that their numbers are those of an editor and of `grep -n`.
"""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TextIO

from harness.deployment.moments import in_order_of_time, moment_of
from harness.errors import ConfigurationError

# A line that is longer is cut, so that memory is bounded even for a file without line ends.
LONGEST_LINE = 1 << 16
GZIP = b"\x1f\x8b"
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class LogLine:
    """One line: the name of its file, its number there, from 1, and its text without the line end."""

    file: str
    number: int
    text: str


class Source(Protocol):
    """Something that can be read line by line, as often as wanted."""

    @property
    def name(self) -> str:
        """Its name, as it appears in findings."""

    def texts(self) -> Iterator[str]:
        """Yield the text of each line, without its end."""


@dataclass(frozen=True)
class Log:
    """A console log: its sources, oldest first. It is read anew, line by line, each time it is asked for lines."""

    sources: tuple[Source, ...]

    @classmethod
    def from_text(cls, name: str, text: str) -> Log:
        """Return the log that consists of this text."""
        return cls((_Text(name, text),))

    def containing(self, words: Sequence[str]) -> Iterator[LogLine]:
        """Yield the lines that contain at least one of these words, in order.

        Raises:
            ConfigurationError: when a file can no longer be read, or is not what it seems to be.

        """
        for source in self.sources:
            for number, text in enumerate(source.texts(), start=1):
                for word in words:
                    if word in text:
                        yield LogLine(source.name, number, text)
                        break


def read_log(paths: Sequence[Path]) -> Log:
    """Return the log that these files make up, put in the order of the first time stamp in each.

    Files may be compressed with gzip, whatever they are called. A file without any time stamp stays behind the one
    it was given after.

    Raises:
        ConfigurationError: when a file cannot be read.

    """
    files = [_File(path) for path in dict.fromkeys(paths)]
    moments = [next(filter(None, map(moment_of, file.texts())), None) for file in files]
    return Log(tuple(in_order_of_time(files, moments)))


@dataclass(frozen=True)
class _Text:
    name: str
    text: str

    def texts(self) -> Iterator[str]:
        return texts_of(io.StringIO(self.text.removeprefix("\ufeff"), newline="\n"))


@dataclass(frozen=True)
class _File:
    path: Path

    @property
    def name(self) -> str:
        return self.path.name

    def texts(self) -> Iterator[str]:
        try:
            with self.path.open("rb") as stored, _decoded(stored) as stream:
                yield from texts_of(stream)
        except EOFError:
            # The server is still writing a compressed log: it ends here, as an uncompressed one would.
            return
        except (OSError, zlib.error) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise ConfigurationError(
                "target.console.log", f"{self.name} cannot be read: {reason}", "Name the server's console log files."
            ) from error


def _decoded(stored: io.BufferedReader) -> io.TextIOWrapper:
    plain = stored
    if stored.peek(len(GZIP)).startswith(GZIP):
        plain = io.BufferedReader(gzip.GzipFile(fileobj=stored))
    encoding = "utf-16" if plain.peek(2).startswith(UTF_16) else "utf-8-sig"
    return io.TextIOWrapper(plain, encoding, errors="replace", newline="\n")


def texts_of(stream: TextIO) -> Iterator[str]:
    """Yield the lines of a stream, without their ends; of one that is too long, the beginning."""
    begins = True
    while piece := stream.readline(LONGEST_LINE):
        if begins:
            yield piece.rstrip("\r\n")
        begins = piece.endswith("\n")
