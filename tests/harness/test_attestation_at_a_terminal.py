"""A person at a terminal: what is shown, what is taken for an answer, and what for none."""

from __future__ import annotations

import os
import pty
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import pytest

from harness.attestation import Picture, Question, Said, Word
from harness.attestation import terminal as terminal_module
from harness.attestation.asking import TerminalWitness
from harness.attestation.pictures import LARGEST, NoPictureError, read_picture
from harness.attestation.terminal import Terminal, controlling_terminal
from harness.errors import NotAttended
from tests.commands.at_terminal import AtTerminal
from tests.harness.attestation_bench import JPEG, PNG

QUESTION = Question(
    "The switch is there", ("P2G-A-001 (must): It is there.",), ("Open http://shop.example/", "Look"), "the switch"
)
_Told = TypeVar("_Told")


class Desk:
    """A terminal, its other end, and what goes on at it meanwhile."""

    def __init__(self) -> None:
        self.ours, self.theirs = pty.openpty()
        self.person = AtTerminal(self.ours)
        self.witness = self.witness_with(30.0)
        self._pool = ThreadPoolExecutor(1)

    def witness_with(self, deadline: float) -> TerminalWitness:
        return TerminalWitness(Terminal(self.theirs, deadline))

    def while_typing(self, ask: Callable[[], _Told], *typed: tuple[str, str]) -> _Told:
        """Ask, and type each answer when its prompt is shown."""
        told = self._pool.submit(ask)
        for prompt, line in typed:
            self.person.wait_for(prompt)
            if line == "^D":
                self.person.press("D")
            else:
                self.person.type(line)
        return told.result(30)

    def close(self) -> None:
        self._pool.shutdown()
        os.close(self.ours)
        os.close(self.theirs)


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.close()


IS_IT, REMARK, PICTURE = r"cannot tell\): ", r"or Enter for none: ", r"Path of a screenshot.*none: "


@pytest.mark.parametrize("typed", ["y", "YES", " yes ", "ye"])
def test_a_yes_needs_neither_remark_nor_picture(desk: Desk, typed: str) -> None:
    said = desk.while_typing(
        lambda: desk.witness.answer(QUESTION, "2 of 5"), (IS_IT, typed), (REMARK, ""), (PICTURE, "")
    )
    assert said == Said(Word.YES)
    shown = desk.person.shown
    for told in (
        "2 of 5: The switch is there",
        "P2G-A-001 (must): It is there.",
        "1. Open http://shop.example/",
        "2. Look",
    ):
        assert told in shown
    assert shown.index("2. Look") < shown.index("Then look:") < shown.index("-> the switch") < shown.index("Is it so?")


@pytest.mark.parametrize(
    ("typed", "word", "why"), [("n", Word.NO, r"instead\? "), ("cannot  tell", Word.CANNOT_TELL, r"Why not\? ")]
)
def test_whoever_says_otherwise_says_why(desk: Desk, tmp_path: Path, typed: str, word: Word, why: str) -> None:
    (tmp_path / "a b.jpg").write_bytes(JPEG)
    said = desk.while_typing(
        lambda: desk.witness.answer(QUESTION, "1 of 1"),
        (IS_IT, "maybe"),
        (IS_IT, ""),
        (IS_IT, typed),
        (why, ""),
        (why, "it is \x1b[31mgone"),
        (PICTURE, f"{tmp_path}/none.png"),
        (PICTURE, f"'{tmp_path}/a b.jpg'"),
    )
    assert said == Said(word, "it is  [31mgone", Picture(JPEG, "image/jpeg", "jpg"))
    assert "That is no screenshot: there is no file" in " ".join(desk.person.shown.split())


def test_what_a_person_knows_needs_nothing_to_be_done(desk: Desk) -> None:
    question = Question("It was made so", (), (), "the site was made so")
    desk.while_typing(lambda: desk.witness.answer(question, "1 of 1"), (IS_IT, "y"), (REMARK, ""), (PICTURE, ""))
    assert "As far as you know:\n  -> the site was made so" in desk.person.shown
    assert "Do this" not in desk.person.shown


def test_what_was_typed_before_the_prompt_is_no_answer(desk: Desk) -> None:
    desk.person.type("yes")
    said = desk.while_typing(
        lambda: desk.witness.answer(QUESTION, "1 of 1"), (IS_IT, "n"), (r"instead\? ", "gone"), (PICTURE, "")
    )
    assert said == Said(Word.NO, "gone")


def test_who_is_not_ready_is_not_asked(desk: Desk) -> None:
    ready = desk.while_typing(
        lambda: desk.witness.agrees(["Ada, 2 scenarios", "- one"]), (r"no\): ", "c"), (r"no\): ", "n")
    )
    assert not ready
    assert "Ada, 2 scenarios\n- one" in desk.person.shown


def test_an_end_of_the_input_and_a_deadline_are_no_answers(desk: Desk) -> None:
    with pytest.raises(NotAttended, match="Ctrl-D"):
        desk.while_typing(lambda: desk.witness.answer(QUESTION, "1 of 1"), (IS_IT, "^D"))
    with pytest.raises(NotAttended, match=r"nobody answered at the terminal for 0\.01 seconds"):
        desk.witness_with(0.01).answer(QUESTION, "1 of 1")


def test_a_terminal_that_is_gone_is_no_answer() -> None:
    ours, theirs = pty.openpty()
    os.close(ours)
    with Terminal(theirs, 30.0) as terminal, pytest.raises(NotAttended, match="the terminal was closed"):
        terminal.hear("? ")


def test_an_address_is_never_broken(desk: Desk) -> None:
    address = "http://shop.example/" + "a" * 150
    desk.witness_with(30.0)
    Terminal(desk.theirs, 30.0).say(f"In a new private window, open {address} and look", indent="     ", first="  1. ")
    desk.person.wait_for("look")
    assert address in desk.person.shown


def test_without_a_terminal_or_in_its_background_nobody_can_be_asked(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal_module, "DEVICE", str(tmp_path / "tty"))
    with pytest.raises(NotAttended, match=r"there is no terminal to ask at \(No such file"):
        controlling_terminal(1.0)
    # A terminal, but not that of this process.
    monkeypatch.setattr(terminal_module, "DEVICE", os.ttyname(desk.theirs))
    with pytest.raises(NotAttended, match="in the background"):
        controlling_terminal(1.0)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "there is no file"),
        (b"", "neither PNG nor JPEG"),
        (b"GIF89a", "neither PNG nor JPEG"),
        (PNG[1:], "neither PNG nor JPEG"),
        (PNG[:-1], "begins like image/png and does not end so"),
        (JPEG[:-2], "begins like image/jpeg and does not end so"),
        (PNG[:-8] + bytes(LARGEST) + PNG[-8:], "more than 5 MB"),
    ],
    ids=["gone", "empty", "another kind", "cut before", "cut", "cut too", "large"],
)
def test_what_is_no_whole_picture_is_refused(tmp_path: Path, content: bytes | None, why: str) -> None:
    path = tmp_path / "picture.png"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(NoPictureError, match=why):
        read_picture(str(path))


def test_a_picture_is_what_its_content_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name, content, kind in (("it is.txt", PNG, "image/png"), ("it's.png", JPEG, "image/jpeg")):
        (tmp_path / name).write_bytes(content)
        assert read_picture(f"~/{name}").media_type == kind
    assert read_picture(str(tmp_path / "it\\ is.txt")).content == PNG
