"""What a run has changed on a target: written down before, undone by whoever comes next, and nothing else touched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from harness.administration import Administration, ChannelSettings, TokenSettings
from harness.afterwards import afterwards
from harness.errors import ConfigurationError, Untestable
from harness.putting_back import PuttingBack
from harness.restoring import Change, Changed, Ledger, Made
from harness.restoring.changes import change_in, document_of, undo
from harness.restoring.ledger import InUse, read_ledger
from harness.restoring.restoring import new_ledger, restore
from harness.targetfile import TargetFile
from harness.world import World

TARGET = {"url": "http://shop.example", "group": "Acme", "generation": "tradecentric-7.4"}
CHANNEL, TOKEN = ChannelSettings(True, "http://shop.example/ü"), TokenSettings(15, 8)
CHANGES: list[Change] = [
    *(Made(thing, f"a {thing}") for thing in ("user", "account", "role", "site", "channel")),
    Changed(CHANNEL, replace(CHANNEL, enabled=False)),
    Changed(CHANNEL, None, "Beta"),
    Changed(TOKEN, None),
    Changed(TOKEN, TokenSettings(2, 8)),
    Changed(False, True),
    Changed(True, None),
]


# --- the ledger


@pytest.mark.parametrize("change", CHANGES, ids=repr)
def test_a_change_is_read_as_it_was_written(change: Change) -> None:
    assert change_in(document_of(change)) == change


def test_what_is_undone_is_not_left(tmp_path: Path) -> None:
    path = tmp_path / "a" / "gw0.ledger"
    ledger = Ledger(path, TARGET)
    numbers = [ledger.note(change) for change in CHANGES]
    for number in numbers[1:-1]:
        ledger.undone(number)
    ledger.close()
    left = read_ledger(path)
    assert left.target == TARGET
    assert list(left.changes.values()) == [CHANGES[0], CHANGES[-1]]


def test_a_ledger_in_which_all_is_undone_is_gone(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "out" / "ledgers" / "gw0.ledger", TARGET)
    ledger.undone(ledger.note(CHANGES[0]))
    ledger.close()
    ledger.close()
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_is_not_read_while_its_process_lives(tmp_path: Path) -> None:
    path = tmp_path / "gw0.ledger"
    ledger = Ledger(path, TARGET)
    ledger.note(CHANGES[0])
    with pytest.raises(InUse):
        read_ledger(path)
    ledger.close()
    assert read_ledger(path).changes


def test_a_line_that_was_cut_short_tells_of_nothing_that_was_made(tmp_path: Path) -> None:
    path = tmp_path / "gw0.ledger"
    ledger = Ledger(path, TARGET)
    for change in CHANGES[:2]:
        ledger.note(change)
    ledger.close()
    path.write_bytes(path.read_bytes()[:-4])
    assert list(read_ledger(path).changes.values()) == CHANGES[:1]


@pytest.mark.parametrize("text", ["nonsense", "[]", '{"number": 1}', '{"number": 1, "change": {"planet": "Mars"}}'])
def test_what_is_no_ledger_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "gw0.ledger"
    path.write_text(text + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match="is no ledger"):
        read_ledger(path)


def left_in(folder: Path) -> list[Change]:
    (path,) = folder.iterdir()
    return list(read_ledger(path).changes.values())


@pytest.mark.parametrize(
    ("make", "put_back", "left"),
    [
        (lambda: None, lambda: None, 0),
        (lambda: None, lambda: 1 / 0, 1),
        (lambda: 1 / 0, lambda: None, 1),
    ],
    ids=["put back", "could not be put back", "could not be made, as far as anybody knows"],
)
def test_a_scenario_leaves_what_it_could_not_put_back(
    tmp_path: Path, make: Callable[[], object], put_back: Callable[[], object], left: int
) -> None:
    ledger = Ledger(tmp_path / "gw0.ledger", TARGET)
    putting_back = PuttingBack(ledger)
    try:
        noted = putting_back.noted(CHANGES[0])
        make()
        noted.undone_by(put_back)
        putting_back.now()
    except ZeroDivisionError:
        assert left
    ledger.close()
    assert (left_in(tmp_path) if left else list(tmp_path.iterdir())) == CHANGES[:left]


# --- undoing


def made(hand: Administration) -> list[Made]:
    """Make one of everything."""
    hand.people.add_user("left.over@buyer.example", "Left", "Over")
    hand.people.add_account("Left Over", "LEFT-OVER")
    hand.site_roles.make("Left Over (1)", ())
    site_id = hand.sites.add_site("Left Over Site", "/left-over")
    hand.sites.add_channel(site_id, "Left Over Channel", "USD")
    return [
        Made("user", "left.over@buyer.example"),
        Made("account", "LEFT-OVER"),
        Made("role", "Left Over (1)"),
        Made("site", "Left Over Site"),
        Made("channel", "Left Over Channel"),
    ]


def test_what_was_made_is_found_by_its_name_and_removed(judged: World) -> None:
    hand = judged.target.administration
    changes = made(hand)
    assert [undo(change, hand) for change in reversed(changes)] == ["removed"] * 5
    assert [undo(change, hand) for change in changes] == ["was not there"] * 5


# Before, as the run left it, and as somebody else has set it since.
OTHERWISE = [
    (CHANNEL, replace(CHANNEL, enabled=False), replace(CHANNEL, start_url="")),
    (TOKEN, TokenSettings(1, 8), TokenSettings(15, 9)),
]


@pytest.mark.parametrize(("before", "after", "other"), [*OTHERWISE, (True, False, False)], ids=repr)
def test_settings_are_put_back_as_they_were(before: Any, after: Any, other: Any) -> None:
    assert undone(Changed(before, after), shown=before) == ("is so again", before)
    assert undone(Changed(before, after), shown=after) == ("put back", before)
    assert undone(Changed(before, None), shown=other) == ("put back", before)


@pytest.mark.parametrize(("before", "after", "other"), OTHERWISE, ids=repr)
def test_what_somebody_else_has_set_since_is_left_alone(before: Any, after: Any, other: Any) -> None:
    said, shown = undone(Changed(before, after), shown=other)
    assert "left alone" in said
    assert shown == other


def undone(change: Change, *, shown: Any) -> tuple[str, Any]:
    """Undo a change in a control panel that shows this; return what is said, and what it shows then."""
    panel = Panel(shown)
    hand: Any = SimpleNamespace(settings=panel)
    return undo(change, hand), panel.shown


class Panel:
    """A control panel with one setting, whichever that is."""

    def __init__(self, shown: Any) -> None:
        self.shown = shown

    def read(self, _channel_id: int | None = None) -> Any:
        return self.shown

    def save(self, settings: Any, _channel_id: int | None = None) -> None:
        self.shown = settings

    def set_auto_login(self, *, enabled: bool) -> None:
        self.shown = enabled

    channel_settings = token_settings = auto_login = read
    set_channel = set_token = save


def test_settings_of_another_channel_are_put_back_there(judged: World) -> None:
    hand = judged.target.administration
    own, things = hand.settings.channel_settings(), made(hand)
    channel_id = hand.directory.channel_named("Left Over Channel")
    before, after = hand.settings.channel_settings(channel_id), ChannelSettings(True, "http://shop.example/web/other")
    change = Changed(before, after, "Left Over Site")
    assert str(change) == (
        "Punch Out of the channel of the site Left Over Site, which was off, with the start URL (none)"
    )
    hand.settings.set_channel(after, channel_id)
    assert undo(change, hand) == "put back"
    assert hand.settings.channel_settings(channel_id) == before
    assert hand.settings.channel_settings() == own
    assert undo(things.pop(), hand) == "removed"
    with pytest.raises(Untestable, match="'Left Over Site' has no channel any more"):
        undo(change, hand)
    for thing in reversed(things):
        undo(thing, hand)


def test_a_ledger_that_names_no_site_tells_of_the_targets_own_channel() -> None:
    told = document_of(Changed(CHANNEL, None))
    del told["punch out"]["site"]
    assert change_in(told) == Changed(CHANNEL, None)


# --- a run that is gone


@pytest.fixture
def ledgers(tmp_path: Path) -> Path:
    """Where a run keeps its ledgers."""
    folder = tmp_path / "ledgers"
    folder.mkdir()
    return folder


def left_by_a_run(folder: Path, file: TargetFile, *changes: Change) -> None:
    ledger = new_ledger(folder, "gw0", file)
    for change in changes:
        ledger.note(change)
    ledger.close()


def test_what_a_run_has_left_is_undone_once(judged: World, ledgers: Path) -> None:
    file = judged.target.file
    changes = made(judged.target.administration)
    left_by_a_run(ledgers, file, *changes, Made("user", "never.made@buyer.example"))
    left_by_a_run(ledgers, file)
    restored = restore(ledgers, file)
    assert not ledgers.exists()
    assert restored.done[:2] == (
        "the user never.made@buyer.example: was not there",
        "the channel Left Over Channel: removed",
    )
    assert (len(restored.done), restored.left) == (6, ())
    assert list(restore(ledgers, file).lines()) == ["Nothing was left on the target."]


def test_what_the_target_does_not_undo_stays_written_down(judged: World, ledgers: Path) -> None:
    file = replace(judged.target.file, url="http://127.0.0.1:1")
    left_by_a_run(ledgers, file, *CHANGES[:2])
    restored = restore(ledgers, file)
    assert [line.partition(":")[0] for line in restored.left] == ["the account a account", "the user a user"]
    assert "not tried, for the target does not answer" in restored.left[1]
    assert "NOT undone" in "\n".join(restored.lines())
    assert left_in(ledgers) == CHANGES[:2]
    with pytest.raises(ConfigurationError, match="could not be undone"):
        afterwards(ledgers, file)


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"url": "http://other.example"}, "another target"), ({"admin": None}, "target.admin")],
)
def test_another_target_is_not_touched(judged: World, ledgers: Path, changed: dict[str, Any], said: str) -> None:
    left_by_a_run(ledgers, judged.target.file, CHANGES[0])
    with pytest.raises(ConfigurationError, match=said):
        restore(ledgers, replace(judged.target.file, **changed))
    assert left_in(ledgers) == CHANGES[:1]


def test_a_run_that_goes_on_is_left_alone(judged: World, ledgers: Path) -> None:
    ledger = new_ledger(ledgers, "gw0", judged.target.file)
    ledger.note(CHANGES[0])
    with pytest.raises(ConfigurationError, match="another run is using"):
        restore(ledgers, judged.target.file)
    ledger.close()


def test_a_ledger_that_cannot_be_read_is_told_and_kept(judged: World, ledgers: Path) -> None:
    path = ledgers / "gw0.ledger"
    path.write_text("nonsense\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="cannot be read"):
        restore(ledgers, judged.target.file)
    assert path.exists()


def test_a_run_tells_what_an_earlier_one_and_its_own_workers_have_left(judged: World, ledgers: Path) -> None:
    file, told = judged.target.file, list[str]()
    left_by_a_run(ledgers, file, CHANGES[0])
    after = afterwards(ledgers, file)
    assert after.pytest_report_header() == ["left by an earlier run: the user a user: was not there"]
    left_by_a_run(ledgers, file, CHANGES[1])
    after.pytest_sessionfinish()
    reporter: Any = SimpleNamespace(write_line=told.append)
    after.pytest_terminal_summary(reporter)
    assert told == ["the account a account: was not there"]
    after.pytest_sessionfinish()
    after.pytest_terminal_summary(reporter)
    assert len(told) == 1
