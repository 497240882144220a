"""The catalogue of defects: lists and switches are the same, every entry says what it should, and breaks a promise."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness import defects
from harness.defects import defective, read_defects
from harness.errors import HarnessFault
from harness.project import CATALOGUE
from harness.requirements import read_catalogue
from simulators.storefront import REFERENCE

DEFECTS = read_defects()
PROMISED = read_catalogue(CATALOGUE)


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_breaks_a_requirement_that_can_be_judged(name: str) -> None:
    requirement = PROMISED[DEFECTS[name].requirement]
    assert not requirement.not_testable


@pytest.mark.parametrize("name", DEFECTS)
def test_what_a_defect_trips_is_in_the_catalogue_and_not_its_own(name: str) -> None:
    defect = DEFECTS[name]
    for trip in defect.trips:
        for named in trip.requirements:
            assert any(trip.only(named).takes(known) for known in PROMISED), named
            assert named != defect.requirement


@pytest.mark.parametrize("name", [name for name, defect in DEFECTS.items() if not defect.is_ours])
def test_a_defect_changes_the_parts_of_a_storefront(name: str) -> None:
    assert defective(name) != REFERENCE


def test_without_a_name_nothing_is_changed() -> None:
    assert defective() == REFERENCE


def test_defects_add_up() -> None:
    one, other = "token-accepted-twice", "redirect-lower-cased"
    parts = defective(one, other)
    assert parts.tokens is not REFERENCE.tokens
    assert parts.transfer is not REFERENCE.transfer


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ('name = "x"\nrequirement = "P2G-CART-001"', "the defect 'x' needs name, requirement, wrong"),
        ('name = "X!"\nwrong = "w"\nrequirement = "r"', "the defect 'X!' has a name of another form"),
        ('name = "x"\nwrong = "w"\nrequirement = "r"\ncolour = "red"', "or an unknown member"),
        (
            'name = "x"\nwrong = "w"\nrequirement = "r"\ntrips = [{requirements = ["P2G-CART-001"]}]',
            "the defect 'x' trips others, but does not say which and why",
        ),
        ('name = "x"\nwrong = "w"\nrequirement = "r"', "a defect is listed twice, or listed and not made"),
    ],
)
def test_an_entry_that_is_not_valid_is_told(
    entry: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "odd.toml"
    path.write_text(f"[[defect]]\n{entry}\n", encoding="utf-8")
    monkeypatch.setattr(defects, "_LISTS", {**defects._LISTS, "other": (path,)})
    with pytest.raises(HarnessFault, match=says.replace("!", r"\!")):
        read_defects.__wrapped__()


def test_a_list_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(defects, "_LISTS", {"storefront": (tmp_path / "gone.toml",)})
    with pytest.raises(HarnessFault, match=r"gone\.toml cannot be read"):
        read_defects.__wrapped__()
