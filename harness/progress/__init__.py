"""Progress: what a run is at, how far it is and what it waits for, in a terminal or a log, while it goes on."""

from harness.progress.beacon import Beacon
from harness.progress.notes import notes_folder
from harness.progress.showing import Progress

__all__ = ["Beacon", "Progress", "notes_folder"]
