"""What a target file has to say of the data that was made: the entries it lacks, and the file with them."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence

from harness.provisioning.testdata import TestData

Entries = Mapping[str, Mapping[str, object]]


def entries_for(data: TestData, start_url: str, currencies: Sequence[str]) -> Entries:
    """Return the entries by section and key; without currencies, with that of the channel."""
    emails = {buyer.has_role: buyer.email for buyer in data.buyers}
    return {
        "target.site": {"group": data.site, "start_url": start_url},
        "target.buyer": {"email": emails[True], "account": data.account_code, "without_role": emails[False]},
        "target.catalog": {"skus": list(data.skus), "currencies": list(currencies) or [data.currency]},
    }


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
