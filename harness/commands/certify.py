"""`punchout certify`: becomes pytest, with the scenarios and the same options."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from harness.project import CONFORMANCE, ROOT
from harness.settings import TOLD_OF_FLAGS

EPILOG = "All other options are pytest's, such as -n 2, -k token or -x."
_OPTIONS = (
    ("target", "FILE", "target file; the embedded storefront when not given"),
    ("generation", "G", "the connector's generation; an unknown one is told which there are"),
    ("level", "LEVEL", "smoke, regression or certification; regression when not given"),
    ("browser", "BROWSER", "the buyer's: http or chromium; http when not given"),
    ("baseline", "FILE", "known deviations, which then fail no run"),
    ("product", "FILE", "what is certified, for the package of a run at level certification"),
    ("out", "DIR", "folder of the results; build/punchout when not given"),
    ("seed", "N", "repeats the names and texts of the run that printed it"),
    ("attend", "NAME", "who answers at this terminal what only a person can do or tell"),
    ("attend-deadline", "SECONDS", "how long there is for each answer; 900"),
    ("scenario-deadline", "SECONDS", "how long a scenario waits for the storefront in all; 60"),
)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of a run."""
    for name, value, told in _OPTIONS:
        parser.add_argument(f"--{name}", metavar=value, help=told)
    for name, told in TOLD_OF_FLAGS.items():
        parser.add_argument(f"--{name}", action="store_true", help=told)


def run(known: argparse.Namespace, rest: Sequence[str]) -> NoReturn:
    """Become pytest, which wants to be the first to import its plugins."""
    given = [(name, getattr(known, name.replace("-", "_"))) for name, _, _ in _OPTIONS]
    flags = [f"--{name}" for name in TOLD_OF_FLAGS if getattr(known, name)]
    options = [*(f"--{name}={value}" for name, value in given if value), *flags]
    where = [f"--rootdir={ROOT}", "-c", str(ROOT / "pyproject.toml"), str(CONFORMANCE)]
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-P", "-m", "pytest", *where, *options, *rest])
