"""cXML documents of punch out: read safely, checked against our own schema, parsed into values and built from them."""

from simulators.messages.cxml.accounting import AccountingSegment, Distribution, PaymentCard, Segment
from simulators.messages.cxml.building import DEFAULT_DTD, OutputEncoding
from simulators.messages.cxml.confirmation import (
    ConfirmationItem,
    ConfirmationRequest,
    ConfirmationStatus,
    build_confirmation_request,
    parse_confirmation_request,
)
from simulators.messages.cxml.dates import day_of
from simulators.messages.cxml.envelope import Credential, Envelope, Header, document_kind, new_payload_id, timestamp
from simulators.messages.cxml.form import FieldStyle, FormDocument, decode_form_field, encode_form_field
from simulators.messages.cxml.item_detail import ItemDetail
from simulators.messages.cxml.order import ItemIn, OrderMessage, build_order_message, parse_order_message
from simulators.messages.cxml.order_request import (
    OrderedItem,
    OrderRequest,
    build_order_request,
    ordered_item,
    parse_order_request,
)
from simulators.messages.cxml.reading import CxmlRejected, Limits, Reason, read
from simulators.messages.cxml.schema import Schema, SchemaFault, schema_faults
from simulators.messages.cxml.setup import (
    SetupRequest,
    SetupResponse,
    build_setup_request,
    build_setup_response,
    build_status_response,
    parse_setup_request,
    parse_setup_response,
)
from simulators.messages.cxml.status import STANDARD_TEXTS, Status, standard_status
from simulators.messages.cxml.values import (
    Address,
    Charge,
    Classification,
    Comment,
    Contact,
    Content,
    ItemID,
    ItemOut,
    Money,
    PostalAddress,
    Telephone,
    Text,
    XmlContent,
)

__all__ = [
    "DEFAULT_DTD",
    "STANDARD_TEXTS",
    "AccountingSegment",
    "Address",
    "Charge",
    "Classification",
    "Comment",
    "ConfirmationItem",
    "ConfirmationRequest",
    "ConfirmationStatus",
    "Contact",
    "Content",
    "Credential",
    "CxmlRejected",
    "Distribution",
    "Envelope",
    "FieldStyle",
    "FormDocument",
    "Header",
    "ItemDetail",
    "ItemID",
    "ItemIn",
    "ItemOut",
    "Limits",
    "Money",
    "OrderMessage",
    "OrderRequest",
    "OrderedItem",
    "OutputEncoding",
    "PaymentCard",
    "PostalAddress",
    "Reason",
    "Schema",
    "SchemaFault",
    "Segment",
    "SetupRequest",
    "SetupResponse",
    "Status",
    "Telephone",
    "Text",
    "XmlContent",
    "build_confirmation_request",
    "build_order_message",
    "build_order_request",
    "build_setup_request",
    "build_setup_response",
    "build_status_response",
    "day_of",
    "decode_form_field",
    "document_kind",
    "encode_form_field",
    "new_payload_id",
    "ordered_item",
    "parse_confirmation_request",
    "parse_order_message",
    "parse_order_request",
    "parse_setup_request",
    "parse_setup_response",
    "read",
    "schema_faults",
    "standard_status",
    "timestamp",
]
