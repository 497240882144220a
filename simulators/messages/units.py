"""Units of measure by their codes, which cXML and the hub's carts ask for and buyers map by.

Source: UN/CEFACT Recommendations 20 and 21; reference, hub and protocols, 2.7 and 7 (row 1).
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

# A pack and a unit of whatever it is; systems that map by the code do not take it (hub and protocols, 2.8).
_TOO_VAGUE = frozenset({"UN"})


@cache
def units_of_measure() -> frozenset[str]:
    """Give the codes of units: UN/CEFACT Recommendation 20, packages of Recommendation 21 with and without their X."""
    listed = tomllib.loads(resources.files(__package__).joinpath("units.toml").read_text(encoding="utf-8"))
    packages = listed["recommendation_21"].split()
    codes = {*listed["recommendation_20"].split(), *packages, *(f"X{code}" for code in packages)}
    return frozenset(codes - _TOO_VAGUE)


def is_unit_code(text: str) -> bool:
    """Tell whether a text is the code of a unit or of a package."""
    return text in units_of_measure()
