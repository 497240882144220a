"""How a target is approached, as its file says."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from harness.approaching import INTERFACES
from harness.targets.target import Target
from simulators.messages.session import TOKEN_PARAMETER
from simulators.wire import Approach


def approach_to(target: Target) -> Approach:
    """Return what there is before a target, and what is never asked again there: a start URL, and a checkout."""
    file = target.file

    def below(paths: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(file.context_path + path for path in paths)

    return Approach(
        target.origins,
        front=replace(file.front, let_in=below(file.front.let_in)) if file.front else None,
        proxy=file.proxy,
        interfaces=below(INTERFACES),
        judged=(TOKEN_PARAMETER, urlsplit(target.checkout_url).path),
    )
