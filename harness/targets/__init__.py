"""Targets: the storefront under test, whether the run started it or found it at an address."""

from harness.targets.container import container_target
from harness.targets.embedded import embedded_target
from harness.targets.live import live_target
from harness.targets.passage import TIME, MovedTime, Passage, RealTime
from harness.targets.target import Target

__all__ = [
    "TIME",
    "MovedTime",
    "Passage",
    "RealTime",
    "Target",
    "container_target",
    "embedded_target",
    "live_target",
]
