"""The command line: `punchout`. Each command is a module of `harness.commands`, read when it is asked for."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import NoReturn

from harness.errors import ConfigurationError, HarnessFault
from harness.verdicts import Exit

COMMANDS = {
    "certify": "judge a storefront",
    "doctor": "ask a target whether it can be judged, and judge nothing",
    "serve": "run parties by themselves until interrupted",
    "provision": "make on a target what the scenarios need, or tell a person how, and remove it again",
    "restore": "undo what a run that was killed has left on a target",
    "qualify": "show that the scenarios notice: run them against each defect of the reference storefront",
    "report": "verify a certification package, or compare two runs",
    "defects": "list the defects the reference storefront can be given",
    "requirements": "list the catalogue of requirements",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code."""
    asked = list(sys.argv[1:] if arguments is None else arguments)
    try:
        command = _command(asked[0]) if asked and asked[0] in COMMANDS else None
        parser = _parser(asked[0] if command else "", command)
        known, rest = parser.parse_known_args(asked)
        if rest and known.command != "certify":
            parser.error(f"unknown: {' '.join(rest)}")
        assert command is not None  # the parser has ended without one
        code: int = command.run(known, rest)
        return code
    except BrokenPipeError:
        # Whoever reads what is printed has seen enough; nothing is left to be flushed at the exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.INTERRUPTED
    except ConfigurationError as error:
        print(f"ERROR: {error}", file=sys.stderr)
        return Exit.USAGE
    except HarnessFault as fault:
        print(f"ERROR: the harness is at fault, not the storefront: {fault}", file=sys.stderr)
        return Exit.HARNESS_FAULT
    except KeyboardInterrupt:
        return Exit.INTERRUPTED


class _Parser(argparse.ArgumentParser):
    """Says what was wrong with a command line; argparse's own exit code would mean an interrupted run here."""

    def error(self, message: str) -> NoReturn:
        """Print the usage and what is wrong, and end."""
        self.print_usage(sys.stderr)
        self.exit(Exit.USAGE, f"{self.prog}: error: {message}\n")


def _command(name: str) -> ModuleType:
    return import_module(f"harness.commands.{name}")


def _parser(asked: str, command: ModuleType | None) -> _Parser:
    """Return the parser of all commands, of which the one that is asked for has its options."""
    parser = _Parser(
        prog="punchout",
        description="Judge a Liferay storefront's punch out connector, or play the parties it meets.",
        epilog="Exit codes: 0 conformant, 1 not conformant, 2 interrupted, 3 fault of the harness, "
        "4 usage or preflight, 5 nothing was judged.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, told in COMMANDS.items():
        its_own = commands.add_parser(name, help=told)
        if command is not None and name == asked:
            its_own.epilog = getattr(command, "EPILOG", None)
            command.add_options(its_own)
    return parser
