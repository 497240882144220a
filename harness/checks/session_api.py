"""Checks of the session API: what it answers, which of two faults it answers to, and what a refusal leaves behind.

Source: reference, Liferay connector, 1.4, 2 and 3; RFC 9110 for the statuses of HTTP.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from harness.actors.session_api import Answered
from harness.actors.session_order import Pair
from harness.actors.session_requests import FOREIGN_START_URL
from harness.checks import carts
from harness.errors import HarnessFault, Inapplicable, Untestable
from harness.evidence import Evidence
from harness.staged_sessions import Traces
from simulators.messages.session import access_token_of, form_of, without_read_only

Check = Callable[[Evidence, Answered], None]

# What tells two messages of one kind apart: where in a text something was found, or which object of the server read it.
_VARYING = re.compile(r"@[0-9a-f]+|\d+")


def check_answers(evidence: Evidence, answers: Sequence[Answered], what: str) -> None:
    """Each answer is what a scenario says, one of `ANSWERS`; and no two share an access token.

    Raises:
        HarnessFault: when there is no such answer.

    """
    if what not in ANSWERS:
        raise HarnessFault(f"the session API cannot answer with {what!r}; known: {', '.join(ANSWERS)}")
    for answer in answers:
        ANSWERS[what](evidence, answer)
    tokens = [answer.access_token for answer in answers if answer.start_url]
    if len(tokens) > 1:
        got = "the same token again" if len(set(tokens)) < len(tokens) else "a token of its own for each"
        evidence.expect("No two requests are given one token", expected="a token of its own for each", got=got)


def check_session(evidence: Evidence, answer: Answered) -> None:
    """It is a session: HTTP 200 with a start URL that has an access token, in the form that was asked for."""
    evidence.expect("The session is given", expected="HTTP 200", got=answer.shown, holds=answer.status == 200)
    wanted = answer.sent.answer_form
    if wanted is not None:
        got = form_of(answer.content_type)
        evidence.expect("The answer has the form asked for", expected=wanted.value, got=got and got.value)
    evidence.expect(
        "The answer holds a start URL with an access token",
        expected="a start URL with a token",
        got="a start URL with a token" if answer.access_token else answer.start_url or "no start URL",
    )


def check_echo(evidence: Evidence, answer: Answered) -> None:
    """It is a session, and has every field that was sent, but for those it makes itself."""
    check_session(evidence, answer)
    sent = {**without_read_only(answer.sent.document), "punchOutStartURL": None}
    lost = list(_differences(sent, answer.document, ""))
    evidence.expect("The answer has every field of the request", expected=[], got=lost)


def check_read_only_ignored(evidence: Evidence, answer: Answered) -> None:
    """It is a session, and no read-only value of the request is taken for one of the storefront's."""
    check_session(evidence, answer)
    kept = [
        f"{path} is {value!r:.60}"
        for path, value in _leaves(answer.sent.document, "")
        if path not in dict(_leaves(without_read_only(answer.sent.document), ""))
        and dict(_leaves(answer.document, "")).get(path) == value
    ]
    evidence.expect("What is read-only is not taken from the request", expected=[], got=kept)


def check_channel(evidence: Evidence, answer: Answered) -> None:
    """It is a session, and tells the id of the channel."""
    check_session(evidence, answer)
    cart = answer.document.get("cart")
    told = str(cart.get("channelId") if isinstance(cart, Mapping) else None)
    evidence.expect(
        "The answer tells the channel of the cart",
        expected="the id of a channel",
        got="the id of a channel" if told.isdigit() and int(told) > 0 else f"channelId {told}",
    )


def check_own_start_url(evidence: Evidence, answer: Answered) -> None:
    """It is a session, and its start URL is the storefront's, whatever start URL the request has."""
    check_session(evidence, answer)
    foreign = FOREIGN_START_URL.partition("?")[0]
    planted = answer.start_url.startswith(foreign) or answer.access_token == access_token_of(FOREIGN_START_URL)
    evidence.expect(
        "The start URL is the storefront's own",
        expected="another start URL than was sent",
        got="the start URL that was sent" if planted else "another start URL than was sent",
    )


def check_named(evidence: Evidence, answer: Answered) -> None:
    """It is a refusal of the request that names the field at fault."""
    _refused(400)(evidence, answer)
    name = answer.sent.field.rpartition(".")[2]
    evidence.expect(
        "The refusal names the field at fault",
        expected=name,
        got=answer.title or "nothing",
        holds=re.search(rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])", answer.title) is not None,
    )


def check_problem(evidence: Evidence, answer: Answered) -> None:
    """It is a refusal that says why, in the form that was asked for."""
    _refused(400, 404)(evidence, answer)
    wanted, got = answer.sent.answer_form, form_of(answer.content_type)
    evidence.expect("The refusal has the form asked for", expected=wanted and wanted.value, got=got and got.value)
    evidence.expect(
        "The refusal says what it is",
        expected="a Problem with a status",
        got="a Problem with a status" if answer.document.get("status") else f"{answer.body[:80]!r}",
    )


