"""Defects of channels: toggles that are mixed up, start URLs that are written anew, members of other sites."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from http import HTTPStatus
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from simulators.messages.session import TOKEN_PARAMETER
from simulators.storefront import session_api
from simulators.storefront.administration.control_panel import ControlPanel
from simulators.storefront.checkout import Checkout
from simulators.storefront.model import Channel, ChannelSettings, Site
from simulators.storefront.problems import Problem
from simulators.storefront.session_api import Asked, channel_allows_punch_out
from simulators.storefront.switching import Switch, check, part
from simulators.storefront.visits import Visit

PAGE_OF_A_SITE = "/web/site/page"


class CartsFromChannelsThatAreOff(Checkout):
    """Asks for the toggle when the session begins, and not again."""

    def is_punch_out(self, visit: Visit, site: Site) -> bool:
        """Tell whether the cart goes to a hub: whenever the session came from one."""
        del site
        return bool(visit.session.return_url)


class TogglesEveryChannel(ControlPanel):
    """Saves the toggle for the whole portal."""

    def save(self, channel: Channel, settings: ChannelSettings) -> None:
        """Put settings into force, and the toggle for every channel."""
        super().save(channel, settings)
        for other in self._company.channels.values():
            other.settings = replace(other.settings, enabled=settings.enabled)


class EntersEveryStartUrl(ControlPanel):
    """Saves the start URL for the whole portal."""

    def save(self, channel: Channel, settings: ChannelSettings) -> None:
        """Put settings into force, and the start URL for every channel."""
        super().save(channel, settings)
        for other in self._company.channels.values():
            other.settings = replace(other.settings, start_url=settings.start_url)


class FirstStartUrl(Asked):
    """Knows one start URL."""

    @property
    def start_url(self) -> str:
        """That of the first channel, if this one has any."""
        first = next(iter(self.company.channels.values()))
        return super().start_url and first.settings.start_url


class HomePage(Asked):
    """Has an address for whoever entered none."""

    @property
    def start_url(self) -> str:
        """The start URL of the channel, or the home page at the address the portal was delivered with."""
        return super().start_url or f"http://localhost:8080/web/{self.site.friendly_url}"


class InChannel(Asked):
    """What was asked, in a channel that is not the site's."""

    def __init__(self, asked: Asked, channel: Channel) -> None:
        super().__init__(asked.company, asked.request)
        self.channel = channel


def some_channel_allows_punch_out(asked: Asked) -> None:
    """Punch Out is switched on for any channel of the portal."""
    if not any(channel.settings.enabled for channel in asked.company.channels.values()):
        channel_allows_punch_out(asked)


def first_channel_allows_punch_out(asked: Asked) -> None:
    """Punch Out is switched on for the channel and for the first of the portal."""
    channel_allows_punch_out(asked)
    channel_allows_punch_out(InChannel(asked, next(iter(asked.company.channels.values()))))


def last_channel_allows_punch_out(asked: Asked) -> None:
    """Punch Out is switched on for the channel, and for that which was made last."""
    channel_allows_punch_out(asked)
    channel_allows_punch_out(InChannel(asked, tuple(asked.company.channels.values())[-1]))


def buyer_belongs_to_some_site(asked: Asked) -> None:
    """A known buyer is a member of any site."""
    if asked.buyer is not None and not asked.buyer.site_ids:
        raise Problem(HTTPStatus.BAD_REQUEST, "Buyer user does not belong to group")


def site_is_the_first_of_the_buyer(asked: Asked) -> None:
    """A known buyer is a member of the site, and of none before it."""
    if asked.buyer is not None and asked.site.id != min(asked.buyer.site_ids, default=0):
        raise Problem(HTTPStatus.BAD_REQUEST, "Buyer user does not belong to group")


def rewriting(change: Callable[[str], str]) -> Switch:
    """Write the start URL anew before the token is appended."""

    def switch(parts: session_api.StartUrl) -> session_api.StartUrl:
        return lambda start_url, token: parts(change(start_url), token)

    return lambda parts: replace(parts, start_url=switch(parts.start_url))


def with_a_slash(start_url: str) -> str:
    """Return a start URL whose path ends with a slash where it leads deeper than to a page of a site."""
    parts = urlsplit(start_url)
    deeper = parts.path.rstrip("/").count("/") > PAGE_OF_A_SITE.count("/")
    return parts._replace(path=f"{parts.path.rstrip('/')}/").geturl() if deeper else start_url


def with_whole_parameters(start_url: str) -> str:
    """Return a start URL with those of its parameters that have a name and a value."""
    parts = urlsplit(start_url)
    return parts._replace(query=urlencode(parse_qsl(parts.query))).geturl() if parts.query else start_url


def behind_everything(start_url: str, token: str) -> str:
    """Return a start URL with the token at its very end, be it in the fragment."""
    return f"{start_url}{'&' if '?' in start_url else '?'}{TOKEN_PARAMETER}={token}"


DEFECTS: Mapping[str, Switch] = {
    "channel-that-is-off-served": check(channel_allows_punch_out),
    "carts-taken-from-a-channel-that-is-off": part("checkout", CartsFromChannelsThatAreOff),
    "toggle-switches-every-channel": part("control_panel", TogglesEveryChannel),
    "any-channel-that-is-on-will-do": check(channel_allows_punch_out, some_channel_allows_punch_out),
    "first-channel-has-to-be-on-as-well": check(channel_allows_punch_out, first_channel_allows_punch_out),
    "last-channel-has-to-be-on-as-well": check(channel_allows_punch_out, last_channel_allows_punch_out),
    "token-behind-the-fragment": lambda parts: replace(parts, start_url=behind_everything),
    "home-page-for-no-start-url": part("asked", HomePage),
    "start-url-of-the-first-channel": part("asked", FirstStartUrl),
    "start-url-entered-for-every-channel": part("control_panel", EntersEveryStartUrl),
    "start-url-lower-cased": rewriting(str.lower),
    "start-url-with-a-slash": rewriting(with_a_slash),
    "start-url-without-its-fragment": rewriting(lambda start_url: start_url.partition("#")[0]),
    "start-url-decoded": rewriting(unquote),
    "start-url-without-empty-parameters": rewriting(with_whole_parameters),
    "member-of-another-site-served": check(session_api.buyer_belongs_to_the_site, buyer_belongs_to_some_site),
    "member-of-two-sites-served-in-one": check(session_api.buyer_belongs_to_the_site, site_is_the_first_of_the_buyer),
}
