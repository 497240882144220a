"""Asking a person at a terminal: the announcement, and each question with answer, remark and screenshot."""

from __future__ import annotations

from collections.abc import Sequence

from harness.attestation.answers import Picture, Question, Said, Word
from harness.attestation.pictures import NoPictureError, read_picture
from harness.attestation.terminal import Terminal

_WORDS = {word[:count]: word for word in Word for count in range(1, len(word) + 1)}
_PICTURE_WARNING = (
    "A screenshot is kept and passed on as it is: take it without passwords, and without an access token in the "
    "address."
)


class TerminalWitness:
    """A person at a terminal."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal

    def agrees(self, announced: Sequence[str]) -> bool:
        """Announce what is going to be asked; return whether the person is ready for it."""
        terminal = self._terminal
        terminal.say()
        terminal.rule()
        for paragraph in announced:
            terminal.say(paragraph, indent="  " if paragraph.startswith("- ") else "")
        return self._word("Go on with them? (yes, no): ", (Word.YES, Word.NO)) is Word.YES

    def answer(self, question: Question, place: str) -> Said:
        """Ask one question."""
        terminal = self._terminal
        terminal.say()
        terminal.rule()
        terminal.say(question.scenario, first=f"{place}: ", indent="  ")
        for line in question.about:
            terminal.say(line, indent="    ", first="  ")
        if question.do:
            terminal.say("Do this:")
            for number, step in enumerate(question.do, 1):
                terminal.say(step, indent="     ", first=f"  {number}. ")
        terminal.say("Then look:" if question.do else "As far as you know:")
        terminal.say(question.look_for, indent="     ", first="  -> ")
        word = self._word("Is it so? (yes, no, cannot tell): ", tuple(Word))
        return Said(word, self._remark(word), self._picture())

    def _word(self, prompt: str, words: tuple[Word, ...]) -> Word:
        while True:
            word = _WORDS.get(" ".join(self._terminal.hear(prompt).lower().split()))
            if word in words:
                return word
            self._terminal.say(f"Type {', '.join(words[:-1])} or {words[-1]}, or the first letter.")

    def _remark(self, word: Word) -> str:
        if word is Word.YES:
            return self._terminal.hear("A remark, or Enter for none: ")
        while True:
            remark = self._terminal.hear("What do you see instead? " if word is Word.NO else "Why not? ")
            if remark:
                return remark
            self._terminal.say("A few words, please: whoever reads the report has nothing else.")

    def _picture(self) -> Picture | None:
        self._terminal.say(_PICTURE_WARNING)
        while True:
            named = self._terminal.hear("Path of a screenshot (PNG or JPEG), or Enter for none: ")
            if not named:
                return None
            try:
                return read_picture(named)
            except NoPictureError as error:
                self._terminal.say(f"That is no screenshot: {error}. Name another, or press Enter.")