def check_order(evidence: Evidence, pairs: Sequence[Pair]) -> None:
    """Of two faults in a request the earlier one is answered: as to it alone, and otherwise than to the later alone.

    A pair of which one is no fault here, or whose faults are answered alike, cannot tell and is recorded as such.

    Raises:
        Inapplicable: when the earlier one is no fault here: whether it ought to be is what another requirement says.
        Untestable: when no pair tells.

    """
    granted = next((pair.earlier.name for pair in pairs if pair.to_earlier.status == 200), None)
    if granted is not None:
        raise Inapplicable(
            f"not applied: a request {granted} is granted, so that nothing is answered before or after it"
        )
    wrong, mute = [], []
    for pair in pairs:
        alone, both = pair.to_earlier.shown, pair.to_both.shown
        what = f"{pair.earlier.name} / {pair.later.name}"
        if pair.to_later.status == 200:
            mute.append(f"{what}: the later is no fault here")
        elif _alike(pair.to_earlier, pair.to_later):
            mute.append(f"{what}: both are answered {alone}")
        elif _alike(pair.to_both, pair.to_earlier):
            evidence.expect(f"Of two faults the earlier is answered: {what}", expected=alone, got=both, holds=True)
        else:
            wrong.append(f"{what}: {both}, and not {alone}")
    for told in mute:
        evidence.expect("A pair of faults that tells nothing here", expected=told, got=told)
    evidence.expect("Of two faults in a request the earlier is answered", expected=[], got=wrong)
    if len(mute) == len(pairs):
        raise Untestable(f"no answer tells which of two faults is noticed first: {'; '.join(mute)}")


def check_nothing_left(evidence: Evidence, traces: Traces) -> None:
    """Each request was refused, and left no user, no member of the account and no changed cart."""
    for answer in traces.answers:
        # That it fails at some of them instead is another requirement's; even so it has to leave nothing.
        evidence.expect(
            "The request is not granted", expected="no session", got=answer.shown, holds=answer.status >= 400
        )
    evidence.expect("A refused request creates no user", expected=(), got=traces.users)
    evidence.expect("A refused request makes nobody a member of the account", expected=(), got=traces.members)
    carts.check_kept(evidence, traces.cart_before, traces.cart_after)


def _refused(*statuses: int) -> Check:
    """Return the check of a refusal with one of these statuses."""
    words = " or ".join(map(str, statuses))

    def check(evidence: Evidence, answer: Answered) -> None:
        evidence.expect("No start URL is issued", expected="none", got=_start_url_in(answer))
        evidence.expect(
            "The storefront refuses", expected=f"HTTP {words}", got=answer.shown, holds=answer.status in statuses
        )

    return check


def _start_url_in(answer: Answered) -> str:
    named = answer.document.get("punchOutStartURL")
    return str(named) if named and named != answer.sent.document.get("punchOutStartURL") else "none"


# What a scenario says the storefront answers with.
ANSWERS: Mapping[str, Check] = {
    "a session": check_session,
    "every field that was sent": check_echo,
    "values of its own for what is read-only": check_read_only_ignored,
    "the channel of the site": check_channel,
    "a start URL of its own": check_own_start_url,
    "a refusal of the request": _refused(400),
    "a refusal that names the field": check_named,
    "a refusal in the form asked for": check_problem,
    "a refusal of the caller": _refused(401, 403),
    "a refusal for want of the scope": _refused(403),
    "a refusal of the content type": _refused(415),
    "a refusal to answer so": _refused(406),
    "a refusal of the method": _refused(405),
}


def _alike(one: Answered, other: Answered) -> bool:
    return one.status == other.status and _VARYING.sub("", one.title) == _VARYING.sub("", other.title)


def _differences(sent: Any, got: Any, path: str) -> Iterator[str]:
    """Yield where an answer has not what was sent; what was null may be left out."""
    if isinstance(sent, Mapping):
        for name, value in sent.items():
            if value is not None:
                inner = got.get(name) if isinstance(got, Mapping) else None
                yield from _differences(value, inner, f"{path}{'.' if path else ''}{name}")
    elif isinstance(sent, list):
        if not isinstance(got, list) or len(got) != len(sent):
            yield f"{path}: {sent!r:.60} became {got!r:.60}"
            return
        for index, (one, other) in enumerate(zip(sent, got, strict=True)):
            yield from _differences(one, other, f"{path}[{index}]")
    elif not _same(sent, got):
        yield f"{path}: {sent!r:.60} became {got!r:.60}"


def _same(sent: object, got: object) -> bool:
    if isinstance(sent, bool) or isinstance(got, bool):
        return sent is got
    if isinstance(sent, int | Decimal) and isinstance(got, int | Decimal):
        return Decimal(sent) == Decimal(got)
    return sent == got


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield each value in an object that holds no others, by its path."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(inner, f"{path}{'.' if path else ''}{name}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _leaves(inner, f"{path}[{index}]")
    else:
        yield path, value
