"""Changes of a target, each told by what finds it again: the name of what was made, or a setting before and after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from harness.administration import Administration, ChannelSettings, TokenSettings
from harness.errors import Untestable

Settings = ChannelSettings | TokenSettings | bool


@dataclass(frozen=True)
class Made:
    """Something that is made under a name that nothing else there has.

    `thing` is user, account, role, site, channel, catalog, product, discount, vocabulary or category; the name is the
    e-mail address of a user, the external reference code of an account, a catalog, a product or a discount, the group
    key of a site, and of a category that of its vocabulary before its own, with a slash. Its `id` may be known.
    """

    thing: str
    name: str
    id: int = 0

    def __str__(self) -> str:
        return f"the {self.thing} {self.name}"


@dataclass(frozen=True)
class Changed:
    """Settings that are changed; `after` is None where nobody can say what they become.

    `site` is the group key of the site whose channel has them, or nothing for the target's own channel or system.
    """

    before: Settings
    after: Settings | None
    site: str = ""

    def __str__(self) -> str:
        of_site = f" of the site {self.site}" if self.site else ""
        return f"{_setting_of(self.before).name}{of_site}, which was {_words(self.before)}"


Change = Made | Changed


def undo(change: Change, hand: Administration) -> str:
    """Undo a change; return what was done, or why nothing was.

    Raises:
        Untestable: when the target will not do it.

    """
    if isinstance(change, Made):
        find, remove = _THINGS[change.thing]
        found = find(hand, change.name)
        if found is None:
            return "was not there"
        if change.id and found != change.id:
            return "left alone: it is another one, which was made since"
        remove(hand, found)
        return "removed"
    setting = _setting_of(change.before)
    shown = setting.read(hand, change.site)
    if shown == change.before:
        return "is so again"
    if change.after is not None and shown != change.after:
        return f"left alone: it is {_words(shown)} now, and not by this run"
    setting.save(hand, change.before, change.site)
    return "put back"


def found(change: Made, hand: Administration) -> int | None:
    """Return the id of what goes by the name of something that is made, or None when there is nothing.

    Raises:
        Untestable: when the target does not tell.

    """
    find, _ = _THINGS[change.thing]
    return find(hand, change.name)


def document_of(change: Change) -> dict[str, Any]:
    """Return a change as JSON values."""
    if isinstance(change, Made):
        return {change.thing: change.name}
    return {_setting_of(change.before).word: asdict(change, dict_factory=dict)}


def change_in(document: Mapping[str, Any]) -> Change:
    """Return the change that `document_of` has made JSON of.

    Raises:
        KeyError, TypeError, ValueError: when it was not.

    """
    ((word, told),) = document.items()
    if word in _THINGS:
        return Made(word, told)
    make = _SETTINGS[word].make
    after = None if told["after"] is None else make(told["after"])
    return Changed(make(told["before"]), after, told.get("site", ""))


def identified(change: Change, thing_id: int) -> Change:
    """Return a change with the id of what was made."""
    return replace(change, id=thing_id) if isinstance(change, Made) else change


@dataclass(frozen=True)
class _Setting:
    """How settings are called, read and saved for the channel of a site, and made of JSON values."""

    word: str
    name: str
    read: Callable[[Administration, str], Settings]
    save: Callable[[Administration, Any, str], object]
    make: Callable[[Any], Settings]


_THINGS: Mapping[str, tuple[Callable[[Administration, str], int | None], Callable[[Administration, int], object]]] = {
    "user": (lambda hand, name: hand.people.find_user(name), lambda hand, found: hand.people.remove_user(found)),
    "account": (
        lambda hand, name: hand.directory.account_id(name),
        lambda hand, found: hand.people.remove_account(found),
    ),
    "role": (lambda hand, name: hand.directory.role_named(name), lambda hand, found: hand.site_roles.remove(found)),
    "site": (lambda hand, name: hand.directory.site_named(name), lambda hand, found: hand.sites.remove_site(found)),
    "channel": (
        lambda hand, name: hand.directory.channel_named(name),
        lambda hand, found: hand.sites.remove_channel(found),
    ),
    "catalog": (
        lambda hand, name: hand.catalogs.catalog(name),
        lambda hand, found: hand.catalogs.remove_catalog(found),
    ),
    "product": (
        lambda hand, name: hand.catalogs.product(name),
        lambda hand, found: hand.catalogs.remove_product(found),
    ),
    "discount": (
        lambda hand, name: hand.catalogs.discount(name),
        lambda hand, found: hand.catalogs.remove_discount(found),
    ),
    "vocabulary": (
        lambda hand, name: hand.taxonomy.vocabulary(name),
        lambda hand, found: hand.taxonomy.remove_vocabulary(found),
    ),
    "category": (
        lambda hand, name: hand.taxonomy.category(*name.split("/", 1)),
        lambda hand, found: hand.taxonomy.remove_category(found),
    ),
}
_SETTINGS: Mapping[str, _Setting] = {
    setting.word: setting
    for setting in (
        _Setting(
            "punch out",
            "Punch Out of the channel",
            lambda hand, site: hand.settings.channel_settings(_channel_of(hand, site)),
            lambda hand, before, site: hand.settings.set_channel(before, _channel_of(hand, site)),
            lambda told: ChannelSettings(**told),
        ),
        _Setting(
            "token",
            "Access Token Duration and Size",
            lambda hand, _: hand.settings.token_settings(),
            lambda hand, before, _: hand.settings.set_token(before),
            lambda told: TokenSettings(**told),
        ),
        _Setting(
            "auto login",
            "Auto Login Punch Out Access Token",
            lambda hand, _: hand.settings.auto_login(),
            lambda hand, before, _: hand.settings.set_auto_login(enabled=before),
            bool,
        ),
    )
}
_WORD_OF: Mapping[type[Settings], str] = {ChannelSettings: "punch out", TokenSettings: "token", bool: "auto login"}


def _setting_of(settings: Settings) -> _Setting:
    return _SETTINGS[_WORD_OF[type(settings)]]


def _channel_of(hand: Administration, site: str) -> int | None:
    """Return the id of the channel of a site; None stands for the target's own, where no site is named."""
    if not site:
        return None
    site_id = hand.directory.site_named(site)
    channel_id = None if site_id is None else hand.directory.channel_of(site_id)
    if channel_id is None:
        raise Untestable(f"the site {site!r} has no channel any more")
    return channel_id


def _words(settings: Settings) -> str:
    match settings:
        case ChannelSettings():
            return f"{_words(settings.enabled)}, with the start URL {settings.start_url or '(none)'}"
        case TokenSettings():
            return f"{settings.duration} s and {settings.size} bytes"
    return "on" if settings else "off"
