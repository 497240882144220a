"""`punchout report`: verifies a certification package, and compares two runs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from harness.certification.comparison import compare
from harness.certification.runs import run_said
from harness.certification.verification import PROVES, verify
from harness.verdicts import Exit


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what can be done with what runs have left."""
    doings = parser.add_subparsers(dest="doing", required=True, metavar="DOING")
    verifying = doings.add_parser("verify", help="show that nothing in a certification package was changed")
    verifying.description = f"Shows what a package certifies, or each thing in it that was changed. {PROVES}"
    verifying.epilog = "Exit codes: 0 whole, 1 not whole, 4 there is no such file."
    verifying.add_argument("package", type=Path, metavar="PACKAGE", help="certification.zip of a run")
    comparing = doings.add_parser("compare", help="show what changed from one run to another")
    comparing.epilog = "Exit codes: 0 nothing got worse, 1 something did, 4 a run cannot be read."
    for name, told in (("before", "A"), ("after", "B")):
        comparing.add_argument(
            name, type=Path, metavar=told, help="a results.json, the folder of a run, or a certification package"
        )


def run(known: argparse.Namespace, _: Sequence[str]) -> Exit:
    """Do what is asked for."""
    return _verify(known.package) if known.doing == "verify" else _compare(known.before, known.after)


def _verify(package: Path) -> Exit:
    """Print what a package certifies, or each thing that is not as it was made."""
    verified = verify(package)
    if verified.is_whole:
        _print(f"{package}: WHOLE", *verified.certified, "", PROVES)
        return Exit.CONFORMANT
    _print(f"{package}: NOT WHOLE", *(f"  {fault}" for fault in verified.faults))
    return Exit.NOT_CONFORMANT


def _compare(before: Path, after: Path) -> Exit:
    """Print what changed."""
    comparison = compare(run_said(before), run_said(after))
    _print(f"{before} -> {after}", *comparison.lines())
    return Exit.NOT_CONFORMANT if comparison.worse else Exit.CONFORMANT


def _print(*lines: str) -> None:
    """Print lines in which nothing does anything to a terminal, whatever the encoding of it."""
    told = "\n".join("".join(c if c.isprintable() else ascii(c)[1:-1] for c in line) for line in lines)
    encoding = sys.stdout.encoding or "utf-8"
    print(told.encode(encoding, "backslashreplace").decode(encoding))
