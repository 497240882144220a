"""`punchout requirements`: lists the catalogue, or how it is covered."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from harness.coverage import coverage_of, read_results
from harness.documentation import read_documentation
from harness.project import CATALOGUE, DOCUMENTATION
from harness.reports import catalogue_listing, coverage_table
from harness.requirements import read_catalogue
from harness.settings import read_settings
from harness.verdicts import Exit


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what to list."""
    parser.add_argument(
        "--coverage", action="store_true", help="compare it and the documentation with what the last run judged"
    )
    parser.add_argument("--out", metavar="DIR", help="folder of the run's results")


def run(known: argparse.Namespace, _: Sequence[str]) -> Exit:
    """Print the catalogue; or how it and the documentation are covered by the last run, where a gap is exit code 1."""
    catalogue, documentation = read_catalogue(CATALOGUE), read_documentation(DOCUMENTATION)
    if not known.coverage:
        print("\n".join(catalogue_listing(catalogue, documentation)))
        return Exit.CONFORMANT
    coverage = coverage_of(
        catalogue, documentation, read_results(read_settings({"out": known.out}).out / "results.json")
    )
    print("\n".join(coverage_table(coverage)))
    return Exit.CONFORMANT if coverage.is_whole else Exit.NOT_CONFORMANT
