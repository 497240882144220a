"""Questions to a person, what the person says, and how that is written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol


class Word(StrEnum):
    """What a person may say."""

    YES = "yes"
    NO = "no"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True)
class Question:
    """What a person is to do, step by step, and what to look for then; `about` is what is judged, line by line."""

    scenario: str
    about: tuple[str, ...]
    do: tuple[str, ...]
    look_for: str


@dataclass(frozen=True)
class Picture:
    """A screenshot as it was read: its bytes, its media type, and how such a file's name ends."""

    content: bytes
    media_type: str
    ending: str


@dataclass(frozen=True)
class Said:
    """What a person said."""

    word: Word
    remark: str = ""
    picture: Picture | None = None


class Witness(Protocol):
    """A person who can be asked."""

    def agrees(self, announced: Sequence[str]) -> bool:
        """Announce in several paragraphs what is going to be asked; return whether the person is ready for it.

        Raises:
            NotAttended: when no answer comes.

        """

    def answer(self, question: Question, place: str) -> Said:
        """Ask one question; `place` says which of how many.

        Raises:
            NotAttended: when no answer comes.

        """


@dataclass(frozen=True)
class Screenshot:
    """A picture that is kept with the evidence: its file relative to results.json, media type, bytes, sha256."""

    file: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Attestation:
    """What a person has attested: who, when (ISO 8601 with its zone), after doing what, about what, and the answer."""

    by: str
    at: str
    did: tuple[str, ...]
    looked_for: str
    said: str
    remark: str
    screenshot: Screenshot | None = None

    def document(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {**vars(self), "did": list(self.did), "screenshot": self.screenshot and dict(vars(self.screenshot))}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Attestation:
        """Return the attestation a document was made from."""
        picture = document["screenshot"]
        return cls(
            **{**document, "did": tuple(document["did"]), "screenshot": Screenshot(**picture) if picture else None}
        )
