"""A person who answers as a test has written down, and pictures; no terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from harness.attestation import Attestation, Question, Said, Screenshot
from harness.errors import NotAttended

# The smallest picture there is, of one pixel.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF and some more\xff\xd9"


class Scripted:
    """A person with answers ready; when they are used up nobody answers any more."""

    def __init__(self, *answers: Said, ready: bool = True) -> None:
        self._answers = list(answers)
        self._ready = ready
        self.announced: list[str] = []
        self.asked: list[tuple[str, Question]] = []

    def agrees(self, announced: Sequence[str]) -> bool:
        """Hear what is announced."""
        self.announced += announced
        return self._ready

    def answer(self, question: Question, place: str) -> Said:
        """Give the next answer."""
        self.asked.append((place, question))
        if not self._answers:
            raise NotAttended("nobody answered")
        return self._answers.pop(0)


def attestation(said: str = "yes", remark: str = "", screenshot: Screenshot | None = None) -> Attestation:
    """Return what a person has attested."""
    return Attestation(
        "Ada Tester", "2026-01-02T10:00:00+01:00", ("Open the page",), "the page is there", said, remark, screenshot
    )


def did(questions: Iterable[tuple[str, Question]]) -> list[tuple[str, ...]]:
    """Return what was to be done for each question."""
    return [question.do for _, question in questions]
