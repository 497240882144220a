"""The administrator's hand: what is made and changed on a target, the way an administrator's own tools do it.

People, sites, orders and permissions go through web services (`people`, `sites`, `orders`), settings through the forms
of the control panel (`settings`). What differs from one generation of Liferay to the next is data or a class in
`dialects`.
"""

from harness.administration.hand import Administration
from harness.administration.people import PERMISSIONS, PUNCH_OUT_PERMISSIONS, AccountRole, People, permissions_in
from harness.administration.settings import ChannelSettings, TokenSettings
from harness.administration.sites import OtherChannel

__all__ = [
    "PERMISSIONS",
    "PUNCH_OUT_PERMISSIONS",
    "AccountRole",
    "Administration",
    "ChannelSettings",
    "OtherChannel",
    "People",
    "TokenSettings",
    "permissions_in",
]
