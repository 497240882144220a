"""Screenshots: taken for what they are by their content, never by their name, and only when they are whole."""

from __future__ import annotations

import shlex
from pathlib import Path

from harness.attestation.answers import Picture

LARGEST = 5 * 1024 * 1024
# How a file begins and ends, and what it is then.
_KINDS = (
    (b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82", "image/png", "png"),
    (b"\xff\xd8\xff", b"\xff\xd9", "image/jpeg", "jpg"),
)


class NoPictureError(ValueError):
    """A file is no screenshot; the message is why, in words for who named it."""


def read_picture(named: str) -> Picture:
    """Read a screenshot from the path a person typed, or dragged into the terminal, which puts it in quotes.

    Raises:
        NoPictureError: when it cannot be read, is too large, or is no whole PNG or JPEG.

    """
    path = _path(named)
    try:
        if not path.is_file():
            raise NoPictureError(f"there is no file {path}")
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise NoPictureError(f"{path} cannot be read ({error.strerror})") from error
    if len(content) > LARGEST:
        raise NoPictureError(f"{path} has more than {LARGEST // 1024 // 1024} MB; take a picture of the window alone")
    for begins, ends, media_type, ending in _KINDS:
        if content.startswith(begins):
            if not content.endswith(ends):
                raise NoPictureError(f"{path} begins like {media_type} and does not end so: it is not whole")
            return Picture(content, media_type, ending)
    raise NoPictureError(f"{path} is neither PNG nor JPEG by its content")


def _path(named: str) -> Path:
    literal = Path(named).expanduser()
    if literal.exists():
        return literal
    try:
        words = shlex.split(named)
    except ValueError:
        return literal
    return Path(words[0]).expanduser() if len(words) == 1 else literal
