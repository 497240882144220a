"""The sentences of the features, one module per noun; each step calls an actor or hands an observation to a check."""

import re
from collections.abc import Iterable


def any_of(sentences: Iterable[str]) -> str:
    """Return the pattern of a step that says one of these sentences; it is called `what`."""
    return f"(?P<what>{'|'.join(map(re.escape, sentences))})"
