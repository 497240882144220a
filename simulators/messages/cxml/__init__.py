"""cXML documents of punch out: read safely, checked against our own schema, parsed into values and built from them."""

from simulators.messages.cxml.accounting import AccountingSegment, Distribution, PaymentCard, Segment
from simulators.messages.cxml.advisory import ADVICE, Advisory
from simulators.messages.cxml.authentication import (
    Authentication,
    AuthenticationReason,
    authenticate,
    credential_mac,
    same_party,
)
from simulators.messages.cxml.building import DEFAULT_DTD, OutputEncoding
from simulators.messages.cxml.buyer import BuyerIdentity, buyer_identity
from simulators.messages.cxml.confirmation import (
    ConfirmationItem,
    ConfirmationRequest,
    ConfirmationStatus,
    build_confirmation_request,
    parse_confirmation_request,
)
from simulators.messages.cxml.dialect import Dialect, advisories, described
from simulators.messages.cxml.envelope import Credential, Envelope, Header, document_kind, new_payload_id, timestamp
from simulators.messages.cxml.form import FieldStyle, FormDocument, decode_form_field, encode_form_field
from simulators.messages.cxml.item_detail import ItemDetail
from simulators.messages.cxml.moments import Moment, read_moment
from simulators.messages.cxml.order import ItemIn, OrderMessage, build_order_message, parse_order_message
from simulators.messages.cxml.order_request import (
    OrderedItem,
    OrderRequest,
    build_order_request,
    ordered_item,
    parse_order_request,
)
from simulators.messages.cxml.proofs import CredentialMac, DigitalSignature
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
from simulators.messages.cxml.tolerance import read_tolerantly
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
from simulators.messages.cxml.versions import Doctype, current_status, doctype_of, version_number, version_text

__all__ = [
    "ADVICE",
    "DEFAULT_DTD",
    "STANDARD_TEXTS",
    "AccountingSegment",
    "Address",
    "Advisory",
    "Authentication",
    "AuthenticationReason",
    "BuyerIdentity",
    "Charge",
    "Classification",
    "Comment",
    "ConfirmationItem",
    "ConfirmationRequest",
    "ConfirmationStatus",
    "Contact",
    "Content",
    "Credential",
    "CredentialMac",
    "CxmlRejected",
    "Dialect",
    "DigitalSignature",
    "Distribution",
    "Doctype",
    "Envelope",
    "FieldStyle",
    "FormDocument",
    "Header",
    "ItemDetail",
    "ItemID",
    "ItemIn",
    "ItemOut",
    "Limits",
    "Moment",
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
    "advisories",
    "authenticate",
    "build_confirmation_request",
    "build_order_message",
    "build_order_request",
    "build_setup_request",
    "build_setup_response",
    "build_status_response",
    "buyer_identity",
    "credential_mac",
    "current_status",
    "decode_form_field",
    "described",
    "doctype_of",
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
    "read_moment",
    "read_tolerantly",
    "same_party",
    "schema_faults",
    "standard_status",
    "timestamp",
    "version_number",
    "version_text",
]
