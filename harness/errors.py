"""What can go wrong, in three families that never mix: the target, the harness, the configuration.

NonConformance        the target does not do what a requirement says
Untestable            something a scenario needs is missing on the target, though it claims it
Inapplicable          the target does not claim what a scenario is about
NotAttended           nobody was there for what only a person can do or tell
HarnessFault          a party of ours or the harness itself is at fault, never the target
ConfigurationError    what was asked for cannot be run: a flag, a target file, an address, a credential
"""

from __future__ import annotations

from collections.abc import Callable


class NonConformance(AssertionError):
    """The target does otherwise than a requirement says."""

    def __init__(self, what: str, *, expected: object, got: object, where: str = "", hint: str = "") -> None:
        """Say what was judged, where it was seen, what was expected and what came instead."""
        super().__init__(what)
        self.what = what
        self.expected = str(expected)
        self.got = str(got)
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        place = f" ({self.where})" if self.where else ""
        return f"{self.what}{place}: expected {self.expected}, got {self.got}"


class Untestable(Exception):
    """A prerequisite is missing on the target; counts as a failure, for nobody has seen the requirement hold."""


class Inapplicable(Exception):
    """The target does not claim what a scenario is about; the message is the reason a reader sees."""


class NotAttended(Exception):
    """Nobody was there for what only a person can do or tell: the scenario is not run; the message is why."""


class HarnessFault(Exception):
    """The harness, or a party it plays, is at fault."""


class ConfigurationError(Exception):
    """What was asked for cannot be run: which field, what was found there, what was expected, and what to do about it.

    `expected` may be empty, where what was found says it already.
    """

    def __init__(self, field: str, found: str, remedy: str, *, expected: str = "") -> None:
        wanted = f"; expected {expected}" if expected else ""
        super().__init__(f"{field}: {found}{wanted}. {remedy}")
        self.field = field
        self.found = found
        self.expected = expected
        self.remedy = remedy

    def shown(self, show: Callable[[str], str]) -> ConfigurationError:
        """Return the same with each of its texts as `show` returns it."""
        return ConfigurationError(show(self.field), show(self.found), show(self.remedy), expected=show(self.expected))
