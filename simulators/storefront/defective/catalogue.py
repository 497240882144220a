"""All defects by name, from the modules that have those of one subject each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

from simulators.storefront.defective import (
    channels,
    deploying,
    entering,
    lifetimes,
    permitting,
    roles,
    settings,
    telling,
    tokens,
)
from simulators.storefront.switching import Switch

_SUBJECTS: tuple[ModuleType, ...] = (
    channels,
    deploying,
    entering,
    lifetimes,
    permitting,
    roles,
    settings,
    telling,
    tokens,
)

DEFECTS: Mapping[str, Switch] = {name: switch for subject in _SUBJECTS for name, switch in subject.DEFECTS.items()}
# What is told of them, a list for each subject.
LISTS = tuple(Path(str(subject.__file__)).with_suffix(".toml") for subject in _SUBJECTS)
