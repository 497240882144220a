"""The answer of the hub's cXML front: a status, whatever it has to say, and the start page where there is one.

Source: reference, hub and protocols, 2.4 and 2.5.
"""

from __future__ import annotations

import re
from datetime import datetime

from simulators.hub.fronts.order_message import LANGUAGE
from simulators.messages.cxml import (
    Envelope,
    SetupResponse,
    build_setup_response,
    new_payload_id,
    standard_status,
    timestamp,
)

# What XML cannot carry, least of all in a status.
_UNCARRIABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def status_document(now: datetime, host: str, code: int, detail: str = "", start_page: str | None = None) -> bytes:
    """Return the response with a status; characters XML cannot carry become question marks in the detail."""
    envelope = Envelope(new_payload_id(now, host), timestamp(now), language=LANGUAGE)
    return build_setup_response(
        SetupResponse(envelope, standard_status(code, _UNCARRIABLE.sub("?", detail)), start_page)
    )


def status_for_answer(shop_status: int | None) -> int:
    """Return the cXML status that tells a buyer's system what a shop's refusal means for it; 5xx may be tried again."""
    if shop_status is None or not 400 <= shop_status < 500:
        return 550
    # The shop refusing the hub is no fault of the buyer's credential.
    return {401: 500, 403: 403, 404: 417}.get(shop_status, 400)
