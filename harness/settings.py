"""What a run was asked for: each value from the command line, the environment or the default, and which of them."""

from __future__ import annotations

import math
import os
import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.defects import read_defects
from harness.errors import ConfigurationError
from simulators.storefront import GENERATIONS

LEVELS = ("smoke", "regression", "certification")
BROWSERS = ("http", "chromium")


@dataclass(frozen=True)
class Setting:
    """An effective value and where it came from."""

    name: str
    value: str
    origin: str


@dataclass(frozen=True)
class RunSettings:
    """The settings of a run; `target` is None for the embedded one."""

    target: Path | None
    generation: str
    level: str
    browser: str
    out: Path
    seed: int
    baseline: Path | None
    product: Path | None
    defects: tuple[str, ...]
    scenario_deadline: float
    effective: tuple[Setting, ...]


_DEFAULTS = {
    "target": "",
    "generation": "",
    "level": "regression",
    "browser": "http",
    "baseline": "",
    "product": "",
    "out": "build/punchout",
    "seed": "",
    "defect": "",
    "scenario-deadline": "60",
}
OPTIONS = tuple(_DEFAULTS)
# Longer than any storefront that is there, and short enough to be waited for by a person.
LONGEST_DEADLINE = 3600.0


def variable_of(option: str) -> str:
    """Return the environment variable that sets an option, such as PUNCHOUT_LEVEL."""
    return f"PUNCHOUT_{option.upper().replace('-', '_')}"


def read_settings(given: Mapping[str, str | None], environment: Mapping[str, str] = os.environ) -> RunSettings:
    """Return the settings of a run from command-line values (None when not given) and the environment.

    Raises:
        ConfigurationError: when a value is none of those it may be.

    """
    effective = []
    for name, default in _DEFAULTS.items():
        variable = variable_of(name)
        if given.get(name):
            setting = Setting(name, str(given[name]), "command line")
        elif environment.get(variable):
            setting = Setting(name, environment[variable], f"environment variable {variable}")
        else:
            setting = Setting(name, default, "default")
        effective.append(setting)
    values = {setting.name: setting.value for setting in effective}
    seed = values["seed"] or str(random.SystemRandom().randrange(1, 10**9))
    effective = [
        Setting("seed", seed, "chosen at random") if s.name == "seed" and not s.value else s for s in effective
    ]
    if not (seed.isascii() and seed.isdecimal() and len(seed) < 20):
        raise ConfigurationError(
            "--seed", f"{seed!r} is not a whole number", "Give up to 19 digits, such as --seed 42."
        )
    if values["level"] not in LEVELS:
        raise ConfigurationError("--level", f"{values['level']!r} is no level", f"Choose one of {', '.join(LEVELS)}.")
    if values["browser"] not in BROWSERS:
        raise ConfigurationError(
            "--browser", f"{values['browser']!r} is no browser", f"Choose one of {', '.join(BROWSERS)}."
        )
    if values["generation"] and values["generation"] not in GENERATIONS:
        raise ConfigurationError(
            "--generation", f"{values['generation']!r} is not known", f"Choose one of {', '.join(GENERATIONS)}."
        )
    deadline = _seconds(values["scenario-deadline"])
    out = Path(values["out"]).absolute()
    if any(path.exists() and not path.is_dir() for path in (out, *out.parents)):
        raise ConfigurationError("--out", f"{values['out']!r} is a file, or in one", "Name a folder.")
    return RunSettings(
        target=Path(values["target"]) if values["target"] else None,
        generation=values["generation"],
        level=values["level"],
        browser=values["browser"],
        out=out,
        seed=int(seed),
        baseline=Path(values["baseline"]) if values["baseline"] else None,
        product=Path(values["product"]) if values["product"] else None,
        defects=_defects(values["defect"], values["target"]),
        scenario_deadline=deadline,
        effective=tuple(s for s in effective if s.name != "defect" or s.value),
    )


def _defects(named: str, target: str) -> tuple[str, ...]:
    """Return the defects that are asked for, one or several with commas between them."""
    names = tuple(filter(None, (name.strip() for name in named.split(","))))
    for name in names:
        if name not in read_defects():
            raise ConfigurationError("--defect", f"{name!r} is no defect", "punchout defects lists them.")
    if names and target:
        raise ConfigurationError(
            "--defect", "a target of its own is not ours to break", "Leave out --target, or serve it with --defect."
        )
    return names


def _seconds(given: str) -> float:
    try:
        seconds = float(given)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds <= LONGEST_DEADLINE:
        raise ConfigurationError(
            "--scenario-deadline",
            f"{given!r} is no number of seconds from 0 to {LONGEST_DEADLINE:.0f}",
            "Give the seconds a scenario may wait for the storefront in all, such as --scenario-deadline 60.",
        )
    return seconds
