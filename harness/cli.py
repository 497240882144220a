"""The command line: `punchout`. Thin: a run is pytest with the plugin, everything else a module of its own."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from harness.coverage import coverage_of, read_results
from harness.defects import read_defects
from harness.documentation import read_documentation
from harness.errors import ConfigurationError, HarnessFault
from harness.preflight import doctor
from harness.project import CATALOGUE, CONFORMANCE, DOCUMENTATION, ROOT
from harness.qualification.qualifying import QualifyOrder, qualify
from harness.reports import catalogue_listing, coverage_table, defect_listing
from harness.requirements import read_catalogue
from harness.serving import PARTIES, ServeOrder, serve
from harness.settings import LEVELS, read_settings
from harness.targetfile import DEFAULT_GENERATION
from harness.verdicts import Exit
from simulators.storefront import CONNECTORS, GENERATIONS


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code."""
    parser = _parser()
    known, rest = parser.parse_known_args(arguments)
    if rest and known.command != "certify":
        parser.error(f"unknown: {' '.join(rest)}")
    try:
        match known.command:
            case "certify":
                _certify(known, rest)
            case "doctor":
                return _doctor(known)
            case "serve":
                return _serve(known)
            case "qualify":
                return _qualify(known)
            case "defects":
                print("\n".join(defect_listing(read_defects())))
            case _:
                return _coverage(known.out) if known.coverage else _requirements()
        return Exit.CONFORMANT
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


def _parser() -> _Parser:
    parser = _Parser(
        prog="punchout",
        description="Judge a Liferay storefront's punch out connector, or play the parties it meets.",
        epilog="Exit codes: 0 conformant, 1 not conformant, 2 interrupted, 3 fault of the harness, "
        "4 usage or preflight, 5 nothing was judged.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    certify = commands.add_parser(
        "certify", help="judge a storefront", epilog="All other options are pytest's, such as -n 2, -k token or -x."
    )
    certify.add_argument("--target", metavar="FILE", help="target file; the embedded storefront when not given")
    certify.add_argument("--generation", metavar="G", help=", ".join(GENERATIONS))
    certify.add_argument("--level", metavar="LEVEL", help=f"{', '.join(LEVELS)}; regression when not given")
    certify.add_argument("--browser", metavar="BROWSER", help="http")
    certify.add_argument("--baseline", metavar="FILE", help="known deviations, which then fail no run")
    certify.add_argument("--out", metavar="DIR", help="folder of the results; build/punchout when not given")
    certify.add_argument("--seed", metavar="N", help="repeats the names and texts of the run that printed it")
    certify.add_argument(
        "--scenario-deadline", metavar="SECONDS", help="how long a scenario waits for the storefront in all; 60"
    )
    asking = commands.add_parser("doctor", help="ask a target whether it can be judged, and judge nothing")
    asking.add_argument("--target", metavar="FILE", help="target file; the embedded storefront when not given")
    asking.add_argument("--generation", metavar="G", help=", ".join(GENERATIONS))
    serving = commands.add_parser("serve", help="run parties by themselves until interrupted")
    serving.add_argument("parties", nargs="*", metavar="PARTY", help=f"{', '.join(PARTIES)}; all when none is named")
    serving.add_argument(
        "--port-base", type=int, default=0, metavar="P", help="first of the ports; free ones if not given"
    )
    serving.add_argument("--public-url", metavar="URL", help="the address the storefront believes it has")
    serving.add_argument("--json", action="store_true", help="print one line of JSON once ready")
    serving.add_argument("--target-out", type=Path, metavar="FILE", help="write a target file for the storefront")
    serving.add_argument(
        "--as", dest="connector", choices=CONNECTORS, metavar="NAME", help=f"deviate as {', '.join(CONNECTORS)} does"
    )
    serving.add_argument(
        "--defect", dest="defects", action="append", default=[], metavar="ID", help="break a party; repeatable"
    )
    serving.add_argument(
        "--generation",
        choices=GENERATIONS,
        default=DEFAULT_GENERATION,
        help="the generation the storefront plays; that of the connector with --as",
    )
    qualifying = commands.add_parser(
        "qualify", help="show that the scenarios notice: run them against each defect of the reference storefront"
    )
    qualifying.add_argument("defects", nargs="*", metavar="DEFECT", help="all when none is named")
    qualifying.add_argument("--full", action="store_true", help="all scenarios, not only those that can see a defect")
    qualifying.add_argument("--generation", metavar="G", help="one generation; else where each requirement is promised")
    qualifying.add_argument("-n", dest="processes", type=int, default=0, metavar="N", help="trials at the same time")
    qualifying.add_argument("-q", dest="quiet", action="store_true", help="no line for each defect")
    qualifying.add_argument("--out", metavar="DIR", help="folder of the results; build/punchout when not given")
    qualifying.add_argument("--seed", metavar="N", help="repeats the names and texts of an earlier run")
    commands.add_parser("defects", help="list the defects the reference storefront can be given")
    requirements = commands.add_parser("requirements", help="list the catalogue of requirements")
    requirements.add_argument(
        "--coverage", action="store_true", help="compare it and the documentation with what the last run judged"
    )
    requirements.add_argument("--out", metavar="DIR", help="folder of the run's results")
    return parser


def _certify(known: argparse.Namespace, rest: Sequence[str]) -> NoReturn:
    """Become pytest, with the scenarios and the same options: it wants to be the first to import its plugins."""
    names = ("target", "generation", "level", "browser", "baseline", "out", "seed", "scenario_deadline")
    given = [f"--{name.replace('_', '-')}={getattr(known, name)}" for name in names if getattr(known, name)]
    where = [f"--rootdir={ROOT}", "-c", str(ROOT / "pyproject.toml"), str(CONFORMANCE)]
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-P", "-m", "pytest", *where, *given, *rest])


def _doctor(known: argparse.Namespace) -> int:
    settings = read_settings({"target": known.target, "generation": known.generation})
    healthy = doctor(settings, tell=lambda line: print(line, flush=True))
    return Exit.CONFORMANT if healthy else Exit.USAGE


def _serve(known: argparse.Namespace) -> int:
    unknown = [party for party in known.parties if party not in PARTIES]
    if unknown:
        raise ConfigurationError("serve", f"{unknown[0]!r} is no party", f"Name some of {', '.join(PARTIES)}.")
    settings = read_settings({"defect": ",".join(known.defects)})
    return serve(
        ServeOrder(
            parties=known.parties or PARTIES,
            port_base=known.port_base,
            public_url=known.public_url,
            as_json=known.json,
            target_out=known.target_out,
            seed=settings.seed,
            connector=known.connector,
            generation=known.generation,
            defects=settings.defects,
        )
    )


def _qualify(known: argparse.Namespace) -> int:
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


def _coverage(out: str | None) -> int:
    """Print how documentation and catalogue are covered by the last run; a gap is exit code 1."""
    results = read_results(read_settings({"out": out}).out / "results.json")
    coverage = coverage_of(read_catalogue(CATALOGUE), read_documentation(DOCUMENTATION), results)
    print("\n".join(coverage_table(coverage)))
    return Exit.CONFORMANT if coverage.is_whole else Exit.NOT_CONFORMANT


def _requirements() -> int:
    print("\n".join(catalogue_listing(read_catalogue(CATALOGUE), read_documentation(DOCUMENTATION))))
    return Exit.CONFORMANT
