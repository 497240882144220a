"""What stands around the message of a line, and is taken away: colours, container prefixes, JSON, log headers.

Sources: Docker's and Kubernetes' own output forms, Liferay's Log4j pattern (2.1 documentation, Deploy the
PunchOut2Go Connector: `time level [thread][Class:line] message`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

COLOUR = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
PREFIX = re.compile(
    r"""[\ufeff\s]*(?:
      [\w.-]+\s+\|\s                                                           # docker compose
    | \[pod/[^\]]+\]\s                                                         # kubectl logs --prefix
    | \d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)\s(?:std(?:out|err)\s[FP]\s)?  # containerd, docker logs --timestamps
    | \w{3}\s+\d+\s[\d:]{8}\s[\w.-]+\s[^\s:]+:\s                               # journald, syslog
    | \[[^\]]+\]\s[0-9a-f]{8}\sSystem(?:Out|Err)\s+[A-Z]\s                     # WebSphere
    | (?:\S+\s+){1,2}[A-Z]+\s+\[std(?:out|err)\]\s\([^)]*\)\s                  # JBoss, WildFly
    )""",
    re.VERBOSE | re.ASCII,
)
# Of a thread and the class with its line number, or a question mark, the class ends the header. Threads may hold
# anything, a path with a colon or a name with spaces, but nothing that looks like the class.
HEADER = re.compile(r"\[[\w.$]+:(?:\d+|\?)\]\s+", re.ASCII)

# The members of a JSON log line that hold text of the server, in the order they are read.
MESSAGE_MEMBERS = ("log", "message", "msg", "MESSAGE", "textPayload", "error.stack_trace", "stack_trace")
# Prefixes before prefixes, JSON within JSON: no deployment wraps its output more often.
DEEPEST = 3


def without_colours(text: str) -> str:
    """Return a text without the escape sequences of a terminal."""
    return COLOUR.sub("", text) if "\x1b" in text else text


def messages_in(text: str, depth: int = 0) -> Iterator[str]:
    """Yield the messages in a line: one, or several when a JSON line holds a text of several lines."""
    text = without_colours(text)
    for _ in range(DEEPEST):
        if prefix := PREFIX.match(text):
            text = text[prefix.end() :]
    if text.lstrip().startswith("{") and depth < DEEPEST:
        members = _members(text)
        if members is not None:
            for member in members:
                for line in member.splitlines():
                    yield from messages_in(line, depth + 1)
            return
    header = HEADER.search(text)
    yield (text[header.end() :] if header else text).strip()


def _members(text: str) -> list[str] | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return [value[member] for member in MESSAGE_MEMBERS if isinstance(value.get(member), str)]
