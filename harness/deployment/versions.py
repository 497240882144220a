"""The versions that the connector of the 2.1 documentation requires, against those a log tells.

Source: 2.1 documentation, the note before Deploy the PunchOut2Go Connector: Commerce 2.1.2, DXP 7.1 fix pack 18
or later, DXP 7.2 fix pack 6 or later. Which fix pack a service pack contains: the public build of Liferay's images.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from harness.deployment.findings import Outcome

REQUIRED = "Commerce 2.1.2 or a later 2.1.x, on DXP 7.1 with fix pack 18 or later or DXP 7.2 with fix pack 6 or later"
FIRST_COMMERCE = (2, 1, 2)
FIRST_FIX_PACK = {"7.1": 18, "7.2": 6}
FIX_PACK_OF_SERVICE_PACK = {
    "7.1": {1: 5, 2: 10, 3: 15, 4: 17, 5: 20, 6: 23},
    "7.2": {1: 2, 2: 5, 3: 8, 4: 11, 5: 14},
}
# The series is named by its build: 7110 is 7.1. Security fix packs and hotfixes have names of their own.
FIX_PACK = re.compile(r"(?:(?:liferay-)?fix-pack-)?dxp-(\d+)-(\d)(\d)\d\d\b", re.ASCII)
RELEASE = re.compile(r"(\D*)(\d+\.\w+)[\d.]*(?: .*?\bSP(\d+)\b)?", re.ASCII)


@dataclass(frozen=True)
class Judged:
    """Whether one of the two versions is as required, and what it is."""

    outcome: Outcome
    got: str


def judge_commerce(version: str) -> Judged:
    """Judge a version of Commerce, as `2.1.2`; empty when the log does not tell."""
    if not version:
        return Judged(Outcome.NOT_SEEN, "no version of Commerce")
    numbers = tuple(map(int, version.split(".")))
    holds = numbers[:2] == FIRST_COMMERCE[:2] and numbers >= FIRST_COMMERCE
    return Judged(Outcome.HOLDS if holds else Outcome.FAILS, f"Commerce {version}")


def judge_dxp(release: str, patches: tuple[str, ...] | None) -> Judged:
    """Judge a release, as `Digital Experience Platform 7.2.10.1 SP1`, with its patches; None when they are not told.

    A service pack tells the least fix pack only, for fix packs are installed on top of it.
    """
    told = RELEASE.match(release)
    product, series, service_pack = told.groups() if told else ("", "", None)
    fix_pack = 0
    for patch in filter(None, map(FIX_PACK.match, patches or ())):
        fix_pack, series = int(patch[1]), f"{patch[2]}.{patch[3]}"
    if not fix_pack and service_pack:
        fix_pack = FIX_PACK_OF_SERVICE_PACK.get(series, {}).get(int(service_pack), 0)
    if not series:
        return Judged(Outcome.NOT_SEEN, "no release of DXP")
    if "Community" in product or "Portal" in product:
        return Judged(Outcome.FAILS, f"{product.strip()} {series}, which is not DXP")
    if series not in FIRST_FIX_PACK:
        return Judged(Outcome.FAILS, f"DXP {series}")
    if fix_pack >= FIRST_FIX_PACK[series]:
        return Judged(Outcome.HOLDS, f"DXP {series} with fix pack {fix_pack}")
    if patches is not None:
        return Judged(Outcome.FAILS, f"DXP {series} with {f'fix pack {fix_pack}' if fix_pack else 'no fix pack'}")
    return Judged(Outcome.NOT_SEEN, f"DXP {series} with an unknown fix pack")
