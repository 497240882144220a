"""The catalogue of requirements and the plan of scenarios, read from files that are right and wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.errors import HarnessFault
from harness.plan import plan, planned_for
from harness.project import CATALOGUE
from harness.requirements import read_catalogue
from harness.verdicts import Level

ENTRY = """
[[requirement]]
id = "P2G-CART-001"
level = "should"
generations = ["tradecentric-7.4"]
source = "A heading"
actor = "storefront"
text = "The cart arrives."
remedy = "Look."
"""

FEATURE = """
@settings
Feature: Carts come back
  For the certifier.

  @smoke
  Rule: One of them

    @P2G-CART-001 @P2G-CART-002 @must
    Scenario: A cart arrives
      Given a cart

    @P2G-CART-003 @may
    Scenario Outline: A cart of <size>
      Given a cart of <size>

      Examples:
        | size |
        | 1    |
"""


def catalogue_in(folder: Path, text: str) -> object:
    path = folder / "requirements.toml"
    path.write_text(text, encoding="utf-8")
    return read_catalogue(path)


def test_an_entry_is_read(tmp_path: Path) -> None:
    catalogue = catalogue_in(tmp_path, ENTRY + ENTRY.replace("001", "002").replace("should", "may"))
    assert isinstance(catalogue, dict)
    assert list(catalogue) == ["P2G-CART-001", "P2G-CART-002"]
    first = catalogue["P2G-CART-001"]
    assert (first.level, first.generations, first.remedy) == (Level.SHOULD, ("tradecentric-7.4",), "Look.")
    assert first.not_testable == ""


def test_an_entry_may_say_why_it_cannot_be_tested(tmp_path: Path) -> None:
    catalogue = catalogue_in(tmp_path, ENTRY + 'not_testable = "It leaves no trace."\n')
    assert isinstance(catalogue, dict)
    assert catalogue["P2G-CART-001"].not_testable == "It leaves no trace."


def test_an_entry_may_say_why_only_a_person_can_tell(tmp_path: Path) -> None:
    catalogue = catalogue_in(tmp_path, ENTRY + 'attested = "It stands in a menu."\n')
    assert isinstance(catalogue, dict)
    assert catalogue["P2G-CART-001"].why_not_judged == "Only a person can tell. It stands in a menu."


def test_the_projects_own_catalogue_is_valid() -> None:
    assert len(read_catalogue(CATALOGUE)) > 30


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('level = "should"', 'level = "shall"', "'P2G-CART-001' is not valid.*shall"),
        ('level = "should"', "", "'P2G-CART-001' is not valid.*level"),
        ('remedy = "Look."', "", "'P2G-CART-001' is not valid.*remedy"),
        ('remedy = "Look."', 'remedy = ""', "'P2G-CART-001' says nothing of remedy"),
        ('remedy = "Look."', "remedy = 5", "'P2G-CART-001' says nothing of remedy"),
        ('generations = ["tradecentric-7.4"]', "generations = []", "says nothing of generations"),
        ("tradecentric-7.4", "tradecentric-8", "is of a generation nobody knows: tradecentric-8"),
        ('remedy = "Look."', 'remedy = "Look."\nnot_testable = ""', "says nothing of not_testable"),
        ('remedy = "Look."', 'remedy = "Look."\nnot_testable = true', "says nothing of not_testable"),
        (
            'remedy = "Look."',
            'remedy = "Look."\nnot_testable = "No."\nattested = "Yes."',
            "'P2G-CART-001' is both not_testable and attested",
        ),
        ('remedy = "Look."', 'remedy = "Look."\nowner = "me"', "'P2G-CART-001' is not valid.*owner"),
        ('id = "P2G-CART-001"', 'id = "CART-1"', "'CART-1' is not a new id of the form P2G-AREA-001"),
        ('id = "P2G-CART-001"', 'id = "P2G-CART-001x"', "is not a new id"),
        ('id = "P2G-CART-001"', "id = 5", "5 says nothing of id"),
        ("[[requirement]]", "[requirement]", "'id' is not valid"),
        ("[[requirement]]", "[[requirement]", "cannot be read"),
    ],
)
def test_a_mistake_in_the_catalogue_is_our_fault_and_named(tmp_path: Path, before: str, after: str, said: str) -> None:
    with pytest.raises(HarnessFault, match=said):
        catalogue_in(tmp_path, ENTRY.replace(before, after))


def test_an_id_is_given_once(tmp_path: Path) -> None:
    with pytest.raises(HarnessFault, match="'P2G-CART-001' is not a new id"):
        catalogue_in(tmp_path, ENTRY + ENTRY)


def test_a_catalogue_that_is_not_there_is_our_fault(tmp_path: Path) -> None:
    with pytest.raises(HarnessFault, match=r"requirements\.toml cannot be read"):
        read_catalogue(tmp_path / "requirements.toml")


def plan_of(folder: Path, text: str) -> object:
    (folder / "cart.feature").write_text(text, encoding="utf-8")
    return plan(folder)


def test_a_scenario_is_planned_with_all_a_reader_knows_of_it(tmp_path: Path) -> None:
    planned = plan_of(tmp_path, FEATURE)
    assert isinstance(planned, dict)
    assert list(planned) == [("cart", "test_a_cart_arrives"), ("cart", "test_a_cart_of_size")]
    first, outline = planned.values()
    assert (first.id, first.rule, first.level) == ("cart.feature: A cart arrives", "One of them", Level.MUST)
    assert first.requirements == ("P2G-CART-001", "P2G-CART-002")
    assert {"settings", "smoke", "must"} < first.tags
    assert (outline.level, outline.requirements) == (Level.MAY, ("P2G-CART-003",))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (" @must", "", "exactly one of @must, @should, @may; this one has 0"),
        (" @must", " @must @may", "this one has 2"),
        ("@P2G-CART-003 ", "", "names the requirement it judges"),
        ("@P2G-CART-003 ", "@P2G-cart-3 ", "names the requirement it judges"),
        ("A cart of <size>", "A cart, arrives", "two scenarios are called 'A cart, arrives'"),
        ("      Given a cart\n", "      Given a cart\n      nothing of the kind\n", "cart.feature, line"),
    ],
)
def test_a_mistake_in_a_feature_is_our_fault_and_named(tmp_path: Path, before: str, after: str, said: str) -> None:
    with pytest.raises(HarnessFault, match=said):
        plan_of(tmp_path, FEATURE.replace(before, after, 1))


@pytest.mark.parametrize(
    ("node_id", "row"),
    [
        ("tests/conformance/test_access_token.py::test_a_token_is_as_long_as_its_size_asks_for[16]", "16"),
        ("test_access_token.py::test_a_token_is_as_long_as_its_size_asks_for[a]b]", "a]b"),
        ("/far/test_access_token.py::test_the_start_url_signs_the_buyer_in", ""),
    ],
)
def test_a_test_is_known_by_its_node(node_id: str, row: str) -> None:
    planned = planned_for(node_id)
    assert planned is not None
    assert (planned.feature_file, planned.row) == ("access_token.feature", row)
    assert planned.id.endswith(f"[{row}]") is bool(row)


@pytest.mark.parametrize(
    "node_id", ["", "tests/harness/test_plan.py::test_it", "test_access_token.py::test_else", "test_access_token.py"]
)
def test_other_tests_are_no_scenarios(node_id: str) -> None:
    assert planned_for(node_id) is None
