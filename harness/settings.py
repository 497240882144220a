"""What a run was asked for: each value from the command line, the environment or the default, and which of them."""

from __future__ import annotations

import math
import os
import random
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
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
    """The settings of a run; `target` is None for the embedded one.

    `ledgers` is the folder of what was changed on the target, `asked_for` are folders to write besides.
    """

    target: Path | None
    generation: str
    level: str
    browser: str
    out: Path
    ledgers: Path
    seed: int
    baseline: Path | None
    product: Path | None
    defects: tuple[str, ...]
    scenario_deadline: float
    asked_for: tuple[str, ...]
    attend: str
    attend_deadline: float
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
    "har": "no",
    "allure": "no",
    "traces": "no",
    "attend": "",
    "attend-deadline": "900",
}
OPTIONS = tuple(_DEFAULTS)
# Options that are given or not, and the folder each has written beside the usual files of a run.
FLAGS = {"har": "har", "allure": "allure-results", "traces": "traces"}
TOLD_OF_FLAGS = {
    "har": "also write an HTTP archive of each scenario, in har/",
    "allure": "also write the results for an Allure report, in allure-results/",
    "traces": "keep Chromium's traces of what fails, in traces/: raw, with all secrets, for this machine only",
}
_YES, _NO = ("1", "yes", "true", "on"), ("0", "no", "false", "off")
# Longer than any storefront that is there, and short enough to be waited for by a person.
LONGEST_DEADLINE = 3600.0
# A working day, and a name that fits into a line.
LONGEST_ATTENDANCE, LONGEST_NAME = 28_800.0, 80


def variable_of(option: str) -> str:
    """Return the environment variable that sets an option, such as PUNCHOUT_LEVEL."""
    return f"PUNCHOUT_{option.upper().replace('-', '_')}"


def read_settings(given: Mapping[str, str | bool | None], environment: Mapping[str, str] = os.environ) -> RunSettings:
    """Return the settings of a run from command-line values (None when not given) and the environment.

    Raises:
        ConfigurationError: when a value is none of those it may be.

    """
    effective = []
    for name, default in _DEFAULTS.items():
        variable = variable_of(name)
        if given.get(name):
            setting = Setting(name, "yes" if name in FLAGS else str(given[name]), "command line")
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
    effective = [Setting(s.name, _flag(s), s.origin) if s.name in FLAGS else s for s in effective]
    asked_for = tuple(FLAGS[s.name] for s in effective if s.name in FLAGS and s.value == "yes")
    if FLAGS["allure"] in asked_for and not _is_installed("allure_commons"):
        raise ConfigurationError(
            "--allure",
            "the package allure-python-commons is not installed",
            "Install it with pip install 'punchout-harness[allure]', or leave the option out.",
        )
    deadline = _seconds(
        "scenario-deadline",
        values["scenario-deadline"],
        LONGEST_DEADLINE,
        "a scenario may wait for the storefront in all",
    )
    attend_deadline = _seconds(
        "attend-deadline", values["attend-deadline"], LONGEST_ATTENDANCE, "a person may take for each answer"
    )
    out = Path(values["out"]).absolute()
    if any(path.exists() and not path.is_dir() for path in (out, *out.parents)):
        raise ConfigurationError("--out", f"{values['out']!r} is a file, or in one", "Name a folder.")
    return RunSettings(
        target=Path(values["target"]) if values["target"] else None,
        generation=values["generation"],
        level=values["level"],
        browser=values["browser"],
        out=out,
        ledgers=out / "ledgers",
        seed=int(seed),
        baseline=Path(values["baseline"]) if values["baseline"] else None,
        product=Path(values["product"]) if values["product"] else None,
        defects=_defects(values["defect"], values["target"]),
        scenario_deadline=deadline,
        asked_for=asked_for,
        attend=_name(values["attend"]),
        attend_deadline=attend_deadline,
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


def _is_installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ValueError:  # what Python says of a module that was kept from being imported
        return False


def _flag(setting: Setting) -> str:
    """Return yes or no, for any of the words a variable may hold."""
    word = setting.value.strip().lower()
    if word not in (*_YES, *_NO):
        raise ConfigurationError(
            variable_of(setting.name), f"{setting.value!r} is neither yes nor no", "Write yes or no, or unset it."
        )
    return "yes" if word in _YES else "no"


def _seconds(option: str, given: str, longest: float, what: str) -> float:
    try:
        seconds = float(given)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds <= longest:
        raise ConfigurationError(
            f"--{option}",
            f"{given!r} is no number of seconds from 0 to {longest:.0f}",
            f"Give the seconds {what}, such as --{option} {_DEFAULTS[option]}.",
        )
    return seconds


def _name(given: str) -> str:
    """Return the name of the person who attends, in one line."""
    name = " ".join(given.split())
    if given and (not name or not name.isprintable() or len(name) > LONGEST_NAME):
        raise ConfigurationError(
            "--attend",
            f"{given!r} is no name of 1 to {LONGEST_NAME} letters",
            'Give the name of the person who answers at this terminal, such as --attend "Ada Tester".',
        )
    return name
