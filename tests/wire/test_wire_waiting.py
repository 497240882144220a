"""Whatever is waited for is announced while it is, and never after."""

from __future__ import annotations

import pytest

from simulators.wire import WAITS, Caller, Journal, Unreachable, Wait, Waits


def test_a_wait_is_there_until_its_block_ends() -> None:
    waits = Waits()
    with waits.waiting("the kettle to boil", 30):
        with waits.waiting("the end", certain=True):
            kettle, end = waits.now()
            assert (kettle.what, kettle.certain) == ("the kettle to boil", False)
            assert kettle.until - kettle.since == pytest.approx(30)
            assert (end.certain, end.until) == (True, float("inf"))
        assert waits.now() == (kettle,)
    assert waits.now() == ()


def test_a_wait_that_ends_by_an_error_is_over() -> None:
    waits = Waits()
    with pytest.raises(KeyError), waits.waiting("the kettle to boil"):
        raise KeyError
    assert waits.now() == ()


def test_who_asks_the_target_waits_for_it_as_long_as_there_is_patience(journal: Journal) -> None:
    seen: list[Wait] = []
    with Caller("browser", journal) as caller:
        caller.call = lambda *_, **__: seen.extend(WAITS.now())  # type: ignore[method-assign,assignment]
        caller.ask("GET", "http://shop.example/", deadline=12)
    ((what, lasts),) = ((wait.what, wait.until - wait.since) for wait in seen)
    assert what == "the storefront to answer the browser"
    assert lasts == pytest.approx(12)
    assert WAITS.now() == ()


def test_who_was_not_answered_waits_no_more(journal: Journal) -> None:
    with Caller("browser", journal) as caller, pytest.raises(Unreachable):
        caller.ask("GET", "http://127.0.0.1:1/")
    assert WAITS.now() == ()
