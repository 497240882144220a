"""The settings of a run: where each comes from, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.errors import ConfigurationError
from harness.settings import Setting, read_settings


def test_the_defaults_are_told_as_such() -> None:
    settings = read_settings({}, {})
    assert (settings.target, settings.generation, settings.level) == (None, "", "regression")
    assert settings.out == Path("build/punchout").absolute()
    origins = {setting.name: setting.origin for setting in settings.effective}
    others = ("target", "generation", "level", "browser", "baseline", "product", "out", "scenario-deadline")
    assert origins == {"seed": "chosen at random"} | dict.fromkeys(others, "default")


def test_the_seed_that_is_drawn_is_the_one_that_is_told() -> None:
    drawn = [read_settings({}, {}) for _ in range(5)]
    assert [{s.name: s.value for s in run.effective}["seed"] for run in drawn] == [str(run.seed) for run in drawn]
    assert len({run.seed for run in drawn}) > 1


def test_the_command_line_wins_over_the_environment() -> None:
    environment = {"PUNCHOUT_LEVEL": "smoke", "PUNCHOUT_SEED": "7", "PUNCHOUT_OUT": "", "PUNCHOUT_TARGET": "t.toml"}
    settings = read_settings({"level": "certification", "seed": None, "out": ""}, environment)
    assert (settings.level, settings.seed, settings.target) == ("certification", 7, Path("t.toml"))
    assert Setting("level", "certification", "command line") in settings.effective
    assert Setting("seed", "7", "environment variable PUNCHOUT_SEED") in settings.effective


@pytest.mark.parametrize(
    ("given", "field", "found", "remedy"),
    [
        ({"level": "all"}, "--level", "'all' is no level", "smoke, regression, certification"),
        ({"generation": "8"}, "--generation", "'8' is not known", "tradecentric-7.4"),
        ({"seed": "-1"}, "--seed", "'-1' is not a whole number", "digits"),
        ({"seed": "4.5"}, "--seed", "'4.5'", "digits"),
        ({"seed": "\u0664\u0662"}, "--seed", "is not a whole number", "digits"),
        ({"seed": "9" * 5000}, "--seed", "is not a whole number", "digits"),
    ],
    ids=["level", "generation", "negative", "fraction", "other digits", "endless"],
)
def test_a_value_that_is_none_is_refused(given: dict[str, str], field: str, found: str, remedy: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        read_settings(given, {})
    assert raised.value.field == field
    assert found in raised.value.found
    assert remedy in raised.value.remedy


@pytest.mark.parametrize("inner", ["", "/deeper/still"])
def test_a_file_is_no_folder_for_results(tmp_path: Path, inner: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigurationError) as raised:
        read_settings({"out": f"{tmp_path}/file{inner}"}, {})
    assert (raised.value.field, raised.value.remedy) == ("--out", "Name a folder.")
    assert read_settings({"out": f"{tmp_path}/new{inner}"}, {}).out == Path(f"{tmp_path}/new{inner}")
