"""The rules of style that can be tested: module size, names, and steps without logic."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [path for top in ("simulators", "harness", "steps") for path in sorted((ROOT / top).rglob("*.py"))]
LONGEST_MODULE = 400
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
LOGIC = (
    ast.If,
    ast.IfExp,
    ast.For,
    ast.While,
    ast.Try,
    ast.With,
    ast.ListComp,
    ast.DictComp,
    ast.SetComp,
    ast.GeneratorExp,
)


def faults_of_step_module(source: str) -> list[str]:
    """Return the steps that do more than call an actor or a check."""
    faults = []
    for function in [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]:
        statements = [s for s in function.body if not (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))]
        if len(statements) > 3:
            faults.append(f"{function.name} has {len(statements)} statements")
        faults += [
            f"{function.name} has a {type(node).__name__}" for node in ast.walk(function) if isinstance(node, LOGIC)
        ]
    return faults


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_can_be_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_named_for_its_subject(path: Path) -> None:
    assert path.stem not in VAGUE


def test_a_test_module_has_its_name_to_itself() -> None:
    """Pytest takes two test modules of one name, in folders that are no packages, for the same one."""
    names = Counter(path.name for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize("path", sorted((ROOT / "steps").glob("*.py")), ids=lambda path: path.stem)
def test_a_step_has_one_to_three_statements_and_no_logic(path: Path) -> None:
    assert faults_of_step_module(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "def step(x):\n    if x:\n        x()",
        "def step(x):\n    x(1 if x else 2)",
        "def step(x):\n    [y() for y in x]",
        "def step(x):\n    x\n    x\n    x\n    x",
    ],
)
def test_logic_in_a_step_is_noticed(source: str) -> None:
    assert faults_of_step_module(source) != []
