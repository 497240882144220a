"""Where the project's own files lie."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FEATURES = ROOT / "features"
TESTDATA = FEATURES / "testdata.toml"
CATALOGUE = FEATURES / "requirements.toml"
DOCUMENTATION = FEATURES / "documentation.toml"
BASELINES = ROOT / "harness" / "baselines"
CONFORMANCE = ROOT / "tests" / "conformance"
DEVIATIONS = ROOT / "simulators" / "storefront" / "deviations.toml"
