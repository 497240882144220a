"""What an item is and costs, the same in both directions: the `ItemDetail` of `ItemIn` and of `ItemOut`.

Source: cXML, ItemDetail; reference, hub and protocols, 2.2.
"""

from __future__ import annotations

from dataclasses import dataclass

from simulators.messages.cxml import building, parsing
from simulators.messages.cxml.building import add, add_optional
from simulators.messages.cxml.reading import Element
from simulators.messages.cxml.values import Classification, Content, Money, Text


@dataclass(frozen=True, slots=True)
class ItemDetail:
    """An `ItemDetail`: `unit_of_measure` is a UN/CEFACT code, `unit_price` for one of these, `lead_time` in days."""

    unit_price: Money
    descriptions: tuple[Text, ...]
    unit_of_measure: str
    classifications: tuple[Classification, ...]
    manufacturer_part_id: str | None = None
    manufacturer_name: str | None = None
    url: str | None = None
    lead_time: int | None = None
    extrinsics: tuple[tuple[str, Content], ...] = ()


def add_item_detail(line: Element, item: ItemDetail) -> None:
    """Append an `ItemDetail` to a line. Raises `CxmlRejected` ("invalid") for a value that cannot be carried."""
    detail = add(line, "ItemDetail")
    building.add_money(add(detail, "UnitPrice"), item.unit_price)
    for description in item.descriptions:
        building.add_text(detail, "Description", description)
    add(detail, "UnitOfMeasure", text=item.unit_of_measure)
    for classification in item.classifications:
        add(detail, "Classification", {"domain": classification.domain}, classification.value)
    add_optional(detail, "ManufacturerPartID", item.manufacturer_part_id)
    add_optional(detail, "ManufacturerName", item.manufacturer_name)
    add_optional(detail, "URL", item.url)
    if item.lead_time is not None:
        lead_time = add(detail, "LeadTime")
        lead_time.text = building.whole_number_text(lead_time, item.lead_time)
    building.add_extrinsics(detail, item.extrinsics)


def parse_item_detail(detail: Element) -> ItemDetail:
    """Read an `ItemDetail`. Raises `CxmlRejected`: "incomplete" or "invalid"."""
    lead_time = detail.find("LeadTime")
    return ItemDetail(
        unit_price=parsing.money(parsing.needed(detail, "UnitPrice")),
        descriptions=parsing.texts(detail.iterfind("Description")),
        unit_of_measure=parsing.own_text(parsing.needed(detail, "UnitOfMeasure")),
        classifications=parsing.classifications(detail),
        manufacturer_part_id=parsing.optional_text(detail, "ManufacturerPartID"),
        manufacturer_name=parsing.optional_text(detail, "ManufacturerName"),
        url=parsing.url(detail, "URL"),
        lead_time=None if lead_time is None else parsing.whole_number(lead_time, parsing.own_text(lead_time)),
        extrinsics=parsing.extrinsics(detail),
    )
