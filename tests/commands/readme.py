"""The README as somebody new reads it: the target file and the commands of a section, word by word."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping

from harness.project import ROOT
from tests.commands.conftest import PUNCHOUT

_PUNCHOUT = ".venv/bin/punchout"
_VALUE = re.compile(r'(?P<before>[a-z_]+ = )(?P<value>"[^"]*"|\[[^\]]*\]|\d+)')


def section(title: str) -> str:
    """Return what stands below a heading of the README, up to the next of its kind."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (found,) = re.findall(rf"(?ms)^## {re.escape(title)}\n(.*?)(?=^## |\Z)", text)
    return str(found)


def blocks(text: str, language: str) -> list[str]:
    """Return the code blocks in a language, without the indentation of a list they stand in."""
    found = re.finditer(rf"(?ms)^(?P<margin> *)```{language}\n(?P<code>.*?)^(?P=margin)```$", text)
    return [re.sub(rf"(?m)^{each['margin']}", "", each["code"]) for each in found]


def commands(text: str) -> list[str]:
    """Return the commands of ours a text has in its sentences, in their order."""
    return re.findall(rf"`({re.escape(_PUNCHOUT)} [^`]+)`", text)


def words(command: str) -> list[str]:
    """Return what is run for a command of ours, wherever it is installed."""
    program, *arguments = shlex.split(command)
    assert program == _PUNCHOUT
    return [*PUNCHOUT, *arguments]


def filled_in(target_file: str, values: Mapping[str, Mapping[str, str]], leaving_out: tuple[str, ...] = ()) -> str:
    """Return a target file of the README with one's own values, by section and key, and without some sections."""
    lines, here = [], ""
    for line in target_file.splitlines():
        here = line.split("]")[0].removeprefix("[") if line.startswith("[") else here
        key = line.split(" = ")[0]
        own = values.get(here, {}).get(key)
        lines += [] if here in leaving_out else [_VALUE.sub(rf"\g<before>{own}", line, count=1) if own else line]
    missing = {(name, key) for name, entries in values.items() for key in entries} - _entries("\n".join(lines))
    assert not missing, f"the README's target file has no {missing}"
    return "\n".join(lines) + "\n"


def _entries(text: str) -> set[tuple[str, str]]:
    found, here = set(), ""
    for line in text.splitlines():
        here = line.split("]")[0].removeprefix("[") if line.startswith("[") else here
        found.add((here, line.split(" = ")[0]))
    return found
