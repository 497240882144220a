"""`punchout defects`: lists the defects the reference storefront, and the parties, can be given."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from harness.defects import read_defects
from harness.reports import defect_listing
from harness.verdicts import Exit


def add_options(_: argparse.ArgumentParser) -> None:
    """Add nothing."""


def run(_: argparse.Namespace, __: Sequence[str]) -> Exit:
    """Print the list."""
    print("\n".join(defect_listing(read_defects())))
    return Exit.CONFORMANT
