"""All defects by name, from the modules that have those of one subject each."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from simulators.storefront.switching import Switch

# What is told of the defects: a list for each subject, beside the module that makes them.
LISTS = tuple(sorted(Path(__file__).parent.glob("*.toml")))


def _made(subject: str) -> Mapping[str, Switch]:
    made: Mapping[str, Switch] = import_module(f"{__package__}.{subject}").DEFECTS
    return made


DEFECTS: Mapping[str, Switch] = {name: switch for told in LISTS for name, switch in _made(told.stem).items()}
