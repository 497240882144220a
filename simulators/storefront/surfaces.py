"""The interfaces that a storefront has in one generation and not in the other: carts, people and products.

Source: reference, Liferay connector, 10.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.responses import Response

from simulators.storefront import commerce_ui, delivery_api
from simulators.storefront.administration import (
    catalogs,
    channels,
    commerce_accounts,
    json_services,
    people,
    pricing,
    taxonomy,
)
from simulators.storefront.administration.portal_services import PortalServices
from simulators.storefront.authentication import Authentication
from simulators.storefront.company import Company
from simulators.storefront.orders import Orders
from simulators.storefront.parts import Parts
from simulators.storefront.permissions import OrderPermissions
from simulators.storefront.problems import answering_problems
from simulators.storefront.sessions import WebSessions
from simulators.storefront.visits import Visits
from simulators.wire import Endpoint, Incoming, endpoint


@dataclass(frozen=True)
class Behind:
    """What the interfaces act on."""

    company: Company
    authentication: Authentication
    sessions: WebSessions
    visits: Visits
    orders: Orders
    permissions: OrderPermissions
    parts: Parts


def api(path: str, handler: Callable[[Incoming], Response], *methods: str, caller: str = "browser") -> Endpoint:
    """Return the endpoint of a handler that may raise a problem."""
    return endpoint(path, answering_problems(handler), *methods, caller=caller)


def for_administrators(path: str, handler: Callable[[Incoming], Response], *methods: str) -> Endpoint:
    """Return the endpoint of a handler that an administrator calls."""
    return api(path, handler, *methods, caller="administrator")


def commerce_2_1(behind: Behind) -> list[Endpoint]:
    """Return the interfaces of Commerce 2.1 on DXP 7.1 and 7.2."""
    cart = behind.parts.commerce_ui(behind.company, behind.sessions, behind.visits, behind.orders, behind.permissions)
    accounts = commerce_accounts.CommerceAccounts(behind.company, behind.authentication)
    services, path = PortalServices(behind.company, behind.authentication), json_services.PATH
    account = f"{commerce_accounts.ACCOUNTS_PATH}/{{account_id}}"
    member = f"{account}/accountMembers/{{user_id}}"
    channel = "commerce.commercechannel"
    by_code = f"{commerce_accounts.ACCOUNTS_PATH}/by-externalReferenceCode/{{code}}"
    return [
        api(f"{commerce_ui.PATH}/cart-item", cart.add_item, "POST"),
        api(f"{commerce_ui.PATH}/cart/{{order_id}}", cart.cart),
        api(f"{commerce_ui.PATH}/cart/cart-item/{{item_id}}", cart.change_item, "PUT"),
        api(f"{commerce_ui.PATH}/cart/cart-item/{{item_id}}", cart.remove_item, "DELETE"),
        for_administrators(commerce_accounts.ACCOUNTS_PATH, accounts.add_account, "POST"),
        for_administrators(by_code, accounts.account_by_code),
        for_administrators(account, accounts.remove_account, "DELETE"),
        for_administrators(f"{account}/accountMembers", accounts.add_member, "POST"),
        for_administrators(member, accounts.member),
        for_administrators(member, accounts.change_member, "PATCH"),
        *_for_sale(behind, pricing.PATH.format("v1.0")),
        for_administrators(f"{path}/user/add-user", services.add_user, "POST"),
        for_administrators(f"{path}/user/get-user-by-email-address", services.user_by_email, "POST"),
        for_administrators(f"{path}/user/delete-user", services.remove_user, "POST"),
        for_administrators(f"{path}/{channel}/get-commerce-channels", services.channels, "POST"),
        for_administrators(f"{path}/{channel}/add-commerce-channel", services.add_channel, "POST"),
        for_administrators(f"{path}/{channel}/delete-commerce-channel", services.remove_channel, "POST"),
    ]


def liferay_7_4(behind: Behind) -> list[Endpoint]:
    """Return the interfaces of Liferay 7.4, which Commerce is a part of."""
    delivery = behind.parts.delivery(behind.company, behind.authentication, behind.orders, behind.permissions)
    persons = people.People(behind.company, behind.authentication)
    sold = channels.Channels(behind.company, behind.authentication)
    catalog, cart = delivery_api.CATALOG_PATH, delivery_api.CART_PATH
    users, accounts = f"{people.PATH}/user-accounts", f"{people.PATH}/accounts"
    account, role = f"{accounts}/{{account_id}}", "account-roles/{account_role_id}/user-accounts/{user_id}"
    return [
        api(f"{catalog}/channels/{{channel_id}}/products", delivery.products),
        api(f"{catalog}/channels/{{channel_id}}/products/{{product_id}}/skus", delivery.skus),
        api(f"{catalog}/channels/{{channel_id}}/products/{{product_id}}/categories", delivery.categories),
        api(f"{cart}/channels/{{channel_id}}/carts", delivery.carts),
        api(f"{cart}/carts/{{cart_id}}", delivery.cart),
        api(f"{cart}/carts/{{cart_id}}/items", delivery.items),
        api(f"{cart}/carts/{{cart_id}}/items", delivery.add_item, "POST"),
        api(f"{cart}/cart-items/{{item_id}}", delivery.change_item, "PATCH", "PUT"),
        api(f"{cart}/cart-items/{{item_id}}", delivery.remove_item, "DELETE"),
        for_administrators(users, persons.users),
        for_administrators(users, persons.add_user, "POST"),
        for_administrators(f"{users}/by-email-address/{{email}}", persons.user_by_email),
        for_administrators(f"{users}/{{user_id}}", persons.remove_user, "DELETE"),
        for_administrators(accounts, persons.accounts),
        for_administrators(accounts, persons.add_account, "POST"),
        for_administrators(f"{accounts}/by-external-reference-code/{{code}}", persons.account_by_code),
        for_administrators(account, persons.remove_account, "DELETE"),
        for_administrators(f"{account}/user-accounts/by-email-address/{{email}}", persons.add_member, "POST"),
        for_administrators(f"{account}/account-roles", persons.add_role, "POST"),
        for_administrators(f"{account}/{role}", persons.assign_role, "POST"),
        for_administrators(f"{account}/{role}", persons.unassign_role, "DELETE"),
        for_administrators(channels.PATH, sold.list),
        for_administrators(channels.PATH, sold.add, "POST"),
        for_administrators(f"{channels.PATH}/{{channel_id}}", sold.remove, "DELETE"),
        *_for_sale(behind, pricing.PATH.format("v2.0")),
        for_administrators(
            f"{catalogs.PATH}/currencies", catalogs.Catalogs(behind.company, behind.authentication).currencies
        ),
    ]


def _for_sale(behind: Behind, discounts: str) -> list[Endpoint]:
    """Return the interfaces that an administrator makes catalogs, products, categories and discounts by."""
    sold = catalogs.Catalogs(behind.company, behind.authentication)
    words = taxonomy.Taxonomy(behind.company, behind.authentication)
    prices = pricing.Pricing(behind.company, behind.authentication)
    every_catalog, products = f"{catalogs.PATH}/catalogs", f"{catalogs.PATH}/products"
    vocabularies = f"{taxonomy.PATH}/sites/{{site_id}}/taxonomy-vocabularies"
    vocabulary = f"{taxonomy.PATH}/taxonomy-vocabularies/{{vocabulary_id}}"
    category = f"{taxonomy.PATH}/taxonomy-categories/{{category_id}}"
    return [
        for_administrators(every_catalog, sold.catalogs),
        for_administrators(every_catalog, sold.add_catalog, "POST"),
        for_administrators(f"{every_catalog}/by-externalReferenceCode/{{code}}", sold.catalog_by_code),
        for_administrators(f"{every_catalog}/{{catalog_id}}", sold.remove_catalog, "DELETE"),
        for_administrators(products, sold.products),
        for_administrators(products, sold.add_product, "POST"),
        for_administrators(f"{products}/by-externalReferenceCode/{{code}}", sold.product_by_code),
        for_administrators(f"{products}/{{product_id}}", sold.remove_product, "DELETE"),
        for_administrators(f"{products}/{{product_id}}/skus", sold.skus),
        for_administrators(f"{products}/{{product_id}}/categories", sold.categories),
        for_administrators(f"{json_services.PATH}/group/get-company-group", words.global_site, "GET", "POST"),
        for_administrators(vocabularies, words.vocabularies),
        for_administrators(vocabularies, words.add_vocabulary, "POST"),
        for_administrators(vocabulary, words.remove_vocabulary, "DELETE"),
        for_administrators(f"{vocabulary}/taxonomy-categories", words.categories),
        for_administrators(f"{vocabulary}/taxonomy-categories", words.add_category, "POST"),
        for_administrators(category, words.remove_category, "DELETE"),
        for_administrators(discounts, prices.add, "POST"),
        for_administrators(f"{discounts}/by-externalReferenceCode/{{code}}", prices.by_code),
        for_administrators(f"{discounts}/{{discount_id}}", prices.remove, "DELETE"),
    ]


SURFACES: Mapping[str, Callable[[Behind], list[Endpoint]]] = {
    "punchout2go-2.1": commerce_2_1,
    "tradecentric-7.4": liferay_7_4,
}
