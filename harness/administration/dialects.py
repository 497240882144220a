"""What an administrator's tools are called in each generation: identifiers, commands of the control panel, interfaces.

Source: reference, Liferay connector, 5.1, 8 and 10; Liferay's public sources of 7.2 and Commerce 2.1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from harness.administration.account_entries import AccountEntryPeople
from harness.administration.calling import AdministratorsCalls
from harness.administration.channels import Channels, HeadlessChannels, ServiceChannels
from harness.administration.commerce_accounts import CommerceAccountPeople
from harness.administration.people import People

_AUTO_LOGIN = "com.liferay.commerce.punchout.portal.security.auto.login.{}PunchOutAccessTokenAutoLoginConfiguration"


@dataclass(frozen=True)
class Dialect:
    """The words of one generation."""

    people: Callable[[AdministratorsCalls], People]
    channels: Callable[[AdministratorsCalls], Channels]
    auto_login_pid: str
    edit_configuration: str
    edit_channel: str
    discounts: str


DIALECTS: Mapping[str, Dialect] = {
    "punchout2go-2.1": Dialect(
        people=CommerceAccountPeople,
        channels=ServiceChannels,
        auto_login_pid=_AUTO_LOGIN.format("module.configuration."),
        edit_configuration="/edit_configuration",
        edit_channel="editCommerceChannel",
        discounts="/o/headless-commerce-admin-pricing/v1.0/discounts",
    ),
    "tradecentric-7.4": Dialect(
        people=AccountEntryPeople,
        channels=HeadlessChannels,
        auto_login_pid=_AUTO_LOGIN.format("internal.module.configuration."),
        edit_configuration="/configuration_admin/edit_configuration",
        edit_channel="/commerce_channels/edit_commerce_channel",
        discounts="/o/headless-commerce-admin-pricing/v2.0/discounts",
    ),
}
