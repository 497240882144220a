"""How the parties meet: serving on a port, calling over HTTP, the journal of it all, and what the journal hides."""

from simulators.wire.approach import Approach, Front, Proxy
from simulators.wire.calling import Caller, Unreachable
from simulators.wire.clock import AdjustableClock, Clock, SteadyClock, SystemClock
from simulators.wire.connecting import is_place
from simulators.wire.endpoints import Endpoint, Incoming, endpoint
from simulators.wire.journal import ON_PURPOSE, Body, Exchange, Journal, PartyFault, Seen
from simulators.wire.limiting import is_limit, is_nginxs_own
from simulators.wire.losses import Losses, write_whole
from simulators.wire.origins import origin_of
from simulators.wire.patience import Limit, Patience, Silence
from simulators.wire.redaction import Redactor
from simulators.wire.serving import Party
from simulators.wire.streaming import Streamed
from simulators.wire.waiting import WAITS, Wait, Waits, waiting

__all__ = [
    "ON_PURPOSE",
    "WAITS",
    "AdjustableClock",
    "Approach",
    "Body",
    "Caller",
    "Clock",
    "Endpoint",
    "Exchange",
    "Front",
    "Incoming",
    "Journal",
    "Limit",
    "Losses",
    "Party",
    "PartyFault",
    "Patience",
    "Proxy",
    "Redactor",
    "Seen",
    "Silence",
    "SteadyClock",
    "Streamed",
    "SystemClock",
    "Unreachable",
    "Wait",
    "Waits",
    "endpoint",
    "is_limit",
    "is_nginxs_own",
    "is_place",
    "origin_of",
    "waiting",
    "write_whole",
]
