"""`punchout doctor`: asks a target whether it can be judged."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from harness.preflight import doctor
from harness.settings import read_settings
from harness.verdicts import Exit
from simulators.storefront import GENERATIONS


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add whom to ask."""
    parser.add_argument("--target", metavar="FILE", help="target file; the embedded storefront when not given")
    parser.add_argument("--generation", metavar="G", help=", ".join(GENERATIONS))


def run(known: argparse.Namespace, _: Sequence[str]) -> Exit:
    """Ask, telling each answer as it comes."""
    settings = read_settings({"target": known.target, "generation": known.generation})
    healthy = doctor(settings, tell=lambda line: print(line, flush=True))
    return Exit.CONFORMANT if healthy else Exit.USAGE
