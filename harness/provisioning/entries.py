"""What a target file has to say of the data that was made: the entries it lacks, and the file with them."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from harness.provisioning.testdata import TestData
from harness.targetfile import TargetFile, read_target_file

Entries = Mapping[str, Mapping[str, object]]


def read_as_completed(path: Path, data: TestData, environment: Mapping[str, str] = os.environ) -> TargetFile:
    """Read a target file as if it had the names of the data where it has none.

    Raises:
        ConfigurationError: as `read_target_file` does.

    """
    file = read_target_file(path, environment, to_be_made=data.names)
    return read_target_file(path, environment, to_be_made=data.on_portal_of(file).names)


def entries_for(data: TestData, currencies: Sequence[str]) -> Entries:
    """Return the entries by section and key; without currencies, with that of the channel."""
    entries: dict[str, dict[str, object]] = {}
    for entry, name in data.names.items():
        section, _, key = entry.rpartition(".")
        entries.setdefault(section, {})[key] = name
    return entries | {"target.catalog": {"skus": list(data.skus), "currencies": list(currencies) or [data.currency]}}


def lacking(text: str, entries: Entries) -> Entries:
    """Return the entries that the text of a target file does not have."""
    document = tomllib.loads(text)
    found: dict[str, Mapping[str, object]] = {}
    for section, values in entries.items():
        there: object = document
        for name in section.split("."):
            there = there.get(name, {}) if isinstance(there, dict) else {}
        known = there if isinstance(there, dict) else {}
        if missing := {key: value for key, value in values.items() if key not in known}:
            found[section] = missing
    return found


def sections(entries: Entries) -> str:
    """Return entries as the text of a target file."""
    return "".join(f"[{section}]\n{_lines(values)}" for section, values in entries.items())


def completed(text: str, entries: Entries) -> str:
    """Return the text of a target file with these entries added, into the sections it has and into new ones."""
    new: dict[str, Mapping[str, object]] = {}
    for section, values in entries.items():
        header = re.compile(rf"^[ \t]*\[[ \t]*{re.escape(section)}[ \t]*\][^\n]*\n?", re.MULTILINE)
        if found := header.search(text):
            head = text[: found.end()].removesuffix("\n") + "\n"
            text = head + _lines(values) + text[found.end() :]
        else:
            new[section] = values
    return text.removesuffix("\n") + "\n" + sections(new)


def _lines(values: Mapping[str, object]) -> str:
    return "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items())
