"""HTTP sessions of visitors: who is signed in, what the connector keeps for them, and their CSRF token."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass, field

SESSION_COOKIE = "JSESSIONID"


@dataclass
class WebSession:
    """One visitor's session. `return_url` makes it a punch-out session; `redirect_url` waits for the sign-out."""

    id: str
    csrf_token: str
    user_id: int | None = None
    account_id: int | None = None
    return_url: str = ""
    redirect_url: str = ""
    transfer: threading.Lock = field(default_factory=threading.Lock, repr=False)


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

    def renew(self, session: WebSession) -> None:
        """Give a session a new id, so that one planted before the login is worth nothing after it."""
        with self._lock:
            self._sessions.pop(session.id, None)
            session.id = secrets.token_hex(16).upper()
            session.csrf_token = secrets.token_hex(8)
            self._sessions[session.id] = session

    def end(self, session: WebSession) -> None:
        """End a session."""
        with self._lock:
            self._sessions.pop(session.id, None)
