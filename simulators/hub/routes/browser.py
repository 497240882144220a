"""The route of the old launch: the buyer's browser takes the session request to the shop, in a form.

The return URL is one for browsers, as it was in the field; a shop that posts its cart there is understood as well as
one that posts it where form carts go, or from its server where the hub takes all carts.
Source: reference, hub and protocols, 1.5, 1.6 and 1.12.
"""

from __future__ import annotations

from simulators.hub.punch_outs import HubSession
from simulators.hub.routes.route import Start
from simulators.hub.routes.shop import ShopRefused
from simulators.hub.routes.standard import refuse_other_than_ordered, standard_request
from simulators.messages.cxml import Credential
from simulators.messages.standard import LaunchHeader, Party, StandardRejected, build_launch


class BrowserRoute:
    """Launches sessions by the browser. The shop is never asked: whether it lets the buyer in, the buyer sees."""

    def start(self, session: HubSession, asking: str) -> Start:
        """Return the shop's address and the fields of the form.

        Raises:
            ShopRefused: when no shop could read the launch.

        """
        refuse_other_than_ordered(asking)
        relationship = session.relationship
        request = standard_request(session, session.browser_url)
        try:
            fields = build_launch(request, _header(session), variant=relationship.launch_variant or None)
        except StandardRejected as rejected:
            raise ShopRefused(f"no session can be launched: {rejected}", 400) from rejected
        return Start(relationship.shop.session_url, fields)


def _header(session: HubSession) -> LaunchHeader:
    buyer, supplier = session.relationship.buyer, session.relationship.supplier
    return LaunchHeader(
        from_=(_party(buyer),),
        to=(_party(supplier),),
        sender=(_party(buyer),),
        user_agent=session.request.user_agent,
        shared_secret=buyer.shared_secret if isinstance(buyer.shared_secret, str) else "",
    )


def _party(credential: Credential) -> Party:
    return Party(credential.domain, credential.identity if isinstance(credential.identity, str) else "")
