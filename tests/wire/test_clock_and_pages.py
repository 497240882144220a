"""The clocks, and the pages of parties."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest
from jinja2 import TemplateNotFound, UndefinedError

from simulators.wire import AdjustableClock, Clock, SteadyClock, SystemClock, clock
from simulators.wire.pages import templates_in


@pytest.mark.parametrize(
    "told", [SystemClock(), SteadyClock(), AdjustableClock()], ids=["system", "steady", "adjustable"]
)
def test_a_clock_tells_the_time_of_the_machine_in_utc(told: Clock) -> None:
    now = told.now()
    assert abs(now - datetime.now(UTC)) < timedelta(seconds=60)
    assert now.utcoffset() == timedelta(0)


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(hours=-1)])
@pytest.mark.parametrize("kind", [SteadyClock, AdjustableClock])
def test_a_steady_clock_does_not_jump_with_that_of_the_machine(
    monkeypatch: pytest.MonkeyPatch, kind: type[SteadyClock], jump: timedelta
) -> None:
    class Jumped(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # a plain datetime is enough
            return datetime.now(tz) + jump

    steady, system = kind(), SystemClock()
    before = steady.now()
    monkeypatch.setattr(clock, "datetime", Jumped)
    assert abs(system.now() - before) > timedelta(minutes=59)
    assert timedelta(0) <= steady.now() - before < timedelta(seconds=60)


def test_a_clock_is_ahead_by_all_it_was_moved() -> None:
    clock = AdjustableClock()
    clock.advance(3600)
    clock.advance(0.5)
    clock.advance(0)
    ahead = clock.now() - datetime.now(UTC)
    assert timedelta(seconds=3600) < ahead <= timedelta(seconds=3600.5)


@pytest.mark.parametrize("seconds", [-0.001, float("nan")])
def test_a_clock_is_never_moved_back(seconds: float) -> None:
    clock = AdjustableClock()
    with pytest.raises(ValueError, match=r"forward|NaN"):
        clock.advance(seconds)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=60)


def test_threads_move_a_clock_together() -> None:
    clock = AdjustableClock()

    def advance() -> None:
        for _ in range(500):
            clock.advance(1)

    threads = [threading.Thread(target=advance) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert timedelta(seconds=1990) < clock.now() - datetime.now(UTC) <= timedelta(seconds=2000)


def test_every_value_of_a_page_is_escaped(tmp_path: Path) -> None:
    for name in ("page.html", "page.txt", "page"):
        (tmp_path / name).write_text("<p title='{{ value }}'>{{ value }}</p>", encoding="utf-8")
        page = templates_in(tmp_path).get_template(name).render(value="<b onclick=\"x('y')\">&")
        assert page.count("<") == 2
        assert page.count("'") == 2
        assert "&lt;b onclick=" in page


@pytest.mark.parametrize("text", ["{{ missing }}", "{% if missing %}x{% endif %}", "{{ value.missing }}"])
def test_a_value_that_is_missing_is_an_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    with pytest.raises(UndefinedError, match="missing"):
        templates_in(tmp_path).get_template("page.html").render(value="x")


def test_a_party_has_its_own_templates_and_the_shared_ones(tmp_path: Path) -> None:
    (tmp_path / "own.html").write_text("own", encoding="utf-8")
    templates = templates_in(tmp_path)
    assert templates.get_template("own.html").render() == "own"
    shared = set(templates.list_templates()) - {"own.html"}
    assert shared
    (tmp_path / sorted(shared)[0]).write_text("replaced", encoding="utf-8")
    assert templates_in(tmp_path).get_template(sorted(shared)[0]).render() == "replaced"
    with pytest.raises(TemplateNotFound):
        templates.get_template("nothing.html")
