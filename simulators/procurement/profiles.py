"""Profiles of procurement systems: what each sends, by which form it wants its cart, and how much it can hold.

Source: reference, hub and protocols, 2.8 and 3; the data are in `profiles.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True)
class ProfileLimits:
    """How much of a line a platform can hold; 0 where nothing is known. Ids and units are counted in characters."""

    part_id: int = 0
    auxiliary_id: int = 0
    forbidden_in_ids: str = ""
    description_bytes: int = 0
    description_shown: int = 0
    unit: int = 0
    unit_price_decimals: int = 0
    unspsc_digits: int = 0
    manufacturer: int = 0
    unit_unknown: str = ""


@dataclass(frozen=True)
class Profile:
    """One procurement system. `extrinsics` are pairs of a name and a text with {} for what the buyer is called.

    `dtd` is the version of the DTD its set-up request names, `version` the attribute beside it, if it sends one.
    `sender` is the credential that signs in the buyer's place, `to` further credentials of the supplier;
    `selected_item` the part id of an item that is sent along without a meaning.
    """

    name: str
    title: str
    protocol: str
    domain: str
    user_agent: str = ""
    dtd: str = ""
    version: str | None = None
    form_field: str = "cXML-urlencoded"
    deployment_mode: str = "production"
    language: str | None = None
    sender: tuple[str, str] | None = None
    to: tuple[tuple[str, str], ...] = ()
    contact: bool = False
    ship_to: bool = False
    selected_item: str = ""
    extrinsics: tuple[tuple[str, str], ...] = ()
    oci: Mapping[str, str] = field(default_factory=dict)
    limits: ProfileLimits = ProfileLimits()


PLAIN = "plain"
OCI = "OCI"


def profile_named(name: object) -> Profile:
    """Return a profile by its name.

    Raises:
        ValueError: when there is none.

    """
    if not isinstance(name, str) or name not in profiles():
        raise ValueError(f"profile is not one of {', '.join(profiles())}")
    return profiles()[name]


@cache
def profiles() -> Mapping[str, Profile]:
    """Return all profiles by name."""
    text = resources.files(__package__).joinpath("profiles.toml").read_text(encoding="utf-8")
    found = (_profile(entry) for entry in tomllib.loads(text)["profile"])
    return {profile.name: profile for profile in found}


def _profile(entry: Mapping[str, Any]) -> Profile:
    values = {name: _frozen(value) for name, value in entry.items() if name not in ("limits", "oci")}
    return Profile(**values, oci=dict(entry.get("oci", {})), limits=ProfileLimits(**entry.get("limits", {})))


def _frozen(value: Any) -> Any:
    return tuple(_frozen(element) for element in value) if isinstance(value, list) else value
