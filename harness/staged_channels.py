"""Other channels of a scenario, sites without one, and who belongs there: made for it, or listed in the target file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.actors import Buyer
from harness.actors.people import id_of
from harness.administration import OtherChannel
from harness.listed import listed_buyer_of_both, listed_channel
from harness.staged_makings import StagedMakings

if TYPE_CHECKING:
    from harness.stage import Stage


class StagedChannels:
    """What a scenario has beside the target's own channel; what has to be made raises Inapplicable without an admin."""

    def __init__(self, stage: Stage, makings: StagedMakings) -> None:
        self._stage = stage
        self._makings = makings

    def other(self, *, new: bool = False) -> OtherChannel:
        """Return another channel, with a site of its own; a `new` one nobody has configured.

        Without an administrator it is one the target file lists, in which Punch Out is on.

        Raises:
            Inapplicable: when the target file lists none, or a new one is to be made without an administrator.

        """
        if new or self._stage.target.admin is not None:
            return self._makings.channel()
        self._stage.need_automation()
        listed = listed_channel(self._stage.target.file)
        return OtherChannel(listed.group, listed.start_url)

    def buyer_of(self, channel: OtherChannel, *, both: bool = False) -> Buyer:
        """Return a new buyer who belongs to the site of another channel, and punches out there.

        With `both` it is one with the punch out role who belongs to the target's own site as well, and punches out in
        that. Of a channel that is listed the buyers are those listed with it.

        Raises:
            Inapplicable: when the target file lists no buyer of both.

        """
        if both:
            return self._buyer_of_both(channel)
        if channel.is_listed:
            buyer = self._stage.punching_out_as(listed_channel(self._stage.target.file).buyer)
        else:
            buyer = self._stage.member(self._stage.user(channel), self._stage.account())
        self.send(buyer, channel)
        return buyer

    def send(self, buyer: Buyer, channel: OtherChannel) -> None:
        """Let the hub ask for a buyer's sessions in another channel."""
        self._stage.relationships.relate(buyer.company, group=channel.group)

    def send_where_none_is(self, buyer: Buyer) -> None:
        """Make a site without a channel, let a buyer belong to it and the hub ask for sessions there."""
        self._stage.relationships.relate(buyer.company, group=self.site_without_channel(buyer))

    def let_belong(self, buyer: Buyer, channel: OtherChannel) -> None:
        """Make a buyer a member of the site of another channel that was made."""
        self._join(buyer, channel.site_id)

    def switched_off(self, buyer: Buyer) -> str:
        """Make a channel for which Punch Out is off, and a buyer a member of its site; return the site's name."""
        channel = self._makings.channel()
        self.let_belong(buyer, channel)
        return channel.group

    def site_without_channel(self, buyer: Buyer) -> str:
        """Make a site without a channel that a buyer belongs to; return its name."""
        name, _, site_id = self._makings.site()
        self._join(buyer, site_id)
        return name

    def _buyer_of_both(self, channel: OtherChannel) -> Buyer:
        if channel.is_listed:
            return self._stage.punching_out_as(listed_buyer_of_both(self._stage.target.file))
        buyer = self._stage.buyer()
        self.let_belong(buyer, channel)
        return buyer

    def _join(self, buyer: Buyer, site_id: int | None) -> None:
        self._stage.target.administration.sites.join(id_of(buyer.person), site_id)
