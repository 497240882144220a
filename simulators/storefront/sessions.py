"""HTTP sessions of visitors: who is signed in, what the connector keeps for them, and their CSRF token."""

from __future__ import annotations

import hmac
import secrets
import threading
from dataclasses import dataclass, field

from simulators.messages.cart import Cart

SESSION_COOKIE = "JSESSIONID"


@dataclass
class WebSession:
    """One visitor's session. `return_url` makes it a punch-out session.

    `handed_over` is the cart the hub took last, `redirect_url` where it wants the buyer; it waits for the sign-out.
    """

    id: str
    csrf_token: str
    user_id: int | None = None
    account_id: int | None = None
    return_url: str = ""
    handed_over: Cart | None = None
    redirect_url: str = ""
    transfer: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def is_shown(self, csrf_token: str) -> bool:
        """Tell whether this is the session's CSRF token."""
        return hmac.compare_digest(self.csrf_token.encode(), csrf_token.encode())


class WebSessions:
    """Keeps the sessions by their cookie. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sessions: dict[str, WebSession] = {}

    def of(self, cookies: dict[str, str]) -> WebSession | None:
        """Return the session a request's cookies name, or None."""
        with self._lock:
            return self._sessions.get(cookies.get(SESSION_COOKIE, ""))

    def start(self) -> WebSession:
        """Begin a session for a visitor who is not signed in."""
        session = WebSession(secrets.token_hex(16).upper(), secrets.token_hex(8))
        with self._lock:
            self._sessions[session.id] = session
        return session

    def end(self, session: WebSession) -> None:
        """End a session."""
        with self._lock:
            self._sessions.pop(session.id, None)
