"""The hub's standard messages to a store: the session request, the store's answer, and the old browser launch."""

from simulators.messages.standard.answer import (
    DEFAULT_KEY,
    KNOWN_KEYS,
    Declined,
    FailureShape,
    Started,
    build_standard_declined,
    build_standard_started,
    parse_standard_answer,
)
from simulators.messages.standard.launch import (
    SECRET_THROUGH_BROWSER,
    Launch,
    LaunchHeader,
    Party,
    build_launch,
    parse_launch,
)
from simulators.messages.standard.reading import StandardRejected
from simulators.messages.standard.request import (
    IN_CART,
    MODES,
    OPERATIONS,
    SELECTED,
    RequestRead,
    StandardContact,
    StandardItem,
    StandardRequest,
    build_standard_request,
    parse_standard_request,
)

__all__ = [
    "DEFAULT_KEY",
    "IN_CART",
    "KNOWN_KEYS",
    "MODES",
    "OPERATIONS",
    "SECRET_THROUGH_BROWSER",
    "SELECTED",
    "Declined",
    "FailureShape",
    "Launch",
    "LaunchHeader",
    "Party",
    "RequestRead",
    "StandardContact",
    "StandardItem",
    "StandardRejected",
    "StandardRequest",
    "Started",
    "build_launch",
    "build_standard_declined",
    "build_standard_request",
    "build_standard_started",
    "parse_launch",
    "parse_standard_answer",
    "parse_standard_request",
]
