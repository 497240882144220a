"""Entries of a TOML file that a person writes, taken out one by one, and what is wrong with them.

Every method raises ConfigurationError, which names the file, the section and the key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from harness.browser.addresses import is_web_address
from harness.errors import ConfigurationError

# What a name of an environment variable looks like, and a secret hardly does.
_VARIABLE = re.compile(r"[A-Z]+|[A-Z][A-Z0-9]*(_[A-Z0-9]+)+")


class Entries:
    """Takes entries out of a file and says what is wrong with them in the words of the file."""

    def __init__(
        self,
        document: dict[str, Any],
        path: Path,
        environment: Mapping[str, str],
        lacking: Mapping[str, str] | None = None,
    ) -> None:
        """Take entries out of a document; those that are `lacking` in it, by section and key, are as said there."""
        self._document = _with(document, lacking or {})
        self._path = path
        self._file = path.name
        self._environment = environment

    def has_section(self, section: str) -> bool:
        """Tell whether a section is there."""
        above, _, name = section.rpartition(".")
        return name in self._section(above)

    def has(self, section: str, *keys: str) -> bool:
        """Tell whether any of these keys is in a section."""
        return any(key in self._section(section) for key in keys)

    def refuse_both(self, section: str, key: str, *others: str) -> None:
        """Refuse a key beside others that say the same."""
        if self.has(section, *others):
            raise self.wrong(section, key, f"it stands beside {others[0]}", "Keep one of the two.")

    def text(self, section: str, key: str, default: str | None = None) -> str:
        """Return a text; without a default it has to be there and not be empty."""
        value = self._section(section).get(key, default)
        if value is None:
            raise self.wrong(section, key, "it is missing", f"Add {key} under [{section}].")
        if not isinstance(value, str):
            raise self.wrong(section, key, f"{value!r} is not text", "Write it in quotes.")
        if default is None and not value.strip():
            raise self.wrong(section, key, "it is empty", f"Give {key} a value.")
        return value

    def texts(self, section: str, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty when there is none."""
        value = self._section(section).get(key, [])
        if not isinstance(value, list) or not all(isinstance(element, str) for element in value):
            raise self.wrong(section, key, f"{value!r} is not a list of texts", 'Write ["...", "..."].')
        return tuple(value)

    def seconds(self, section: str, key: str) -> int | None:
        """Return a whole number of seconds, or None when none is given."""
        value = self._section(section).get(key)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
            raise self.wrong(section, key, f"{value!r} is no number of seconds", "Write a whole number, such as 15.")
        return value

    def address(self, section: str, key: str, default: str | None = None, *, with_port: bool = False) -> str:
        """Return a web address, or the default."""
        value = self.text(section, key, default)
        if not value:
            return value
        if not is_web_address(value):
            shown = repr(value) if "@" not in value else "what stands there"
            raise self.wrong(section, key, f"{shown} is not a web address", "Write it with http:// or https://.")
        parts = urlsplit(value)
        if parts.username is not None:
            raise self.wrong(
                section, key, "it holds a user or a password", "Take them out; only [target.auth] and others name them."
            )
        if with_port and parts.port is None:
            raise self.wrong(
                section,
                key,
                f"{value!r} names no port",
                f"Add the port to listen on, such as {value.rstrip('/')}:8800.",
            )
        return value

    def place(self, section: str, key: str, default: str | None = None) -> str:
        """Return an address, or a path, which is one of the target, whatever the target's own address is."""
        value = self.text(section, key, default)
        if not value:
            return value
        if value.startswith("/") and not value.startswith("//"):
            return value
        if not is_web_address(value):
            raise self.wrong(
                section,
                key,
                f"{value!r} is neither a path nor a web address",
                "Write it with http:// or https://, or as a path of the target, such as /web/acme/catalog.",
            )
        return self.address(section, key, default)

    def whole(self, section: str, key: str, default: int) -> int:
        """Return a whole number above 0."""
        value = self._section(section).get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self.wrong(
                section, key, f"{value!r} is no whole number above 0", f"Write one, such as {key} = {default}."
            )
        return value

    def table(self, section: str, key: str) -> Mapping[str, Any]:
        """Return a table."""
        value = self._section(section).get(key, {})
        if not isinstance(value, dict):
            raise self.wrong(section, key, f"{value!r} is no table", f'Write {key} = {{ NAME = "value" }}.')
        return value

    def folder(self, section: str, key: str) -> str:
        """Return the path of a folder that is there, named from the target file's own folder; or nothing."""
        value = self.text(section, key, "")
        path = self._path.parent / value
        if value and not path.is_dir():
            raise self.wrong(section, key, f"there is no folder {value!r}", "Name it from the target file's folder.")
        return str(path) if value else ""

    def file(self, section: str, key: str) -> str:
        """Return the path of a file that is there, which is named from the target file's own folder; or nothing."""
        value = self.text(section, key, "")
        return self._found(section, key, value) if value else ""

    def files(self, section: str, key: str) -> tuple[str, ...]:
        """Return the paths of files that are there: of one, or of a list of them."""
        if isinstance(self._section(section).get(key), list):
            return tuple(self._found(section, key, value) for value in self.texts(section, key))
        return tuple(filter(None, [self.file(section, key)]))

    def _found(self, section: str, key: str, value: str) -> str:
        path = self._path.parent / value
        if not path.is_file():
            raise self.wrong(section, key, f"there is no file {value!r}", "Name it from the target file's folder.")
        return str(path)

    def secret(self, section: str, key: str) -> str:
        """Return the secret in the environment variable that is named; what may be the secret itself is not shown."""
        if not isinstance(self._section(section).get(key, ""), str):
            raise self.wrong(section, key, "it is not text", "Write the name of an environment variable, in quotes.")
        variable = self.text(section, key)
        value = self._environment.get(variable, "")
        if not value and not _VARIABLE.fullmatch(variable):
            raise self.wrong(
                section,
                key,
                "it names no environment variable that is set",
                "Write the name of one, in capital letters, and set it to the secret; the secret itself does not "
                "belong here.",
            )
        if not value:
            raise self.wrong(
                section, key, f"the environment variable {variable} is not set", f"Set {variable} and run again."
            )
        return value

    def one_of(self, section: str, key: str, choices: Iterable[str], default: str) -> str:
        """Return a text that is one of these."""
        value = self.text(section, key, default)
        if value not in choices:
            raise self.wrong(section, key, f"{value!r} is not known", f"Use one of {', '.join(choices)}.")
        return value

    def refuse_unknown(self, known: Mapping[str, frozenset[str]]) -> None:
        """Refuse what is not among the known keys of each section, a mistake worth telling."""
        for section, keys in known.items():
            inner = {name.rpartition(".")[2] for name in known if name.startswith(f"{section}.")}
            for key in self._section(section):
                if key not in keys and key not in inner:
                    raise self.wrong(section, key, "there is no such entry", f"Known here: {', '.join(sorted(keys))}.")
        for section in self._document:
            if section not in known:
                raise ConfigurationError(
                    f"{self._file}, [{section}]", "there is no such section", f"Known: {', '.join(known)}."
                )

    def _section(self, section: str) -> dict[str, Any]:
        value: Any = self._document
        for name in section.split("."):
            value = value.get(name, {}) if isinstance(value, dict) else {}
        if not isinstance(value, dict):
            raise ConfigurationError(f"{self._file}, {section}", "it is not a section", f"Write [{section}].")
        return value

    def wrong(self, section: str, key: str, found: str, remedy: str) -> ConfigurationError:
        """Return what to say of an entry."""
        return ConfigurationError(f"{self._file}, {section}.{key}", found, remedy)


def _with(document: Mapping[str, Any], lacking: Mapping[str, str]) -> dict[str, Any]:
    """Return a document with the texts it does not have, by section and key; what is no section is left as it is."""
    whole = deepcopy(dict(document))
    for entry, text in lacking.items():
        section, _, key = entry.rpartition(".")
        there: Any = whole
        for name in section.split("."):
            there = there.setdefault(name, {}) if isinstance(there, dict) else None
        if isinstance(there, dict):
            there.setdefault(key, text)
    return whole
