"""Catalogs, products, categories and discounts: for administrators, as the interfaces have them in both generations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from simulators.storefront import GENERATIONS, Storefront, new_credentials
from simulators.wire import Journal, Redactor
from tests.storefront.storefront_bench import Bench

CATALOG = "/o/headless-commerce-admin-catalog/v1.0"
TAXONOMY = "/o/headless-admin-taxonomy/v1.0"
DISCOUNTS = {
    "tradecentric-7.4": "/o/headless-commerce-admin-pricing/v2.0/discounts",
    "punchout2go-2.1": "/o/headless-commerce-admin-pricing/v1.0/discounts",
}


@pytest.fixture(params=sorted(GENERATIONS))
def bare(request: pytest.FixtureRequest) -> Iterator[Storefront]:
    """A storefront that has nothing to sell."""
    storefront = Storefront(
        Journal(Redactor(b"")),
        seed=1,
        generation=GENERATIONS[request.param],
        credentials=new_credentials(),
        bare=True,
    )
    storefront.open()
    yield storefront
    storefront.close()


def call(storefront: Storefront, method: str, path: str, document: object = None, **more: Any) -> requests.Response:
    credentials = storefront.credentials
    login = (credentials.administrator, credentials.administrator_password)
    return requests.request(method, storefront.url + path, auth=login, json=document, timeout=10, **more)


def product(catalog_id: int, **changes: object) -> dict[str, object]:
    sku = {"sku": "A-1", "price": 12.5, "promoPrice": 11, "unspsc": "31161500"}
    return {
        "active": True,
        "catalogId": catalog_id,
        "externalReferenceCode": "A-1",
        "name": {"en_US": "Screw"},
        "description": {"en_US": "<p>Screw</p>"},
        "productType": "simple",
        "skus": [sku],
    } | changes


def test_a_bare_storefront_has_nothing_to_sell_and_is_up(bare: Storefront) -> None:
    assert bare.skus == ()
    assert call(bare, "GET", f"{CATALOG}/products").json()["items"] == []
    assert requests.get(f"{bare.url}/", timeout=10).text.count("The portal is running.") == 1


def test_a_product_is_made_in_its_catalog_which_goes_after_it(bare: Storefront) -> None:
    asked = {"name": "Goods", "externalReferenceCode": "GOODS", "currencyCode": "USD"}
    catalog = call(bare, "POST", f"{CATALOG}/catalogs", asked).json()
    assert call(bare, "POST", f"{CATALOG}/catalogs", asked).status_code == 409
    assert call(bare, "GET", f"{CATALOG}/catalogs/by-externalReferenceCode/GOODS").json() == catalog
    made = call(bare, "POST", f"{CATALOG}/products", product(catalog["id"])).json()
    found = call(bare, "GET", f"{CATALOG}/products/by-externalReferenceCode/A-1").json()
    assert found == made
    assert made["catalogId"] == catalog["id"]
    (sku,) = call(bare, "GET", f"{CATALOG}/products/{made['productId']}/skus").json()["items"]
    assert (sku["sku"], sku["price"], sku["promoPrice"]) == ("A-1", 12.5, 11)
    assert call(bare, "DELETE", f"{CATALOG}/catalogs/{catalog['id']}").status_code == 400
    paths = (f"{CATALOG}/products/{made['productId']}", f"{CATALOG}/catalogs/{catalog['id']}")
    assert [call(bare, "DELETE", path).status_code for path in paths] == [204, 204]
    assert [call(bare, "DELETE", path).status_code for path in paths] == [404, 404]
    codes = ("catalogs/by-externalReferenceCode/GOODS", "products/by-externalReferenceCode/A-1")
    assert [call(bare, "GET", f"{CATALOG}/{code}").status_code for code in codes] == [404, 404]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"catalogId": 1}, 404),
        ({"categories": [{"id": 7}]}, 404),
        ({"categories": "all"}, 400),
        ({"productType": "virtual"}, 400),
        ({"name": {}}, 400),
        ({"name": "Screw"}, 400),
        ({"skus": []}, 400),
        ({"skus": [{"sku": "A-1", "price": "dear"}]}, 400),
    ],
)
def test_a_product_that_makes_no_sense_is_refused(bare: Storefront, changes: dict[str, object], status: int) -> None:
    catalog_id = call(bare, "POST", f"{CATALOG}/catalogs", {"name": "Goods"}).json()["id"]
    assert call(bare, "POST", f"{CATALOG}/products", product(catalog_id, **changes)).status_code == status
    assert call(bare, "POST", f"{CATALOG}/products", product(catalog_id)).status_code == 200
    assert call(bare, "POST", f"{CATALOG}/products", product(catalog_id)).status_code == 409


def test_a_product_is_in_the_categories_it_was_made_in(bare: Storefront) -> None:
    site_id = call(bare, "POST", "/api/jsonws/group/get-company-group", data={"companyId": "1"}).json()["groupId"]
    vocabularies = f"{TAXONOMY}/sites/{site_id}/taxonomy-vocabularies"
    vocabulary = call(bare, "POST", vocabularies, {"name": "Kinds"}).json()
    assert call(bare, "POST", vocabularies, {"name": "Kinds"}).status_code == 409
    assert call(bare, "GET", vocabularies).json()["items"] == [vocabulary]
    assert call(bare, "GET", vocabularies.replace(site_id, "1")).status_code == 404
    categories = f"{TAXONOMY}/taxonomy-vocabularies/{vocabulary['id']}/taxonomy-categories"
    made = [call(bare, "POST", categories, {"name": name}).json() for name in ("Bolts", "Screws")]
    assert call(bare, "POST", categories, {"name": "Bolts"}).status_code == 409
    assert call(bare, "GET", categories).json()["items"] == made
    catalog_id = call(bare, "POST", f"{CATALOG}/catalogs", {"name": "Goods"}).json()["id"]
    wanted = product(catalog_id, categories=[{"id": each["id"]} for each in made])
    product_id = call(bare, "POST", f"{CATALOG}/products", wanted).json()["productId"]
    told = call(bare, "GET", f"{CATALOG}/products/{product_id}/categories").json()["items"]
    assert [each["name"] for each in told] == ["Bolts", "Screws"]
    gone = (f"{TAXONOMY}/taxonomy-categories/{made[0]['id']}", f"{TAXONOMY}/taxonomy-vocabularies/{vocabulary['id']}")
    assert [call(bare, "DELETE", path).status_code for path in gone * 2] == [204, 204, 404, 404]


def test_a_discount_counts_until_it_is_removed(bare: Storefront) -> None:
    discounts = DISCOUNTS[bare.generation.name]
    catalog_id = call(bare, "POST", f"{CATALOG}/catalogs", {"name": "Goods"}).json()["id"]
    product_id = call(bare, "POST", f"{CATALOG}/products", product(catalog_id)).json()["productId"]
    asked = {
        "title": "Five",
        "externalReferenceCode": "FIVE",
        "limitationType": "unlimited",
        "target": "products",
        "percentageLevel1": 5,
        "discountProducts": [{"productId": product_id}],
    }
    assert call(bare, "POST", discounts, asked | {"discountProducts": [{"productId": 1}]}).status_code == 404
    assert call(bare, "POST", discounts, asked | {"target": "shipping"}).status_code == 400
    made = call(bare, "POST", discounts, asked).json()
    assert call(bare, "POST", discounts, asked).status_code == 409
    assert call(bare, "GET", f"{discounts}/by-externalReferenceCode/FIVE").json() == made
    assert [call(bare, "DELETE", f"{discounts}/{made['id']}").status_code for _ in range(2)] == [204, 404]
    assert call(bare, "GET", f"{discounts}/by-externalReferenceCode/FIVE").status_code == 404


def test_only_administrators_may(bench: Bench) -> None:
    for path in (f"{CATALOG}/catalogs", f"{CATALOG}/currencies", DISCOUNTS["tradecentric-7.4"]):
        method = "POST" if path.endswith("discounts") else "GET"
        assert requests.request(method, bench.url + path, timeout=10).status_code == 401
