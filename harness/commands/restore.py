"""`punchout restore`: undoes what a run has left on a target that was killed, or could not put everything back."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from harness.errors import ConfigurationError
from harness.restoring.restoring import restore
from harness.settings import read_settings
from harness.targetfile import read_target_file
from harness.verdicts import Exit


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add which target, and where the run wrote."""
    parser.add_argument("--target", metavar="FILE", help="target file of the storefront the run has judged")
    parser.add_argument("--out", metavar="DIR", help="folder of the run; build/punchout when not given")
    parser.epilog = "Exit codes: 0 all is as before, 1 the target would not undo something, 4 usage."


def run(known: argparse.Namespace, _: Sequence[str]) -> Exit:
    """Undo what is left, telling of each thing."""
    settings = read_settings({"target": known.target, "out": known.out})
    if settings.target is None:
        raise ConfigurationError(
            "--target", "not given", "Name the target file of the run; what the embedded storefront has ends with it."
        )
    restored = restore(settings.ledgers, read_target_file(settings.target))
    for line in restored.lines():
        print(line)
    return Exit.NOT_CONFORMANT if restored.left else Exit.CONFORMANT
