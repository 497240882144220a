"""Purchase orders as the hub sends them to a store, in JSON, and the store's acknowledgment: built, parsed, checked."""

from simulators.messages.purchase_orders.acknowledgment import (
    AcknowledgedLine,
    Acknowledgment,
    acknowledgment_document,
    build_acknowledgment,
    parse_acknowledgment,
)
from simulators.messages.purchase_orders.order import (
    build_purchase_order,
    parse_purchase_order,
    presented_secrets,
    purchase_order_faults,
)
from simulators.messages.purchase_orders.values import (
    OrderAddress,
    OrderDetails,
    OrderHeader,
    OrderLine,
    PurchaseOrder,
    PurchaseOrderRejected,
)

__all__ = [
    "AcknowledgedLine",
    "Acknowledgment",
    "OrderAddress",
    "OrderDetails",
    "OrderHeader",
    "OrderLine",
    "PurchaseOrder",
    "PurchaseOrderRejected",
    "acknowledgment_document",
    "build_acknowledgment",
    "build_purchase_order",
    "parse_acknowledgment",
    "parse_purchase_order",
    "presented_secrets",
    "purchase_order_faults",
]
