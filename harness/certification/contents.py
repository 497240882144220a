"""What is in a package: the manifest, and the sources a run was judged by."""

from __future__ import annotations

import json
import platform
import shlex
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from pytest_bdd.feature import get_features

from harness.certification.container import Packed
from harness.plan import plan
from harness.project import FEATURES, ROOT
from harness.requirements import Requirement
from harness.selection import is_taken

FORMAT, FORMAT_VERSION = "punchout-certification", 1
MANIFEST = "manifest.json"
RESULTS, PRODUCT, BASELINE = "results.json", "product.toml", "baseline.toml"
QUALIFICATION, CATALOGUE = "qualification.json", "features/requirements.toml"
# Without these nobody could say what was certified, by what, and with which outcome.
NEEDED = (RESULTS, PRODUCT, QUALIFICATION, CATALOGUE)
# Settings of a run that say nothing of what was judged, or are named in another way.
_NOT_REPEATED = frozenset({"out", "target", "baseline", "product"})
_UNSET = frozenset({"", "none"})


@dataclass(frozen=True)
class NamedFile:
    """A file a run was given: its name, and the sha256 of its content."""

    name: str
    sha256: str


def promised_scenarios(
    level: str,
    generation: str,
    catalogue: Mapping[str, Requirement],
    features: Path = FEATURES,
    *,
    attested: bool = False,
) -> Mapping[tuple[str, str], int]:
    """Return how often a run of a level and generation runs each scenario, by feature file and name: once a row.

    Those a person attests are among them when a run was to ask for that (`attested`).
    """
    rows = {
        (Path(feature.filename).name, template.name): max(
            1, sum(len(list(examples.as_contexts())) for examples in template.examples)
        )
        for feature in get_features([str(features)])
        for template in feature.scenarios.values()
    }
    own = plan(features).values()
    taken = (each for each in own if is_taken(each, level, generation, catalogue, attested=attested))
    return Counter({(each.feature_file, each.name): rows[each.feature_file, each.name] for each in taken})


def features_as_run(folder: Path = FEATURES) -> Mapping[str, bytes]:
    """Return the features, the catalogue and the documentation's statements, by their names in a package."""
    paths = sorted([*folder.glob("*.feature"), *folder.glob("*.toml")])
    return {f"features/{path.name}": path.read_bytes() for path in paths}


def code_digest() -> str:
    """Return a digest of the code that judges: a version number alone does not tell one state of it from another."""
    digest = sha256()
    for folder in ("harness", "simulators", "steps"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            digest.update(f"{path.relative_to(ROOT).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def repeating(document: Mapping[str, Any], target_file: NamedFile | None, *, baseline: bool) -> str:
    """Return the command that repeats a run from the folder its package was unpacked in.

    The target file is not in a package: it is the tester's own, and stands beside.
    """
    words = ["punchout", "certify", f"--product={PRODUCT}"]
    if target_file is not None:
        words.append(f"--target={target_file.name}")
    if baseline:
        words.append(f"--baseline={BASELINE}")
    for setting in document["run"]["configuration"]:
        if setting["name"] not in _NOT_REPEATED and setting["value"] not in _UNSET:
            words.append(f"--{setting['name']}={setting['value']}")
    return shlex.join(words)


def manifest(
    document: Mapping[str, Any],
    members: Iterable[tuple[Packed, str]],
    *,
    suite: str,
    target_file: NamedFile | None,
    baseline: bool,
) -> bytes:
    """Return the manifest of a run's package: what it is of, and each member with the sha256 of its content.

    `packed_sha256` is that of the bytes that hold a member in the zip. Its moment is that at which the run ended.
    """
    run = document["run"]
    told = {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "run": {name: run[name] for name in ("id", "seed", "level", "started", "finished")},
        "target": document["target"],
        "target_file": vars(target_file) if target_file else None,
        "versions": {**run["versions"], "python": platform.python_version()},
        "suite": suite,
        "code": code_digest(),
        "repeat": repeating(document, target_file, baseline=baseline),
        "members": [
            {
                "name": member.name,
                "size": member.size,
                "sha256": digest,
                "packed_sha256": sha256(member.data).hexdigest(),
            }
            for member, digest in members
        ],
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")
