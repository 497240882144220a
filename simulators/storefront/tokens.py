"""Access tokens: random, short-lived, good for one login.

Source: documentation, "Punch Out Access Token Provider Configuration"; reference, Liferay connector, 4.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from simulators.storefront.settings import SystemSettings
from simulators.wire import Clock


@dataclass(frozen=True)
class Grant:
    """What a token stands for: who may enter, where, for which account, and where the cart shall go."""

    email: str
    site_id: int
    account_id: int
    currency: str
    return_url: str
    order_uuid: str | None = None


@dataclass(frozen=True)
class Issued:
    """A token that was issued: what it stands for, and from when on it is good no more."""

    grant: Grant
    expires: datetime


class AccessTokens:
    """Issues tokens and takes them back, each once, however many ask at the same time."""

    def __init__(self, clock: Clock, settings: SystemSettings, text: Callable[[bytes], str]) -> None:
        """Issue by a clock and the settings in force; `text` writes a token's bytes in characters a URL may hold."""
        self._clock = clock
        self._settings = settings
        self._text = text
        self._lock = threading.Lock()
        self._issued: dict[bytes, Issued] = {}

    def issue(self, grant: Grant) -> str:
        """Return a new token; its duration is that of this moment, whatever is set later."""
        text = self.new_text()
        issued = Issued(grant, self._clock.now() + self.duration())
        with self._lock:
            self._issued[digest(text)] = issued
        return text

    def duration(self) -> timedelta:
        """Return how long a token is good that is issued now."""
        return timedelta(seconds=self._settings.token_duration)

    def new_text(self) -> str:
        """Return the text of a new token: as many random bytes as configured."""
        return self._text(secrets.token_bytes(self._settings.token_size))

    def take(self, text: str) -> Grant | None:
        """Return what a token stands for and forget it; None when it is unknown, used or late."""
        with self._lock:
            self._issued = {key: issued for key, issued in self._issued.items() if self.is_good(issued)}
            issued = self._issued.pop(digest(text), None)
        return issued.grant if issued else None

    def is_good(self, issued: Issued) -> bool:
        """Tell whether the duration of a token has not ended."""
        return self._clock.now() < issued.expires


def liferay_base64(data: bytes) -> str:
    """Return bytes in Liferay's URL-safe base64, which pads with asterisks."""
    return base64.urlsafe_b64encode(data).decode().replace("=", "*")


def hexadecimal(data: bytes) -> str:
    """Return bytes in hexadecimal digits."""
    return data.hex()


def digest(text: str) -> bytes:
    """Return what a token is stored and found by, so that a lookup tells nothing about it by its time."""
    return hashlib.sha256(text.encode()).digest()
