"""Defects of duration and size: when a token ends, what the settings count for, and which values are taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from simulators.storefront.settings import TOKEN_PID, Setting, SettingRefused, SystemSettings
from simulators.storefront.switching import Switch, part
from simulators.storefront.tokens import AccessTokens, Grant, Issued

DURATION, SIZE = "access.token.expires.in", "access.token.key.byte.size"
A_SECOND, A_DAY, A_YEAR = timedelta(seconds=1), timedelta(days=1), timedelta(days=365)


class NeverEnds(AccessTokens):
    """Does not look at the clock."""

    def is_good(self, issued: Issued) -> bool:
        """Tell that every token is good that was not used."""
        del issued
        return True


class EndsASecondEarly(AccessTokens):
    """Cuts the fraction of the second off, and ends a token with the second it ends in."""

    def is_good(self, issued: Issued) -> bool:
        """Tell whether a token has more than a second left."""
        return issued.expires - self._clock.now() > A_SECOND


class EndsASecondLate(AccessTokens):
    """Lets a token in that ended within this second."""

    def is_good(self, issued: Issued) -> bool:
        """Tell whether a token ended no more than a second ago."""
        return self._clock.now() - issued.expires <= A_SECOND


class AlwaysFifteenSeconds(AccessTokens):
    """Does not look at the duration that is set."""

    def duration(self) -> timedelta:
        """Return the default."""
        return timedelta(seconds=15)


class DurationInMinutes(AccessTokens):
    """Takes the duration for minutes."""

    def duration(self) -> timedelta:
        """Return sixty times what was set."""
        return 60 * super().duration()


class AnHourAtMost(AccessTokens):
    """Has a limit that nobody is told of."""

    def duration(self) -> timedelta:
        """Return what was set, an hour at most."""
        return min(super().duration(), timedelta(hours=1))


class EndsByTheDurationOfNow(AccessTokens):
    """Writes down when a token was issued, and asks for the duration when it is used."""

    def issue(self, grant: Grant) -> str:
        """Return a new token, and keep from when it is."""
        began = self._clock.now()
        text = super().issue(grant)
        with self._lock:
            kept = self._issued
            self._issued = {k: Issued(i.grant, began) if i.grant is grant else i for k, i in kept.items()}
        return text

    def is_good(self, issued: Issued) -> bool:
        """Tell whether the duration of now has passed since a token was issued."""
        return self._clock.now() < issued.expires + self.duration()


class RevivedByALongerDuration(EndsByTheDurationOfNow):
    """Ends no token early, but lets a longer duration count for those that were issued before."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self._own: dict[Grant, timedelta] = {}

    def issue(self, grant: Grant) -> str:
        """Return a new token, and keep the duration it was issued with."""
        self._own[grant] = self.duration()
        return super().issue(grant)

    def is_good(self, issued: Issued) -> bool:
        """Tell whether neither the duration of now nor that of then has passed."""
        return self._clock.now() < issued.expires + max(self._own[issued.grant], self.duration())


class OtherSizesRefused(AccessTokens):
    """Looks whether a token has the size that is set before it is looked for."""

    def take(self, text: str) -> Grant | None:
        """Return what a token of the size of now stands for."""
        return super().take(text) if len(text) == len(self.new_text()) else None


class ZeroIsForEver(AccessTokens):
    """Takes a duration below one to mean that tokens do not end."""

    def duration(self) -> timedelta:
        """Return what was set, or a year."""
        return super().duration() if self._settings.token_duration > 0 else A_YEAR


class TakesEveryNumber(SystemSettings):
    """Saves whatever number is entered for one setting."""

    unbounded = DURATION

    def update(self, pid: str, texts: Mapping[str, str]) -> None:
        """Set the values of one configuration, one of them within no bounds."""
        bounded, configuration = self.configurations, self.configurations[pid]
        settings = dict(configuration.settings)
        if self.unbounded in settings:
            settings[self.unbounded] = replace(settings[self.unbounded], allowed=None)
        self.configurations = {**bounded, pid: replace(configuration, settings=settings)}
        try:
            super().update(pid, texts)
        finally:
            self.configurations = bounded


class SizeBelowOneIsTheDefault(TakesEveryNumber):
    """Has tokens of the default size where the size makes no sense."""

    unbounded = SIZE

    @property
    def token_size(self) -> int:
        """How many bytes make a token: what was set, or 8."""
        size = super().token_size
        return size if size > 0 else 8


class RefusalForgetsAll(SystemSettings):
    """Begins to save before it has looked at what there is."""

    def update(self, pid: str, texts: Mapping[str, str]) -> None:
        """Set the values of one configuration; where one is refused, those of before are gone."""
        try:
            super().update(pid, texts)
        except SettingRefused:
            self._saved[pid] = {DURATION: 5, SIZE: 8}
            raise


def with_default(key: str, default: int) -> Switch:
    """Give a setting of tokens another default."""

    class OtherDefault(SystemSettings):
        """Has another default of one setting."""

        def __init__(self, auto_login_pid: str) -> None:
            super().__init__(auto_login_pid)
            pages, page = self.configurations, self.configurations[TOKEN_PID]
            setting: Setting = replace(page.settings[key], default=default)
            self.configurations = {**pages, TOKEN_PID: replace(page, settings={**page.settings, key: setting})}

    return part("settings", OtherDefault)


def _any_number_and(name: str, changed: type) -> Switch:
    first, then = part("settings", TakesEveryNumber), part(name, changed)
    return lambda parts: then(first(parts))


DEFECTS: Mapping[str, Switch] = {
    "token-never-ends": part("tokens", NeverEnds),
    "token-ends-a-second-early": part("tokens", EndsASecondEarly),
    "token-ends-a-second-late": part("tokens", EndsASecondLate),
    "duration-ignored": part("tokens", AlwaysFifteenSeconds),
    "duration-in-minutes": part("tokens", DurationInMinutes),
    "duration-of-an-hour-at-most": part("tokens", AnHourAtMost),
    "duration-of-now-counts": part("tokens", EndsByTheDurationOfNow),
    "longer-duration-revives": part("tokens", RevivedByALongerDuration),
    "token-of-another-size-refused": part("tokens", OtherSizesRefused),
    "duration-of-zero-is-for-ever": _any_number_and("tokens", ZeroIsForEver),
    "size-of-zero-is-the-default": part("settings", SizeBelowOneIsTheDefault),
    "refused-value-changes-the-others": part("settings", RefusalForgetsAll),
    "default-duration-of-an-hour": with_default(DURATION, 3600),
    "default-size-of-four": with_default(SIZE, 4),
}
