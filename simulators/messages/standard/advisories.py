"""What can be noticed in a standard session request or a browser launch, by stable names.

Source: reference, hub and protocols, 1.2 and 1.5.
"""

from __future__ import annotations

MEANINGS: dict[str, str] = {
    "custom-at-root": "the buyer's organisation stands beside params, not in it",
    "custom-twice": "the buyer's organisation stands both in params and beside it; what differs counts as in params",
    "items-with-supplier-ids": "lines name supplier_id and supplierauxid, not primaryId and secondaryId",
    "list-for-object": "an empty object came as an empty list, as PHP writes it",
    "null-for-text": "a text is null",
    "number-as-text": "a number came as a string",
    "text-as-number": "a text came as a number",
    "operation-in-params": "the operation stands in params, not beside it",
    "mode-unknown": "the mode is neither production nor test",
    "type-unknown": "the request is of another type than setuprequest",
    "line-type-unknown": "a line is of neither type, in nor out",
    "no-buyer-cookie": "the request brings no buyer cookie: a cart cannot be told apart from another session's",
    "no-postform": "the request brings no address of the buyer's own",
    "header-in-server-request": "a request between servers brings the credentials of a browser launch",
    "escaped-twice": "params are HTML-escaped after the form was decoded",
    "secret-in-browser": "the buyer's shared secret passed through the buyer's browser",
}
