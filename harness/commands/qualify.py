"""`punchout qualify`: shows that the scenarios notice."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from harness.qualification.qualifying import QualifyOrder, qualify
from harness.settings import read_settings
from harness.verdicts import Exit


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add which defects to try, and how."""
    parser.add_argument("defects", nargs="*", metavar="DEFECT", help="all when none is named")
    parser.add_argument("--full", action="store_true", help="all scenarios, not only those that can see a defect")
    parser.add_argument("--generation", metavar="G", help="one generation; else where each requirement is promised")
    parser.add_argument("-n", dest="processes", type=int, default=0, metavar="N", help="trials at the same time")
    parser.add_argument("-q", dest="quiet", action="store_true", help="no line for each defect")
    parser.add_argument("--out", metavar="DIR", help="folder of the results; build/punchout when not given")
    parser.add_argument("--seed", metavar="N", help="repeats the names and texts of an earlier run")


def run(known: argparse.Namespace, _: Sequence[str]) -> Exit:
    """Try the defects, telling of each."""
    settings = read_settings({"out": known.out, "seed": known.seed, "generation": known.generation})
    order = QualifyOrder(
        out=settings.out,
        seed=settings.seed,
        defects=known.defects,
        generation=settings.generation,
        full=known.full,
        processes=known.processes,
        quiet=known.quiet,
    )
    qualified = qualify(order, tell=lambda line: print(line, flush=True))
    return Exit.CONFORMANT if qualified else Exit.NOT_CONFORMANT
