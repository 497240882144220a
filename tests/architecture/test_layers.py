"""The layers hold: nothing imports upward, and the parties never import one another."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Lowest first; packages on one line do not know each other.
LAYERS = (
    ("simulators.messages",),
    ("simulators.wire",),
    ("simulators.procurement", "simulators.hub", "simulators.storefront"),
    ("harness",),
    ("steps",),
)
LAYER_OF = {package: number for number, packages in enumerate(LAYERS) for package in packages}


def package_of(module: str) -> str | None:
    return next((package for package in LAYER_OF if module == package or module.startswith(f"{package}.")), None)


def imports_of(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def upward_imports(module: str, source: str) -> list[str]:
    """Return what a module imports from its own layer's other packages or from above."""
    own = package_of(module)
    if own is None:
        return []
    found = {imported: package_of(imported) for imported in imports_of(source)}
    return sorted(
        imported
        for imported, package in found.items()
        if package is not None and package != own and LAYER_OF[package] >= LAYER_OF[own]
    )


def modules() -> list[Path]:
    return [path for top in ("simulators", "harness", "steps") for path in sorted((ROOT / top).rglob("*.py"))]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_downward(path: Path) -> None:
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    assert upward_imports(module, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("simulators.messages.cart", "from simulators.wire import Journal"),
        ("simulators.wire.journal", "import simulators.hub"),
        ("simulators.hub.hub", "from simulators.storefront import Storefront"),
        ("simulators.storefront.shop", "def late():\n    from harness import errors"),
        ("harness.stage", "from steps import buyers"),
    ],
)
def test_an_upward_import_is_noticed(module: str, source: str) -> None:
    assert upward_imports(module, source) != []


def test_conftest_loads_the_plugin_and_the_steps_and_nothing_else() -> None:
    body = ast.parse((ROOT / "conftest.py").read_text(encoding="utf-8")).body
    assert [type(statement).__name__ for statement in body] == ["Expr", "Assign"]
    loaded = ast.literal_eval(body[1].value)  # type: ignore[attr-defined]  # the line above has seen an Assign
    steps = {f"steps.{path.stem}" for path in (ROOT / "steps").glob("*.py") if path.stem != "__init__"}
    assert set(loaded) == steps | {"harness.attending", "harness.plugin"}
