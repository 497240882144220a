"""Questions and their answers: yes, no, not told, not asked.

A question is a sentence that should be true, and a function that finds out: it returns what else is worth saying,
raises a ConfigurationError when the sentence is not true, NotTold or NotAsked when nobody can say. What is Untestable,
because the administrator did not get to see it, is not told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from harness.errors import ConfigurationError, Untestable


class Word(StrEnum):
    """How a question was answered."""

    YES = "yes"
    NO = "no"
    NOT_TOLD = "not told"
    NOT_ASKED = "not asked"


class NotTold(Exception):
    """The storefront was asked and did not tell; the message is why."""


class NotAsked(Exception):
    """There is nothing to ask with; the message is why."""


@dataclass(frozen=True)
class Question:
    """A sentence that should be true, and how to find out; of use only if those it comes `after` were not denied."""

    name: str
    ask: Callable[[], str | None]
    after: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What was answered, with what else is worth saying; `error` is the message of a no."""

    question: str
    word: Word
    detail: str = ""
    error: ConfigurationError | None = None

    def shown(self, show: Callable[[str], str]) -> Answer:
        """Return the same with what the storefront may have said as `show` returns it."""
        return replace(self, detail=show(self.detail), error=self.error.shown(show) if self.error else None)

    def __str__(self) -> str:
        detail = f" ({self.detail})" if self.detail else ""
        return f"{self.word:<9}  {self.question}{detail}"


def answers(questions: Iterable[Question]) -> Iterator[Answer]:
    """Ask one question after the other; one that comes after a question answered no is not asked."""
    denied: dict[str, str] = {}
    for question in questions:
        cause = next((denied[earlier.name] for earlier in question.after if earlier.name in denied), None)
        answer = _asked(question) if cause is None else _not_asked(question, cause)
        if answer.word is Word.NO or cause is not None:
            denied[question.name] = cause or question.name
        yield answer


def _asked(question: Question) -> Answer:
    try:
        return Answer(question.name, Word.YES, question.ask() or "")
    except ConfigurationError as error:
        return Answer(question.name, Word.NO, error=error)
    except (NotTold, Untestable) as reason:
        return Answer(question.name, Word.NOT_TOLD, str(reason))
    except NotAsked as reason:
        return Answer(question.name, Word.NOT_ASKED, str(reason))


def _not_asked(question: Question, cause: str) -> Answer:
    return Answer(question.name, Word.NOT_ASKED, f"because of the no to: {cause}")
