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
from simulators.storefront import defective as defective_storefronts
from simulators.storefront.defective import LISTS

DEFECTS = read_defects()
PROMISED = read_catalogue(CATALOGUE)


def test_a_defect_breaks_a_requirement_that_can_be_judged() -> None:
    broken = {name: PROMISED.get(defect.requirement) for name, defect in DEFECTS.items()}
    assert [name for name, requirement in broken.items() if requirement is None or requirement.why_not_judged] == []


def test_each_requirement_that_can_be_judged_is_broken_by_a_defect() -> None:
    broken = {defect.requirement for defect in DEFECTS.values()}
    assert [name for name, each in PROMISED.items() if not each.why_not_judged and name not in broken] == []


def test_what_a_defect_trips_is_in_the_catalogue_and_not_its_own() -> None:
    for defect in DEFECTS.values():
        for trip in defect.trips:
            for named in trip.requirements:
                assert any(trip.only(named).takes(known) for known in PROMISED), (defect.name, named)
                assert named != defect.requirement, defect.name


def test_each_module_of_defects_has_its_list() -> None:
    modules = Path(defective_storefronts.__file__ or "").parent.glob("*.py")
    assert {path.stem for path in modules} - {"__init__", "catalogue"} == {path.stem for path in LISTS}


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
