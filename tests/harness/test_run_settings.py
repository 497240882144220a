"""The settings of a run: where each comes from, and what is refused."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from harness.errors import ConfigurationError
from harness.settings import Setting, read_settings


def test_the_defaults_are_told_as_such() -> None:
    settings = read_settings({}, {})
    assert (settings.target, settings.generation, settings.level) == (None, "", "regression")
    assert settings.out == Path("build/punchout").absolute()
    origins = {setting.name: setting.origin for setting in settings.effective}
    others = (
        "target",
        "generation",
        "level",
        "browser",
        "baseline",
        "product",
        "out",
        "scenario-deadline",
        "har",
        "allure",
        "traces",
    )
    expected = dict.fromkeys((*others, "attend", "attend-deadline"), "default")
    assert origins == {"seed": "chosen at random"} | expected


def test_the_name_of_who_attends_is_one_line() -> None:
    settings = read_settings({"attend": " Ada \n Tester "}, {"PUNCHOUT_ATTEND_DEADLINE": "30"})
    assert (settings.attend, settings.attend_deadline) == ("Ada Tester", 30.0)


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


def test_what_is_written_besides_is_asked_for_by_options_or_variables() -> None:
    assert read_settings({"har": False, "allure": None}, {}).asked_for == ()
    assert read_settings({"har": True, "allure": False}, {"PUNCHOUT_HAR": "no"}).asked_for == ("har",)
    settings = read_settings({}, {"PUNCHOUT_HAR": "1", "PUNCHOUT_ALLURE": "Yes"})
    assert settings.asked_for == ("har", "allure-results")
    assert Setting("har", "yes", "environment variable PUNCHOUT_HAR") in settings.effective
    assert Setting("har", "no", "default") in read_settings({}, {}).effective
    with pytest.raises(ConfigurationError) as raised:
        read_settings({}, {"PUNCHOUT_HAR": "perhaps"})
    assert (raised.value.field, raised.value.found) == ("PUNCHOUT_HAR", "'perhaps' is neither yes nor no")


def test_results_for_allure_need_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "allure_commons", None)
    assert read_settings({"har": True}, {}).asked_for == ("har",)
    with pytest.raises(ConfigurationError) as raised:
        read_settings({"allure": True}, {})
    assert raised.value.field == "--allure"
    assert "pip install 'punchout-harness[allure]'" in raised.value.remedy


@pytest.mark.parametrize(
    ("given", "field", "found", "remedy"),
    [
        ({"level": "all"}, "--level", "'all' is no level", "smoke, regression, certification"),
        ({"generation": "8"}, "--generation", "'8' is not known", "tradecentric-7.4"),
        ({"seed": "-1"}, "--seed", "'-1' is not a whole number", "digits"),
        ({"seed": "4.5"}, "--seed", "'4.5'", "digits"),
        ({"seed": "\u0664\u0662"}, "--seed", "is not a whole number", "digits"),
        ({"seed": "9" * 5000}, "--seed", "is not a whole number", "digits"),
        ({"attend": " "}, "--attend", "' ' is no name of 1 to 80 letters", "Ada Tester"),
        ({"attend": "A\x1b[2J"}, "--attend", "is no name of 1 to 80 letters", "Ada Tester"),
        ({"attend": "A" * 81}, "--attend", "is no name of 1 to 80 letters", "Ada Tester"),
        ({"attend-deadline": "soon"}, "--attend-deadline", "'soon' is no number of seconds", "for each answer"),
        ({"attend-deadline": "0"}, "--attend-deadline", "'0' is no number of seconds from 0 to 28800", "900"),
    ],
    ids=[
        "level",
        "generation",
        "negative",
        "fraction",
        "digits",
        "endless",
        "blank",
        "unseen",
        "long",
        "words",
        "none",
    ],
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
