"""The runs that are compared: each a results.json, the folder it is in, or a package."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from harness.certification.comparison import RunSaid, said
from harness.certification.verification import verify
from harness.errors import ConfigurationError
from harness.record import FORMAT_VERSION

RESULTS = "results.json"
LARGEST = 256 * 1024 * 1024


def run_said(path: Path) -> RunSaid:
    """Return what a run says that can be compared.

    Raises:
        ConfigurationError: when there is no such run, it cannot be read, is a package that is not whole, or its record
            is of another format.

    """
    if path.is_file() and _is_zip(path):
        verified = verify(path)
        if verified.results is None:
            raise ConfigurationError(
                f"{path}",
                f"it is no package that is whole: {verified.faults[0]}",
                "punchout report verify tells all that is wrong with it.",
            )
        return _said(path, verified.results)
    return _said(path, _read(path / RESULTS if path.is_dir() else path))


def _is_zip(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return path.suffix == ".zip" or file.read(2) == b"PK"
    except OSError as error:
        raise _unreadable(path, error) from error


def _read(path: Path) -> Any:
    try:
        if path.stat().st_size > LARGEST:
            raise ConfigurationError(f"{path}", f"it has more than {LARGEST} bytes", "Name the results of a run.")
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        raise ConfigurationError(
            f"{path}", "there is no such file", "Name a results.json, the folder it is in, or a package."
        ) from None
    except OSError as error:
        raise _unreadable(path, error) from error
    except (ValueError, RecursionError):
        raise ConfigurationError(
            f"{path}", "it is not JSON", "Name a results.json, the folder it is in, or a package."
        ) from None


def _said(path: Path, document: Any) -> RunSaid:
    wrong = ConfigurationError(f"{path}", "it holds no results of a run", "Name what punchout certify has written.")
    if not isinstance(document, dict) or "version" not in document or "scenarios" not in document:
        raise wrong
    if document["version"] != FORMAT_VERSION:
        raise ConfigurationError(
            f"{path}",
            f"its results are of format {document['version']!r}",
            "Compare it with the harness that made it, or judge the storefront again with this one.",
            expected=str(FORMAT_VERSION),
        )
    try:
        return said(document)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise wrong from None


def _unreadable(path: Path, error: OSError) -> ConfigurationError:
    return ConfigurationError(f"{path}", f"it cannot be read ({error.strerror})", "Give a readable file.")
