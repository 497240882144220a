"""What a run changes on a target that is not its own, written down before it is done and undone whatever happens.

A scenario puts back what it changed when it ends. For the run that is killed, each process keeps a ledger, a file that
tells of every change before it is made and of every one that was undone. Whoever comes next, the end of the run, the
next run with the same folder or `punchout restore`, undoes what is open, and touches nothing else.
"""

from harness.restoring.changes import Change, Changed, Made, undo
from harness.restoring.ledger import SUFFIX, Ledger

__all__ = ["SUFFIX", "Change", "Changed", "Ledger", "Made", "undo"]
