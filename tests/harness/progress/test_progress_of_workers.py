"""What the processes of a run are at: notes of workers, the account of them all, and who shows it to whom."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from harness.progress import Beacon, Progress, notes_folder
from harness.progress.account import account_of
from harness.progress.doing import Doing, Here
from harness.progress.notes import Notes
from harness.progress.showing import is_live
from harness.progress.ticking import Ticking
from harness.verdicts import Verdict
from simulators.wire import WAITS, Wait, waiting
from tests.harness.progress.progress_bench import NOW, doing, expiring, silent
from tests.harness.run_bench import record_in, run_of_every_verdict

NODE = "tests/conformance/test_role.py::test_a_buyer_with_both_permissions_submits_the_cart"
ITEM: Any = SimpleNamespace(nodeid=NODE)


def test_a_process_knows_its_scenario_while_it_runs_and_what_it_waits_for() -> None:
    here = Here("gw0")
    running = here.pytest_runtest_protocol(ITEM)
    next(running)
    with waiting("the kettle to boil"):
        now = here.now()
    assert (now.worker, now.scenario) == ("gw0", "A buyer with both permissions submits the cart")
    assert [wait.what for wait in now.waits] == ["the kettle to boil"]
    with pytest.raises(StopIteration):
        running.send(True)
    assert here.now() == Doing("gw0")


def test_a_note_says_what_a_worker_is_at(tmp_path: Path) -> None:
    notes, other = Notes(tmp_path / "progress"), doing(Wait("no end", NOW), worker="gw10")
    first = doing(silent(), expiring(), worker="gw2")
    for each in (other, first):
        notes.put(each)
    assert notes.all() == (first, other)
    notes.forget("gw10")
    notes.forget("gw11")
    assert notes.all() == (first,)
    notes.clear()
    notes.clear()
    assert (notes.all(), list(tmp_path.iterdir())) == ((), [])


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"worker": "gw0", "waits": [{"x": 1}]}', '{"waits": 3}'])
def test_a_note_that_cannot_be_read_is_left_out(tmp_path: Path, text: str) -> None:
    Notes(tmp_path).put(doing(worker="gw1"))
    (tmp_path / "gw0.json").write_text(text, encoding="utf-8")
    assert Notes(tmp_path).all() == (doing(worker="gw1"),)


def test_a_beacon_writes_only_what_is_new(tmp_path: Path) -> None:
    beacon, notes = Beacon("gw0", tmp_path), Notes(notes_folder(tmp_path))
    beacon.note()
    assert notes.all() == ()
    with waiting("the kettle to boil"):
        beacon.note()
        (noted,) = notes.all()
        assert [wait.what for wait in noted.waits] == ["the kettle to boil"]
        notes.clear()
        beacon.note()
        assert notes.all() == ()
    beacon.note()
    assert notes.all() == (Doing("gw0"),)


def test_a_beacon_that_cannot_write_goes_on_and_ends_with_its_session(tmp_path: Path) -> None:
    (tmp_path / "progress").touch()
    beacon = Beacon("gw0", tmp_path)
    with waiting("the kettle to boil"), pytest.raises(OSError, match="progress"):
        beacon.note()
    beacon.pytest_sessionstart()
    ticking = cast("Ticking", beacon._ticking)
    assert ticking._thread.daemon
    beacon.pytest_sessionfinish()
    assert not ticking._thread.is_alive()


def test_the_account_counts_what_is_judged_of_what_is_planned(tmp_path: Path) -> None:
    record, idle = run_of_every_verdict(tmp_path), Doing("gw1")
    told = account_of(record, NOW - 5, NOW, (idle, doing()))
    assert (told.seconds, told.planned, told.judged) == (5, 17, 14)
    assert (told.counts[Verdict.FAILED], told.counts[Verdict.PASSED]) == (4, 3)
    assert told.doing == (doing(),)
    before = account_of(None, NOW - 5, NOW, (idle,))
    assert (before.planned, before.judged, before.doing) == (0, 0, ())


# --- who shows it to whom


def config_of(*, reporter: bool = True, **options: Any) -> Any:
    values: dict[str, Any] = {"verbose": 0, "usepdb": False, "trace": False, "capture": "fd"}
    plugins = {"terminalreporter": SimpleNamespace(isatty=lambda: True, verbosity=0)} if reporter else {}
    return SimpleNamespace(
        option=SimpleNamespace(**(values | options)), pluginmanager=SimpleNamespace(getplugin=plugins.get)
    )


@pytest.mark.parametrize(
    ("options", "is_wanted"),
    [
        ({}, True),
        ({"verbose": 1}, True),
        ({"verbose": -1}, False),
        ({"usepdb": True}, False),
        ({"trace": True}, False),
        ({"reporter": False}, False),
    ],
)
def test_it_is_silent_with_q_and_where_nobody_reads(
    tmp_path: Path, options: dict[str, Any], *, is_wanted: bool
) -> None:
    progress = Progress(config_of(**options), tmp_path)
    assert progress.is_wanted is is_wanted
    if not is_wanted:
        with progress.shown():
            assert progress._screen is None


@pytest.mark.parametrize(
    ("environment", "capture", "isatty", "live"),
    [
        ({"TERM": "xterm"}, "fd", True, True),
        ({"TERM": "xterm", "NO_COLOR": "1"}, "fd", True, True),
        ({"TERM": "dumb"}, "fd", True, False),
        ({"TERM": "xterm", "CI": "true"}, "fd", True, False),
        ({"TERM": "xterm"}, "no", True, False),
        ({"TERM": "xterm"}, "fd", False, False),
    ],
)
def test_lines_are_replaced_only_in_a_terminal_that_can_do_so(
    environment: Mapping[str, str], capture: str, *, isatty: bool, live: bool
) -> None:
    reporter: Any = SimpleNamespace(isatty=lambda: isatty)
    assert is_live(config_of(capture=capture), reporter, environment) is live


def test_the_run_is_accounted_for_by_this_process_and_the_notes_of_the_others(tmp_path: Path) -> None:
    progress = Progress(config_of(), tmp_path)
    progress.record = record_in(tmp_path)
    notes = Notes(notes_folder(tmp_path))
    notes.put(doing(worker="gw0"))
    notes.put(doing(worker="gw1"))
    with waiting("junit.xml to be written"):
        own, *others = progress.account().doing
    assert ([wait.what for wait in own.waits], [each.worker for each in others]) == (
        ["junit.xml to be written"],
        ["gw0", "gw1"],
    )
    progress.pytest_testnodedown(SimpleNamespace(gateway=SimpleNamespace(id="gw0")))
    assert [each.worker for each in progress.account().doing] == ["gw1"]


def test_nothing_is_left_of_it_when_the_run_has_ended_in_whatever_way(tmp_path: Path) -> None:
    Notes(notes_folder(tmp_path)).put(doing())
    ending = Progress(config_of(), tmp_path).pytest_sessionfinish()
    next(ending)
    with pytest.raises(KeyError):
        ending.throw(KeyError("report"))
    assert list(tmp_path.iterdir()) == []
    assert WAITS.now() == ()
