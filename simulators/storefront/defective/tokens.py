"""Defects of access tokens: how they look, whom they let in, and how often."""

from __future__ import annotations

import base64
import itertools
import random
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from simulators.storefront.settings import SystemSettings
from simulators.storefront.switching import Switch, part, released
from simulators.storefront.tokens import AccessTokens, Grant, Issued, digest

# For how long a token that was used may be sent again, as by a page that is loaded anew.
GRACE = timedelta(seconds=5)
# What a column of a database has room for; a longer text is cut when it is stored.
COLUMN = 75


class UsedAgain(AccessTokens):
    """Remembers a token that was used."""

    def take(self, text: str) -> Grant | None:
        """Return what a token stands for, as often as it is asked."""
        with self._lock:
            issued = self._issued.get(digest(text))
        return issued.grant if issued and self.is_good(issued) else None


class UsedAgainSoon(AccessTokens):
    """Lets a token be used again for some seconds after its first use."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self._used: dict[str, Issued] = {}

    def take(self, text: str) -> Grant | None:
        """Return what a token stands for, also when it was used just now."""
        grant = super().take(text)
        if grant:
            self._used[text] = Issued(grant, self._clock.now() + GRACE)
        again = self._used.get(text)
        return grant or (again.grant if again and self.is_good(again) else None)


class FixedSize(AccessTokens):
    """Does not look at the size that is set."""

    def new_text(self) -> str:
        """Return a token of the size of the default."""
        return self._text(secrets.token_bytes(8))


class SizeInLetters(AccessTokens):
    """Takes the size for that of the text."""

    def new_text(self) -> str:
        """Return a token of as many letters as bytes are asked for."""
        return super().new_text()[: self._settings.token_size]


class CutWhenStored(AccessTokens):
    """Stores a token in a column that is too short for a long one, and looks for the whole."""

    def issue(self, grant: Grant) -> str:
        """Return a new token, which is not found again when it was cut."""
        text = super().issue(grant)
        with self._lock:
            self._issued[digest(text[:COLUMN])] = self._issued.pop(digest(text))
        return text


class OfACounter(AccessTokens):
    """Numbers the tokens."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self._numbers = itertools.count(1)

    def new_text(self) -> str:
        """Return the next number, in as many bytes as are asked for."""
        size = self._settings.token_size
        return self._text((next(self._numbers) % 256**size).to_bytes(size, "big"))


class OfTheTime(AccessTokens):
    """Takes bytes that look random from a generator that begins with the second of the clock."""

    def new_text(self) -> str:
        """Return what any other token of this second is."""
        second = int(self._clock.now().timestamp())
        return self._text(random.Random(second).randbytes(self._settings.token_size))


class OfDigits(AccessTokens):
    """Makes a token of random digits, a letter of text for each byte: 26 bits where 64 were asked for."""

    def new_text(self) -> str:
        """Return as many digits as bytes are asked for."""
        digits = "".join(secrets.choice("0123456789") for _ in range(self._settings.token_size))
        return self._text(digits.encode())


class OfFewBits(AccessTokens):
    """Makes a token of two random bytes, over and over."""

    def new_text(self) -> str:
        """Return two bytes as often as the size asks for."""
        size = self._settings.token_size
        return self._text((secrets.token_bytes(2) * size)[:size])


class InAnyLetterCase(AccessTokens):
    """Looks for a token as a database does whose texts are compared without regard to their letter case."""

    def issue(self, grant: Grant) -> str:
        """Return a new token, and keep it in small letters."""
        text = super().issue(grant)
        with self._lock:
            self._issued[digest(text.lower())] = self._issued.pop(digest(text))
        return text

    def take(self, text: str) -> Grant | None:
        """Return what a token stands for, in whatever letters it is written."""
        return super().take(text.lower())


