"""All defects by name, from the modules that have those of one subject each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

from simulators.storefront.defective import (
    acknowledging,
    answers,
    asking,
    carting,
    channels,
    crowding,
    deploying,
    describing,
    editing,
    entering,
    failing,
    fields,
    forms,
    handing_over,
    hostility,
    inspecting,
    leftovers,
    lifetimes,
    mixing,
    money,
    network,
    ordering,
    permitting,
    redirecting,
    refusing,
    returning,
    roles,
    settings,
    telling,
    texts,
    tokens,
)
from simulators.storefront.switching import Switch

_SUBJECTS: tuple[ModuleType, ...] = (
    acknowledging,
    answers,
    asking,
    carting,
    channels,
    crowding,
    deploying,
    describing,
    editing,
    entering,
    failing,
    fields,
    forms,
    handing_over,
    hostility,
    inspecting,
    leftovers,
    lifetimes,
    mixing,
    money,
    network,
    ordering,
    permitting,
    redirecting,
    refusing,
    returning,
    roles,
    settings,
    telling,
    texts,
    tokens,
)

DEFECTS: Mapping[str, Switch] = {name: switch for subject in _SUBJECTS for name, switch in subject.DEFECTS.items()}
# What is told of them, a list for each subject.
LISTS = tuple(Path(str(subject.__file__)).with_suffix(".toml") for subject in _SUBJECTS)
