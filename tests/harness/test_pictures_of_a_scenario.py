"""Pictures of what a browser shows: kept beside the evidence, and never of a page that shows a secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.errors import HarnessFault
from harness.evidence import Evidence
from harness.pictures import MOST, Album
from simulators.wire import Redactor

SECRET = "Planted-Secret-of-a-page"


@pytest.fixture
def album(redactor: Redactor) -> Album:
    redactor.declare(SECRET, "password")
    return Album(redactor)


def test_pictures_are_named_by_what_they_are_of(album: Album, tmp_path: Path) -> None:
    album.add("Submit", b"first", "a cart")
    album.add("failure", b"second", "no cart")
    kept = album.write(tmp_path, "evidence/cart-arrives.json")
    assert [(picture.of, picture.file) for picture in kept] == [
        ("Submit", "evidence/cart-arrives-1-submit.png"),
        ("failure", "evidence/cart-arrives-2-failure.png"),
    ]
    assert [(tmp_path / picture.file).read_bytes() for picture in kept] == [b"first", b"second"]
    assert album.remarks == []


def test_of_a_page_that_shows_a_secret_there_is_none(album: Album, tmp_path: Path) -> None:
    album.add("failure", b"png", f"The password is {SECRET}.")
    assert album.write(tmp_path, "evidence/cart.json") == ()
    assert album.remarks == ["no picture is kept of failure: the page shows something that is kept secret"]


def test_there_are_only_so_many(album: Album, tmp_path: Path) -> None:
    for _ in range(MOST + 1):
        album.add("Submit", b"png", "a cart")
    assert len(album.write(tmp_path, "evidence/cart.json")) == MOST
    assert album.remarks == [f"no picture is kept of Submit: there are {MOST} of the scenario already"]


def test_traces_are_kept_where_they_are_asked_for_and_told_of(album: Album, tmp_path: Path) -> None:
    assert not album.wants_traces
    with pytest.raises(HarnessFault, match="nobody has asked"):
        album.next_trace()
    album.trace_as(tmp_path / "traces" / "cart-arrives")
    assert album.wants_traces
    assert album.next_trace() == tmp_path / "traces" / "cart-arrives-1.zip"
    assert album.next_trace() == tmp_path / "traces" / "cart-arrives-2.zip"
    assert "for this machine only, is traces/cart-arrives-1.zip" in album.remarks[0]


def test_the_evidence_of_a_scenario_has_an_album(evidence: Evidence) -> None:
    evidence.album.add("Submit", b"png", "a cart")
    assert not evidence.album.wants_traces


def test_a_complaint_keeps_secrets_to_itself(album: Album) -> None:
    album.complain(f"the console says: {SECRET} is refused")
    (remark,) = album.remarks
    assert album.complaints == [remark]
    assert SECRET not in remark
    assert remark.startswith("the console says: ")
