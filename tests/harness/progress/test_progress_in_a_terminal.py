"""The lines at the bottom of a terminal: below what pytest writes, whatever it writes, and gone at the end."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.progress.live import LiveLines
from harness.verdicts import Verdict
from tests.harness.progress.progress_bench import (
    TITLE,
    Terminal,
    TerminalScreen,
    account,
    doing,
    expiring,
)

TALLY = "312 of 626 scenarios judged, all passed (0:34)"
AT = f"  gw0   0:12  {TITLE}"


@pytest.fixture
def terminal() -> Terminal:
    return Terminal()


@pytest.fixture
def screen(terminal: Terminal) -> TerminalScreen:
    return TerminalScreen(terminal)


@pytest.fixture
def live(screen: TerminalScreen) -> LiveLines:
    return LiveLines(screen)


def test_the_lines_stand_below_the_letters_which_go_on_where_they_were(
    terminal: Terminal, screen: TerminalScreen, live: LiveLines
) -> None:
    screen.writer.write("test_token.py ..")
    live.show(account(doing()))
    assert terminal.shown == ["test_token.py ..", TALLY, AT]
    assert terminal.cursor == (16, 0)
    screen.writer.write("F")
    assert terminal.shown == ["test_token.py ..F", TALLY, AT]
    screen.writer.write("  [ 12%]\ntest_cart.py ")
    assert terminal.shown == ["test_token.py ..F  [ 12%]", "test_cart.py", TALLY, AT]


def test_what_was_shown_before_is_replaced(terminal: Terminal, live: LiveLines) -> None:
    live.show(account(doing(expiring(20))))
    live.show(account(doing(expiring(19))))
    assert terminal.shown[1:] == [TALLY, AT, "         waits 0:19 more for the access token to expire"]
    live.show(account())
    assert terminal.shown[1:] == [TALLY]


def test_they_stay_at_the_bottom_when_the_terminal_is_full(
    terminal: Terminal, screen: TerminalScreen, live: LiveLines
) -> None:
    live.show(account(doing()))
    for number in range(40):
        screen.writer.write(f"line {number}\n")
    assert terminal.shown == [*(f"line {number}" for number in range(40)), "", TALLY, AT]
    assert terminal.cursor[1] == terminal.rows - 3


def test_a_line_of_pytest_that_is_longer_than_the_terminal_goes_on_behind_it(
    terminal: Terminal, screen: TerminalScreen, live: LiveLines
) -> None:
    screen.writer.write("x" * 100)
    live.show(account())
    screen.writer.write(" PASSED\n")
    assert terminal.shown == ["x" * 80, "x" * 20 + " PASSED", "", TALLY]


def test_nothing_is_shown_while_the_cursor_may_be_on_either_line(
    terminal: Terminal, screen: TerminalScreen, live: LiveLines
) -> None:
    screen.writer.write("x" * 80)
    live.show(account())
    assert terminal.shown == ["x" * 80]
    screen.writer.write("y")
    assert terminal.shown == ["x" * 80, "y", TALLY]


def test_a_line_that_is_written_over_goes_on_where_it_ends(
    terminal: Terminal, screen: TerminalScreen, live: LiveLines
) -> None:
    screen.writer.write("collecting: 2/3 workers")
    live.show(account())
    screen.writer.write("\r3 workers [626 items]  ", green=True)
    screen.writer.write(".")
    assert terminal.shown == ["3 workers [626 items]  .", TALLY]
    screen.writer.write(".\n")
    assert terminal.shown == ["3 workers [626 items]  ..", "", TALLY]


def test_what_is_written_of_one_piece_is_drawn_around_once(
    terminal: Terminal, screen: TerminalScreen, live: LiveLines
) -> None:
    live.show(account())
    before = len(terminal.writes)
    with screen.kept():
        for piece in ("[gw0]", " [ 12%] ", "PASSED", " a test"):
            screen.writer.write(piece)
    assert [piece for piece in terminal.writes[before:] if TALLY in piece] == [terminal.writes[-1]]
    assert terminal.shown == ["[gw0] [ 12%] PASSED a test", TALLY]


def test_nobody_else_writes_meanwhile(terminal: Terminal, screen: TerminalScreen, live: LiveLines) -> None:
    shows = threading.Thread(target=live.show, args=(account(),))
    with screen.kept():
        screen.writer.write("[gw0]")
        shows.start()
        screen.writer.write(" PASSED")
        assert TALLY not in "".join(terminal.writes)
    shows.join(20)
    assert terminal.shown == ["[gw0] PASSED", TALLY]


def test_nothing_is_left_at_the_end_and_pytest_writes_by_itself_again(
    terminal: Terminal, screen: TerminalScreen, live: LiveLines
) -> None:
    screen.writer.write("test_token.py ..")
    live.show(account(doing()))
    live.end()
    screen.give_back()
    screen.writer.write("and this is not in the terminal")
    assert terminal.shown == ["test_token.py .."]
    assert terminal.cursor == (16, 0)


def test_colours_are_pytests_own_and_may_be_none(terminal: Terminal) -> None:
    failed = account(counts={Verdict.FAILED: 1})
    LiveLines(TerminalScreen(terminal)).show(failed)
    assert "m" not in "".join(terminal.writes).replace("626 scenarios judged, 1 failed (0:34)", "")
    LiveLines(TerminalScreen(terminal, colors=True)).show(failed)
    assert "\x1b[31m1 of 626 scenarios judged, 1 failed (0:34)\x1b[0m" in "".join(terminal.writes)


WRITTEN = st.text(st.sampled_from("ab \n"), max_size=50)


@settings(deadline=None, database=None, derandomize=True, max_examples=30)
@given(st.lists(WRITTEN | st.integers(0, 4), max_size=30), st.integers(12, 60), st.integers(4, 12))
def test_whatever_pytest_writes_stands_there_as_if_nothing_else_had_been_shown(
    written: list[str | int], columns: int, rows: int
) -> None:
    with_lines, without = Terminal(columns, rows), Terminal(columns, rows)
    screen = TerminalScreen(with_lines)
    live, plain = LiveLines(screen), TerminalScreen(without)
    for each in written:
        if isinstance(each, int):
            live.show(account(*[doing(expiring())] * each))
        else:
            screen.writer.write(each)
            plain.writer.write(each)
    live.end()
    assert with_lines.shown == without.shown
