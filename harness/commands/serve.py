"""`punchout serve`: runs parties by themselves."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

from harness.errors import ConfigurationError
from harness.serving import PARTIES, ServeOrder, serve
from harness.settings import read_settings
from harness.targetfile import DEFAULT_GENERATION
from simulators.storefront import CONNECTORS, GENERATIONS

_CONTEXT_PATH = re.compile(r"(/[A-Za-z0-9._~-]+)+")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add which parties to run, where, and how they are told to be."""
    parser.add_argument("parties", nargs="*", metavar="PARTY", help=f"{', '.join(PARTIES)}; all when none is named")
    parser.add_argument(
        "--port-base",
        type=int,
        default=0,
        metavar="P",
        help="port of procurement; the hub and the storefront have the next two; free ones if not given",
    )
    parser.add_argument(
        "--public-url", metavar="URL", help="the address the storefront believes it has, that of what stands before it"
    )
    parser.add_argument(
        "--context-path",
        default="",
        metavar="PATH",
        help="the path below which the storefront is, such as /portal; --public-url is without it",
    )
    parser.add_argument("--json", action="store_true", help="print one line of JSON once ready")
    parser.add_argument("--target-out", type=Path, metavar="FILE", help="write a target file for the storefront")
    parser.add_argument(
        "--home",
        type=Path,
        metavar="DIR",
        help="serve the storefront alone as an image of Liferay does: packages and settings are read from this folder",
    )
    parser.add_argument(
        "--as", dest="connector", choices=CONNECTORS, metavar="NAME", help=f"deviate as {', '.join(CONNECTORS)} does"
    )
    parser.add_argument(
        "--defect", dest="defects", action="append", default=[], metavar="ID", help="break a party; repeatable"
    )
    parser.add_argument(
        "--bare",
        action="store_true",
        help="a storefront without site, channel and products, for punchout provision to make them",
    )
    parser.add_argument(
        "--generation",
        choices=GENERATIONS,
        default=DEFAULT_GENERATION,
        help="the generation the storefront plays; that of the connector with --as",
    )


def run(known: argparse.Namespace, _: Sequence[str]) -> int:
    """Run them until interrupted."""
    unknown = [party for party in known.parties if party not in PARTIES]
    if unknown:
        raise ConfigurationError("serve", f"{unknown[0]!r} is no party", f"Name some of {', '.join(PARTIES)}.")
    if known.home and (list(known.parties) != ["storefront"] or known.defects):
        raise ConfigurationError("--home", "it is for the storefront alone, unbroken", "Write serve storefront --home.")
    if known.context_path and not _CONTEXT_PATH.fullmatch(known.context_path):
        raise ConfigurationError(
            "--context-path",
            f"{known.context_path!r} is no path that addresses can begin with",
            "Write one such as /portal, of letters, digits, - . _ ~, without a / at its end.",
        )
    if known.bare and (known.home or known.parties != ["storefront"]):
        raise ConfigurationError("--bare", "it is for a storefront alone", "Write serve storefront --bare.")
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
            home=known.home,
            context_path=known.context_path,
            bare=known.bare,
        )
    )
