"""The beginning of a run: its record, before anything is judged, in a folder without what an earlier run wrote."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from harness.baseline import Baseline
from harness.certification.certifying import PACKAGE, TEXT
from harness.documentation import read_documentation
from harness.errors import ConfigurationError
from harness.keeper import ON_DEMAND, REPORTS
from harness.progress import notes_folder
from harness.project import CATALOGUE, DOCUMENTATION
from harness.qualification.telling import qualification_of
from harness.record import RunRecord, started
from harness.requirements import read_catalogue
from harness.selection import asks_for_person, generation_of
from harness.settings import RunSettings, Setting
from harness.targetfile import TargetFile

_VERSIONS_OF = ("punchout-harness", "pytest", "pytest-bdd", "requests")
_NONE = ("none", "default")
_UNSET = ("baseline", "product", "attend")


def begin_record(
    settings: RunSettings, target: TargetFile | None, baseline: Baseline, run_id: str, about: Mapping[str, Any]
) -> RunRecord:
    """Begin the record of a run on a target, or on the embedded one; `about` is what else is known of that.

    Raises:
        ConfigurationError: when it cannot be written.

    """
    record = RunRecord(
        about={
            "id": run_id,
            "seed": settings.seed,
            "level": settings.level,
            "started": started(),
            "versions": {name: version(name) for name in _VERSIONS_OF},
            "configuration": [vars(setting) for setting in effective(settings, target)],
            "qualification": qualification_of(settings.out),
            "attestation": {"by": settings.attend} if asks_for_person(settings, target) else None,
        },
        target={**_about_target(target, settings), **about},
        catalogue=read_catalogue(CATALOGUE),
        statements=read_documentation(DOCUMENTATION),
        path=settings.out / "results.json",
        baseline=baseline,
    )
    try:
        clear(settings.out)
        record.begin()
    except OSError as error:
        raise ConfigurationError(
            "--out", f"{settings.out} cannot be written ({error.strerror})", "Name another."
        ) from None
    return record


def effective(settings: RunSettings, target: TargetFile | None) -> list[Setting]:
    """Return the settings in force; what was not asked for comes from the target."""
    unset = {"target": ("embedded reference storefront", "default"), **dict.fromkeys(_UNSET, _NONE)}
    unset["generation"] = (generation_of(settings, target), "target file" if target else "default")
    return [setting if setting.value else Setting(setting.name, *unset[setting.name]) for setting in settings.effective]


def clear(out: Path) -> None:
    """Remove what an earlier run wrote here, so that nobody takes it for this one's."""
    for folder in (out / "evidence", notes_folder(out), *(out / name for name in ("traces", *ON_DEMAND))):
        shutil.rmtree(folder, ignore_errors=True)
    for name in ("results.json", *REPORTS, PACKAGE, TEXT, "stopped"):
        (out / name).unlink(missing_ok=True)


def _about_target(target: TargetFile | None, settings: RunSettings) -> dict[str, Any]:
    generation = generation_of(settings, target)
    if target is None:
        name = "reference storefront" + (f" with {', '.join(settings.defects)}" if settings.defects else "")
        about = {"name": name, "kind": "embedded", "url": "", "generation": generation}
        return {**about, "defects": list(settings.defects)} if settings.defects else about
    return {"name": target.name, "kind": target.kind, "url": target.url, "generation": generation}
