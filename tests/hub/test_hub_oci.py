"""OCI through the hub: who may open the catalogue, what its functions answer, and how a cart comes back."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from lxml import html
from starlette.responses import JSONResponse

from simulators.hub import CATALOGUE_PATH
from simulators.messages.oci import Charset, Reading, encode_form, hook_name, read_return
from tests.hub.hub_bench import START_URL, Bench, cart, document_of, line

HOOK = "https://srm.example/hook;x=1?sap=A%20B&s=%26&s=2"


class Buyer:
    """A buyer whose procurement system speaks OCI."""

    def __init__(self, bench: Bench, **changes: Any) -> None:
        self.bench = bench
        company = bench.relate(**changes)
        self.user, self.password = str(company.credential.identity), company.secret
        bench.relate(buyer={"domain": "OCI", "identity": self.user, "shared_secret": self.password}, **changes)

    def open(self, **parameters: str) -> requests.Response:
        """Open the catalogue as a browser does."""
        fields = {
            "USERNAME": self.user,
            "PASSWORD": self.password,
            "USER_EMAIL": "ada@buyer.example",
            "First_Name": "Ada",
            "LAST_NAME": "Buyer",
            "http_content_charset": "UTF-8",
            "HOOK_URL": HOOK,
        }
        body = encode_form(list((fields | parameters).items()), Charset.UTF_8)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        url = self.bench.hub.url + CATALOGUE_PATH
        return requests.post(url, data=body, headers=headers, timeout=10, allow_redirects=False)

    def bring(self, *lines: Any, **changes: Any) -> requests.Response:
        """Shop and go to the redirect URL; return the page."""
        assert self.open(**changes).status_code == 303
        seen = self.bench.seen(hook_name(changes.get("HOOK_URL", HOOK)))
        posted = self.bench.post_cart(seen["return_url"], cart(*lines))
        assert posted.status_code == 200, posted.text
        return requests.get(posted.json()["redirectUrl"], timeout=10)


def items_in(page: requests.Response) -> Reading:
    """Return what the form of a page would bring."""
    (form,) = html.document_fromstring(page.content.decode()).forms
    return read_return([(field.get("name"), field.get("value")) for field in form.xpath(".//input")], strict=True)


@pytest.fixture
def buyer(bench: Bench) -> Buyer:
    return Buyer(bench)


def test_the_browser_is_led_to_the_shop_as_the_buyer(bench: Bench, buyer: Buyer) -> None:
    response = buyer.open()

    assert (response.status_code, response.headers["location"]) == (303, START_URL)
    assert document_of(bench.shop.asked[0])["buyerUser"] == {
        "email": "ada@buyer.example",
        "firstName": "Ada",
        "lastName": "Buyer",
    }


def test_the_catalogue_opens_by_get_as_well(bench: Bench, buyer: Buyer) -> None:
    query = {"username": buyer.user, "Password": buyer.password, "hook_url": HOOK, "email": "a@b.example"}

    response = requests.get(bench.hub.url + CATALOGUE_PATH, params=query, timeout=10, allow_redirects=False)

    assert response.headers["location"] == START_URL


def test_buyers_name_the_parameters_as_they_like(bench: Bench) -> None:
    names = {"hook_url": "RETURN", "username": "sap-user", "password": "pw"}
    buyer = Buyer(bench, launch_names=names)
    query = {"sap-user": buyer.user, "pw": buyer.password, "RETURN": HOOK, "email": "a@b.example"}

    response = requests.get(bench.hub.url + CATALOGUE_PATH, params=query, timeout=10, allow_redirects=False)

    assert response.headers["location"] == START_URL


@pytest.mark.parametrize(
    ("parameters", "status", "words"),
    [
        ({"PASSWORD": "wrong"}, 403, "user name or the password is wrong"),
        ({"USERNAME": "nobody"}, 403, "user name or the password is wrong"),
        ({"HOOK_URL": "javascript:alert(1)"}, 400, "HOOK_URL: hook"),
        ({"FUNCTION": "SOURCING"}, 400, "SOURCING"),
        ({"FUNCTION": "DETAIL", "PRODUCTID": "41/99"}, 404, "no product 41/99"),
        ({"http_content_charset": "EBCDIC"}, 400, "character set"),
    ],
)
def test_whoever_is_not_served_is_told_why(
    bench: Bench, buyer: Buyer, parameters: dict[str, str], status: int, words: str
) -> None:
    response = buyer.open(**parameters)

    assert response.status_code == status
    assert words in response.text
    assert buyer.password not in response.text
    assert bench.shop.asked == []


def test_a_shop_that_gives_no_session_is_named(bench: Bench, buyer: Buyer) -> None:
    bench.shop.session = lambda _: JSONResponse({"title": "closed"}, 403)

    response = buyer.open()

    assert response.status_code == 502
    assert "HTTP 403: closed" in response.text


def test_a_cart_comes_back_as_items_at_the_hook(buyer: Buyer) -> None:
    page = buyer.bring(line(unit_price=Decimal("10.5"), final_price=Decimal("31.5")))
    (form,) = html.document_fromstring(page.content.decode()).forms
    (item,) = items_in(page).items

    assert (form.get("action"), urlsplit(form.get("action")).query) == ("https://srm.example/hook;x=1", "")
    assert items_in(page).others == (("sap", "A B"), ("s", "&"), ("s", "2"))
    assert (form.get("accept-charset"), form.method) == ("UTF-8", "POST")
    assert (item.vendormat, item.ext_product_id, item.quantity, item.unit) == ("SKU-001", "41/42", Decimal(3), "EA")
    assert (item.price, item.priceunit, item.currency) == (Decimal("10.5"), None, "USD")
    assert (item.description, item.ext_schema_type, item.ext_category_id) == ("A bolt", "UNSPSC", "31161600")


@pytest.mark.parametrize(
    ("quantity", "unit", "final", "price", "per"),
    [
        ("8", "0.0375", "0.3", "0.375", 10),
        ("3", "0.3333333", "1.00", "1", 3),
        ("7", "2", "13.99", "13.99", 7),
        ("99999", "0.1", "9999.9", "0.1", None),
    ],
)
def test_a_line_is_worth_to_the_last_digit_what_it_was(
    buyer: Buyer, quantity: str, unit: str, final: str, price: str, per: int | None
) -> None:
    one = line(quantity=Decimal(quantity), unit_price=Decimal(unit), final_price=Decimal(final))

    (item,) = items_in(buyer.bring(one)).items

    assert (item.price, item.priceunit) == (Decimal(price), per)
    assert item.value == Decimal(final)


def test_a_long_description_is_whole_in_the_long_text(buyer: Buyer) -> None:
    text = "A bolt of stainless steel with a hexagonal head, \u0392\u03af\u03b4\u03b1 M6"

    (item,) = items_in(buyer.bring(line(description=text))).items

    assert (len(item.description), item.longtext) == (40, text)


def test_a_cart_no_form_can_hold_is_refused_when_it_is_posted(bench: Bench, buyer: Buyer) -> None:
    buyer.open()
    seen = bench.seen(hook_name(HOOK))

    posted = bench.post_cart(seen["return_url"], cart(line(unit_of_measure="EACH")))

    assert posted.status_code == 400
    assert "cannot be brought back: NEW_ITEM-UNIT[1]" in posted.json()["error"]


def test_a_buyer_who_comes_without_a_cart_brings_no_item(bench: Bench, buyer: Buyer) -> None:
    buyer.open()
    session = bench.seen(hook_name(HOOK))

    page = requests.get(f"{bench.hub.url}/gateway/link/return/id/{session['id']}", timeout=10)

    assert items_in(page).items == ()


def test_a_product_that_was_brought_is_shown_validated_and_found(buyer: Buyer) -> None:
    buyer.bring(line(), line(auxiliary_id="41/43", supplier_id="SKU-002", description="A <b>nut</b> & more"))

    shown = buyer.open(FUNCTION="DETAIL", PRODUCTID="41/43")
    validated = buyer.open(FUNCTION="VALIDATE", PRODUCTID="41/42", QUANTITY="5")
    found = buyer.open(FUNCTION="BACKGROUND_SEARCH", SEARCHSTRING="NUT")

    assert shown.status_code == 200
    assert "A nut &amp; more" in shown.text
    assert "<form" not in shown.text
    assert [(item.ext_product_id, item.quantity, item.value) for item in items_in(validated).items] == [
        ("41/42", Decimal(5), Fraction("52.5"))
    ]
    assert "submit.call(" in validated.text
    assert [item.ext_product_id for item in items_in(found).items] == ["41/43"]
    assert "submit.call(" not in found.text


def test_a_product_that_is_gone_sends_nothing_back(buyer: Buyer) -> None:
    validated = buyer.open(FUNCTION="VALIDATE", PRODUCTID="41/42")

    assert items_in(validated).items == ()
    assert "submit.call(" in validated.text


def test_what_one_buyer_brought_another_does_not_find(bench: Bench, buyer: Buyer) -> None:
    buyer.bring(line())

    assert Buyer(bench).open(FUNCTION="DETAIL", PRODUCTID="41/42").status_code == 404


@pytest.mark.parametrize("query", ["NEW_ITEM-PRICE[1]=1", "~OkCode=X", "~target=a"])
def test_a_hook_url_whose_parameters_would_be_taken_for_the_carts_is_refused_at_once(
    bench: Bench, buyer: Buyer, query: str
) -> None:
    response = buyer.open(HOOK_URL=f"https://srm.example/hook?{query}")

    assert (response.status_code, bench.shop.asked) == (400, [])
    assert "no launch of a catalogue" in response.text


def test_a_parameter_called_submit_does_not_keep_the_form_from_submitting_itself(buyer: Buyer) -> None:
    page = buyer.bring(line(), HOOK_URL="https://srm.example/hook?submit=1").content.decode()
    (form,) = html.document_fromstring(page).forms

    # In a browser a field of that name hides the form's own method.
    assert "HTMLFormElement.prototype.submit.call" in page
    assert form.xpath(".//input[@name='submit']")


@pytest.mark.parametrize(
    ("asked", "validated"), [({}, 1), ({"QUANTITY": "0"}, 0), ({"QUANTITY": "2.5"}, Decimal("2.5"))]
)
def test_a_product_is_validated_in_the_quantity_asked_for_or_as_one(
    buyer: Buyer, asked: dict[str, str], validated: int | Decimal
) -> None:
    buyer.bring(line(), HOOK_URL="https://srm.example/hook")

    (item,) = items_in(buyer.open(FUNCTION="VALIDATE", PRODUCTID="41/42", **asked)).items

    assert (item.quantity, item.price) == (validated, Decimal("10.5"))


def test_a_product_that_came_in_two_carts_is_found_once(buyer: Buyer) -> None:
    buyer.bring(line(), line(auxiliary_id="41/43", supplier_id="SKU-002"))
    buyer.bring(line(auxiliary_id="44/45", unit_price=Decimal(11), final_price=Decimal(33)))

    found = items_in(buyer.open(FUNCTION="BACKGROUND_SEARCH", SEARCHSTRING="bolt")).items

    assert [(item.vendormat, item.ext_product_id) for item in found] == [("SKU-001", "44/45"), ("SKU-002", "41/43")]
