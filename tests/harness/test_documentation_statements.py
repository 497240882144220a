"""The statements of the documentation, read from a file that is right and from files that are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.documentation import Statement, of_generation, read_documentation, unplaced
from harness.errors import HarnessFault
from tests.harness.judge_bench import requirement

TEXT = """
[[document]]
name = "new"
title = "The new documentation"
generation = "tradecentric-7.4"

[[heading]]
document = "new"
name = "A heading"
statements = [
    { says = "It does one thing.", requirements = ["P2G-A-001"] },
    { says = "It does another.", requirements = ["P2G-A-001", "P2G-A-002"] },
]

[[heading]]
document = "new"
name = "Another"
statements = [{ says = "It ends.", requirements = ["P2G-A-003"] }]
"""


def read(folder: Path, text: str) -> tuple[Statement, ...]:
    path = folder / "documentation.toml"
    path.write_text(text, encoding="utf-8")
    return read_documentation(path)


def test_statements_are_numbered_under_their_headings(tmp_path: Path) -> None:
    statements = read(tmp_path, TEXT)
    assert [each.name for each in statements] == ["new: A heading, 1", "new: A heading, 2", "new: Another, 1"]
    assert statements[1].requirements == ("P2G-A-001", "P2G-A-002")
    assert of_generation(statements, "tradecentric-7.4") == statements
    assert of_generation(statements, "punchout2go-2.1") == ()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("[[document]]", "[[document", "cannot be read"),
        ('document = "new"', 'document = "old"', "cannot be read.*old"),
        ('title = "The new documentation"', "", "cannot be read.*title"),
        ('name = "Another"', "", "cannot be read.*name"),
        ('name = "Another"', 'name = "A heading"', "a heading is there twice: new: A heading, 1"),
        ('says = "It ends."', 'says = ""', "new: Another, 1 has to say something"),
        ('requirements = ["P2G-A-003"]', "requirements = []", "new: Another, 1 has to say something"),
        ('says = "It ends."', 'says = "It ends.", level = "must"', "new: Another, 1 has to say something"),
    ],
)
def test_a_mistake_is_our_fault_and_named(tmp_path: Path, before: str, after: str, said: str) -> None:
    with pytest.raises(HarnessFault, match=said):
        read(tmp_path, TEXT.replace(before, after))


def test_a_requirement_has_a_place_under_the_heading_it_names(tmp_path: Path) -> None:
    statements = read(tmp_path, TEXT)
    catalogue = {name: requirement(name) for name in ("P2G-A-002", "P2G-A-009")}
    assert unplaced(statements, catalogue, "tradecentric-7.4") == ("P2G-A-009",)
    assert unplaced(statements, catalogue, "punchout2go-2.1") == ()
