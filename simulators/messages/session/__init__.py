"""The session request a hub makes of the connector, and the connector's answer, in JSON and in XML.

Source: reference, Liferay connector, 1.1 to 1.4 and 2 (what is refused while reading).
"""

from simulators.messages.session.answer import TOKEN_PARAMETER, SessionAnswer, access_token_of, parse_session_answer
from simulators.messages.session.faults import SessionRejected, session_faults
from simulators.messages.session.forms import (
    PROBLEM,
    Form,
    accepted_form,
    form_of,
    problem_body,
    read_body,
    write_body,
)
from simulators.messages.session.model import MODEL, ROOT, Kind, Member
from simulators.messages.session.request import (
    BuyerUser,
    CartItem,
    SessionRequest,
    build_session_request,
    parse_session_request,
    request_in,
    without_read_only,
)

__all__ = [
    "MODEL",
    "PROBLEM",
    "ROOT",
    "TOKEN_PARAMETER",
    "BuyerUser",
    "CartItem",
    "Form",
    "Kind",
    "Member",
    "SessionAnswer",
    "SessionRejected",
    "SessionRequest",
    "accepted_form",
    "access_token_of",
    "build_session_request",
    "form_of",
    "parse_session_answer",
    "parse_session_request",
    "problem_body",
    "read_body",
    "request_in",
    "session_faults",
    "without_read_only",
    "write_body",
]