class FoundByALike(AccessTokens):
    """Looks for the token that is like a text; which are, a subclass says."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self._texts: dict[bytes, str] = {}

    def issue(self, grant: Grant) -> str:
        """Return a new token, and keep its text."""
        text = super().issue(grant)
        self._texts[digest(text)] = text
        return text

    def take(self, text: str) -> Grant | None:
        """Return what a token stands for that is like this one."""
        with self._lock:
            known = [self._texts[key] for key, issued in self._issued.items() if self.is_good(issued)]
        return super().take(next((kept for kept in reversed(known) if self.is_like(kept, text)), text))

    def is_like(self, kept: str, shown: str) -> bool:
        """Tell whether a token that was issued is taken for one that is shown."""
        return kept == shown


class BegunIsEnough(FoundByALike):
    """Takes the beginning of a token for the token."""

    def is_like(self, kept: str, shown: str) -> bool:
        """Tell whether a token begins as shown, if that is most of it."""
        return kept.startswith(shown) and len(shown) > len(kept) // 2


class EndIsNotLookedAt(FoundByALike):
    """Compares as many letters as the token has that was issued."""

    def is_like(self, kept: str, shown: str) -> bool:
        """Tell whether what is shown begins with the token."""
        return shown.startswith(kept)


class GuessEndsAll(AccessTokens):
    """Defends itself against guessing: a token nobody issued ends those that were."""

    def take(self, text: str) -> Grant | None:
        """Return what a token stands for; forget all when it is none."""
        grant = super().take(text)
        if grant is None:
            with self._lock:
                self._issued.clear()
        return grant


class LastGrantForAll(AccessTokens):
    """Keeps in one place what the token stands for that was issued last."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self._last: Grant | None = None

    def issue(self, grant: Grant) -> str:
        """Return a new token, and remember its grant."""
        self._last = grant
        return super().issue(grant)

    def take(self, text: str) -> Grant | None:
        """Return what the last token stands for, if this one is good."""
        return self._last if super().take(text) else None


class TokensInATable(SystemSettings):
    """A database that has the tokens as well."""

    def __init__(self, auto_login_pid: str) -> None:
        super().__init__(auto_login_pid)
        self.table: dict[bytes, Issued] = {}

    def restart(self) -> None:
        """Keep the tokens, for whom the number of a user stands that has another meaning now: the first of all."""
        super().restart()
        first = "test@liferay.com"
        self.table.update({key: replace(i, grant=replace(i.grant, email=first)) for key, i in self.table.items()})


class KeptInTheTable(AccessTokens):
    """Writes every token into the table, and reads it when the server starts."""

    def issue(self, grant: Grant) -> str:
        """Return a new token, which is in the table as well."""
        text = super().issue(grant)
        if isinstance(self._settings, TokensInATable):
            self._settings.table[digest(text)] = self._issued[digest(text)]
        return text

    def take(self, text: str) -> Grant | None:
        """Return what a token stands for, from memory or from before the server was started."""
        grant = super().take(text)
        kept = self._settings.table.pop(digest(text), None) if isinstance(self._settings, TokensInATable) else None
        return grant or (kept.grant if kept and self.is_good(kept) else None)


def with_plus_and_slash(data: bytes) -> str:
    """Return bytes in base64 that is not made for URLs."""
    return base64.b64encode(b"\xfb\xff\xbf" + data[3:]).decode()


def _kept_in_a_table() -> Switch:
    settings, tokens = part("settings", TokensInATable), part("tokens", KeptInTheTable)
    return lambda parts: tokens(settings(parts))


DEFECTS: Mapping[str, Switch] = {
    "token-accepted-twice": part("tokens", UsedAgain),
    "token-accepted-twice-at-once": part("tokens", UsedAgainSoon),
    "token-size-ignored": part("tokens", FixedSize),
    "token-size-in-letters": part("tokens", SizeInLetters),
    "token-cut-when-stored": part("tokens", CutWhenStored),
    "token-not-safe-in-a-url": released(lambda generation: replace(generation, token_text=with_plus_and_slash)),
    "token-of-a-counter": part("tokens", OfACounter),
    "token-of-the-second": part("tokens", OfTheTime),
    "token-of-digits": part("tokens", OfDigits),
    "token-of-few-random-bits": part("tokens", OfFewBits),
    "token-in-any-letter-case": part("tokens", InAnyLetterCase),
    "token-accepted-by-its-beginning": part("tokens", BegunIsEnough),
    "token-accepted-with-a-tail": part("tokens", EndIsNotLookedAt),
    "wrong-token-ends-the-right-one": part("tokens", GuessEndsAll),
    "token-opens-the-last-session": part("tokens", LastGrantForAll),
    "token-of-before-a-restart-is-the-administrators": _kept_in_a_table(),
}
