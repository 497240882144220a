"""What a fault does to one direction of a connection, in the names and units of the field's tools.

Toxiproxy: `latency`, `bandwidth`, `slow_close`, `timeout`, `reset_peer`, `slicer`, `limit_data`; its forks know a
`slow_open`. Netem: `duplicate` and `reorder`. Times are in milliseconds and rates in kilobytes a second, as there.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Latency:
    """All that passes is late by `latency`, give or take `jitter`."""

    latency: int
    jitter: int = 0


@dataclass(frozen=True)
class SlowOpen:
    """The first bytes of a connection are late by `delay`, the others are not."""

    delay: int


@dataclass(frozen=True)
class SlowClose:
    """The connection is closed `delay` later than the other end closed it."""

    delay: int


@dataclass(frozen=True)
class Bandwidth:
    """No more than `rate` passes."""

    rate: int


@dataclass(frozen=True)
class Slicer:
    """What passes is cut into pieces of `average_size` bytes, give or take `size_variation`.

    There are `delay` microseconds between one and the next.
    """

    average_size: int
    size_variation: int = 0
    delay: int = 0


@dataclass(frozen=True)
class Timeout:
    """Nothing passes, and after `timeout` the connection is closed; for 0 it is held until the fault is over."""

    timeout: int = 0


@dataclass(frozen=True)
class ResetPeer:
    """Nothing passes, and `timeout` after the first bytes the connection is reset: a real RST."""

    timeout: int = 0


@dataclass(frozen=True)
class LimitData:
    """After `bytes` the connection is closed, or with `reset` reset.

    Of HTTP that can be read they are counted from the end of the head, so that a message is cut in its body.
    """

    bytes: int
    reset: bool = False


@dataclass(frozen=True)
class BadHandshake:
    """Whoever begins TLS is told in its own words that there is no common ground, and the connection is closed."""


@dataclass(frozen=True)
class Duplicate:
    """A request is delivered `times`, one after the other; one answer is given back, the `first` or the `last`."""

    times: int = 2
    answer: str = "last"


@dataclass(frozen=True)
class Reorder:
    """The first request is held until another one came through, or for `deadline` at most."""

    deadline: int


Toxic = (
    Latency
    | SlowOpen
    | SlowClose
    | Bandwidth
    | Slicer
    | Timeout
    | ResetPeer
    | LimitData
    | BadHandshake
    | Duplicate
    | Reorder
)
# What is done to whole messages, which have to be read for it.
OF_MESSAGES = (Duplicate, Reorder)
