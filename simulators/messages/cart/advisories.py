"""What can be noticed in a cart, by stable names.

`FORM` are mismatches with the hub's standard JSON that lie in how the cart is written; each form of `forms.py` says
which of them belong to it. `CONTENT` are those that lie in what the cart says, in whichever form.

Source: reference, hub and protocols, 1.7, 1.9 (mismatches a harness should report), 1.12 and 2.7; Liferay connector,
6.2, 11 and 15.
"""

from __future__ import annotations

from collections.abc import Mapping

FORM: Mapping[str, str] = {
    "sent-through-browser": "the cart came as a browser's form, not as JSON from a server",
    "no-api-key": "a form cart has a field apikey, this one none",
    "other-version": "a form cart has version 1.0, this one another or none",
    "base64-with-blanks": "plus signs of the base64 came as blanks: the form was not encoded for the wire",
    "no-body-wrapper": "the standard has the cart in a member body, this one has none",
    "other-wrapper": "the cart stands in a member that is not the standard's body",
    "items-in-object": "the lines stand in items.items, not in a list items",
    "items-as-text": "the lines are JSON in a string, not a list",
    "sums-outside-data": "shipping or tax stand beside the total, not in data",
    "currency-code-key": "the currency stands in currencyCode, not in currency",
    "no-currency": "the cart names no currency",
    "no-item-currency": "a line names no currency",
    "no-edit-mode": "the cart does not say whether the buyer may come back to edit it",
    "edit-mode-not-0-or-1": "edit_mode is neither the number 0 nor 1",
    "no-auxiliary-id": "a line has no supplierauxid: it cannot be found again for edit and inspect",
    "unspsc-outside-classification": "the UNSPSC code stands in unspsc, not in classification with its domain",
    "other-spelling": "a member is spelled otherwise than in the form",
    "said-twice": "a member came in two spellings or places that differ; the form's own counts",
    "unknown-member": "a member has no meaning in the form",
    "number-as-text": "a number came as a string",
    "number-with-exponent": "a number is written with an exponent, such as 0E-16",
    "id-as-text": "an id that is a number came as a string",
    "id-as-number": "an id came as a number, where JavaScript loses digits above 2^53",
    "text-as-number": "a text came as a number",
    "not-valid-cxml": "the order message does not keep to the schema of cXML",
}

CONTENT: Mapping[str, str] = {
    "api-key-in-browser": "the supplier's API key passed through the buyer's browser",
    "other-buyer-cookie": "the order message answers another BuyerCookie than that of the punch out",
    "currency-not-iso": "the currency is not a code of three capital letters (ISO 4217)",
    "classification-names": "the classification is no UNSPSC code but names",
    "classification-trailing-comma": "the classification ends in a comma",
    "classification-not-eight-digits": "a UNSPSC code has other than eight digits",
    "no-classification-domain": "a code has no domain beside it that says what it is a code of",
    "no-classification": "a line is not classified, which cXML asks for",
    "html-in-description": "the description holds HTML",
    "unit-fixed": "the unit is the constant of the form, whatever the product is sold in",
    "unit-not-a-code": "the unit is no code of UN/CEFACT Recommendation 20",
    "no-unit": "a line has no unit of measure",
    "date-with-literal-z": "the date says UTC, but the connector writes local time with a Z behind it",
    "date-without-offset": "the time has no offset from UTC",
    "date-not-readable": "the date is not one of ISO 8601",
    "line-price-differs": "unit price times quantity is not the price of the line",
    "discount": "the cart has a discount, for which the standard has no place",
    "discount-not-in-total": "the total is right only without the cart's discount",
    "total-includes-tax-and-shipping": "the total is that of the lines with shipping and tax",
    "total-excludes-tax-and-shipping": "the total is that of the lines without shipping and tax",
    "total-does-not-add-up": "the total is neither that of the lines nor with shipping and tax",
}

MEANINGS: dict[str, str] = {**FORM, **CONTENT}
