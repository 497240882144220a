"""Serving a party on a port of its own, in a thread of the run or as a program by itself."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Self
from urllib.parse import urlsplit

import anyio.to_thread
import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from simulators.wire.endpoints import Endpoint, Incoming, endpoint
from simulators.wire.journal import Journal
from simulators.wire.origins import origin_of
from simulators.wire.streaming import Streamed
from simulators.wire.while_open import WhileOpen

# A storefront keeps a thread while it waits for the hub, so many buyers at once need many threads.
THREADS = 200
START_DEADLINE = 10.0
# Seconds a party may take to show that it is alive, on a machine that is very busy.
LIFE_DEADLINE = 20.0
_BACKLOG = 2048
# Seconds an idle connection is kept: a crowd that waits longer than uvicorn's 5 would ask while it is being closed.
_KEPT_ALIVE = 120


class _Server(uvicorn.Server):
    """A server that closes its connections also when its loop ends by an error, which is kept."""

    broken: Exception | None = None

    async def main_loop(self) -> None:
        """Serve until asked to stop."""
        try:
            await super().main_loop()
        except Exception as error:  # whatever it is, nobody may wait for answers that never come
            self.broken = error


class Party(WhileOpen):
    """A party on a port. Binding and listening are two steps: a port can be known, and refuse, before it opens."""

    def __init__(
        self,
        name: str,
        endpoints: Iterable[Endpoint],
        journal: Journal,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        public_url: str | None = None,
        recorded: bool = True,
        context_path: str = "",
    ) -> None:
        """Bind the port (a free one for 0); nothing listens there until `open`, and more may be served until then.

        `public_url` is the address others use when it is not the bound one. With `recorded` false the party writes
        nothing to the journal: those who call it do (the target of a run). All it serves is below the `context_path`,
        such as `/portal`, and so are its addresses.

        Raises:
            OSError: when the port is taken or the address is not one of this machine's.

        """
        self.name = name
        self._journal = journal
        self._recorded = recorded
        self._context_path = context_path
        self._public_url = public_url
        self._host = host
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind((host, port))
        except OSError:
            self._socket.close()
            raise
        bound = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104  # compared, not bound
        self._port = self._socket.getsockname()[1]
        here = f"http://{bound}:{self._port}"
        self.bound_url = here + context_path
        self.url = (public_url or here).rstrip("/") + context_path
        if recorded:
            journal.recorded_at(origin_of(self.url), name)
            journal.recorded_at(here, name)
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None
        self._ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        unserved = self._serve_unserved()
        self._app = Starlette(lifespan=self._lifespan, exception_handlers={404: unserved, 405: unserved})
        # A redirect to the address without its last slash would be an answer that the journal does not see.
        self._app.router.redirect_slashes = False
        self.serve(endpoints)

    def serve(self, endpoints: Iterable[Endpoint]) -> None:
        """Serve more, for those who have to know the address before they can be asked."""
        self._app.router.routes.extend(
            Route(path, self._serve(e), methods=list(e.methods)) for e in endpoints for path in self._paths(e.path)
        )

    def open(self) -> Self:
        """Start to listen and answer; returns when the party is ready.

        Raises:
            RuntimeError: when the party does not get ready. It is closed then, as it is after an OSError.
            OSError: when another one listens at the port by now.

        """
        config = uvicorn.Config(
            self._app,
            log_config=None,
            access_log=False,
            ws="none",
            server_header=False,
            timeout_keep_alive=_KEPT_ALIVE,
            timeout_graceful_shutdown=1,
        )
        # From here on callers are queued; the server itself begins to listen only some time after it is ready.
        try:
            self._socket.listen(_BACKLOG)
        except OSError:
            self.close()
            raise
        self._server = _Server(config)
        self._thread = threading.Thread(target=self._run, args=(self._server,), name=self.name, daemon=True)
        self._thread.start()
        if not self._ready.wait(START_DEADLINE) or not self._thread.is_alive():
            self.close()
            raise RuntimeError(f"the {self.name} did not start on {self.bound_url} within {START_DEADLINE:.0f} s")
        return self

    def again(self, endpoints: Iterable[Endpoint]) -> Party:
        """Return a party at the same address and port, which this one, closed by now, has left.

        Raises:
            OSError: when somebody else has taken the port.

        """
        return Party(
            self.name,
            endpoints,
            self._journal,
            host=self._host,
            port=self._port,
            public_url=self._public_url,
            recorded=self._recorded,
            context_path=self._context_path,
        )

    @property
    def is_open(self) -> bool:
        """Whether the party listens."""
        return self._thread is not None and self._thread.is_alive()

    @property
    def failure(self) -> str:
        """What keeps an opened party from answering, in words; nothing when it answers."""
        loop, sign_of_life = self._loop, threading.Event()
        if not self.is_open or loop is None:
            return f"the {self.name} stopped at {self.bound_url}"
        try:
            socket.create_connection((urlsplit(self.bound_url).hostname, self._port), LIFE_DEADLINE).close()
            loop.call_soon_threadsafe(sign_of_life.set)
        except (OSError, RuntimeError) as error:
            return f"the {self.name} does not listen at {self.bound_url} any more ({error})"
        if not sign_of_life.wait(LIFE_DEADLINE):
            return f"the {self.name} at {self.bound_url} gives no sign of life within {LIFE_DEADLINE:.0f} s"
        return ""

    def ask_to_close(self) -> None:
        """Begin to close, without waiting."""
        if self._server is not None:
            self._server.should_exit = True

    def close(self) -> None:
        """Stop answering, wait for the thread to end and free the port. Does nothing the second time."""
        self.ask_to_close()
        if self._thread is not None:
            self._thread.join(START_DEADLINE)
            self._thread = None
        self._socket.close()

    def _run(self, server: _Server) -> None:
        try:
            server.run(sockets=[self._socket])
            if server.broken is not None or not server.should_exit:
                raise server.broken or RuntimeError(f"the {self.name} stopped, and nobody had asked it to")
        except BaseException as error:  # uvicorn leaves by SystemExit; the run must hear of it
            self._journal.fault(self.name, error)
        finally:
            # Who calls from now on is refused, instead of waiting for somebody who will never come.
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
            self._ready.set()

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
        self._loop = asyncio.get_running_loop()
        self._ready.set()
        yield

    def _paths(self, path: str) -> tuple[str, ...]:
        """Return where a path of the party is: below its context path, whose own address is that of its home page."""
        below = self._context_path + path
        return (below, self._context_path) if self._context_path and path == "/" else (below,)

    def _serve(self, served: Endpoint) -> Callable[[Request], Awaitable[Response]]:
        def handle(incoming: Incoming) -> Response:
            if served.caller is None or not self._recorded:
                return self._answer(served, incoming)[0]
            caller = served.caller if isinstance(served.caller, str) else served.caller(incoming)
            opened = self._journal.begin(
                caller, self.name, incoming.method, incoming.url, incoming.headers.items(), incoming.body
            )
            response, body = self._answer(served, incoming)
            headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in response.raw_headers]
            if isinstance(response, Streamed):
                response.when_over(
                    lambda sent: self._journal.end(
                        opened, response.status_code, headers, sent.beginning, size=sent.size
                    )
                )
            else:
                self._journal.end(opened, response.status_code, headers, body)
            return response

        async def answer(request: Request) -> Response:
            try:
                incoming = Incoming(request, await request.body(), self._context_path)
            except ClientDisconnect:
                return Response(status_code=400)  # for nobody: the caller went away while it was still sending
            return await run_in_threadpool(handle, incoming)

        return answer

    def _serve_unserved(self) -> Callable[[Request, Exception], Awaitable[Response]]:
        async def answer(request: Request, error: Exception) -> Response:
            status, headers = getattr(error, "status_code", 404), getattr(error, "headers", None)
            unserved = endpoint("", lambda incoming: _nothing_here(incoming, status, headers), caller="someone")
            return await self._serve(unserved)(request)

        return answer

    def _answer(self, served: Endpoint, incoming: Incoming) -> tuple[Response, bytes]:
        try:
            response = served.handler(incoming)
            return response, b"" if isinstance(response, Streamed) else bytes(response.body)
        except Exception as error:  # any error here is ours: the scenario that caused it must fail
            self._journal.fault(self.name, error)
            response = PlainTextResponse(f"the {self.name} failed: {type(error).__name__}", 500)
            return response, bytes(response.body)


def _nothing_here(incoming: Incoming, status: int, headers: Mapping[str, str] | None) -> Response:
    return PlainTextResponse(f"{incoming.method} {incoming.path} is not served here", status, headers)
