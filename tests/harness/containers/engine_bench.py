"""An Engine that runs nothing: it answers as Docker's does, and a test says what becomes of the containers."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.responses import JSONResponse, Response

from simulators.wire import Incoming, Journal, Party, Redactor, endpoint
from tests.deployment.test_deployment_of_a_container import framed

GATEWAY = "172.30.0.1"


@dataclass
class FakeContainer:
    """A container as the Engine keeps it."""

    id: str
    name: str
    labels: dict[str, str]
    asked: dict[str, Any]
    status: str = "created"
    exit_code: int = 0
    memory_ended: bool = False
    log: str = ""
    starts: int = 0
    files: dict[str, str] = field(default_factory=dict)
    modes: dict[str, int] = field(default_factory=dict)


@dataclass
class FakeEngine:
    """Containers and networks that were made; what it refuses, and what happens when a container starts."""

    images: set[str] = field(default_factory=lambda: {"acme/dxp:1"})
    containers: dict[str, FakeContainer] = field(default_factory=dict)
    networks: dict[str, dict[str, Any]] = field(default_factory=dict)
    refuses: dict[str, tuple[int, str]] = field(default_factory=dict)
    when_started: Callable[[FakeContainer], None] = lambda _: None
    removed: list[str] = field(default_factory=list)

    def party(self) -> Party:
        """Return the Engine, to be opened."""
        at = "/{version}"
        served: list[tuple[str, str, Callable[[Incoming], Response]]] = [
            ("GET", "/version", lambda _: JSONResponse({"ApiVersion": "1.41"})),
            ("GET", f"{at}/_ping", lambda _: Response("OK")),
            ("POST", f"{at}/images/create", self._pull),
            ("GET", f"{at}/images/{{name:path}}/json", self._image),
            ("POST", f"{at}/networks/create", self._make_network),
            ("GET", f"{at}/networks", lambda i: JSONResponse(list(filter(_labelled(i), self.networks.values())))),
            ("GET", f"{at}/networks/{{id}}", self._network),
            ("DELETE", f"{at}/networks/{{id}}", self._remove_network),
            ("POST", f"{at}/containers/create", self._make),
            ("GET", f"{at}/containers/json", self._list),
            ("GET", f"{at}/containers/{{id}}/json", lambda i: JSONResponse(_shown(self._of(i)))),
            ("GET", f"{at}/containers/{{id}}/logs", lambda i: Response(framed(self._of(i).log))),
            ("PUT", f"{at}/containers/{{id}}/archive", self._put),
            ("POST", f"{at}/containers/{{id}}/start", self._start),
            ("POST", f"{at}/containers/{{id}}/restart", self._start),
            ("DELETE", f"{at}/containers/{{id}}", self._remove),
        ]
        endpoints = [endpoint(path, self._unless_refused(method, path, act), method) for method, path, act in served]
        return Party("engine", endpoints, Journal(Redactor(b"engine")))

    def add(self, name: str, labels: dict[str, str]) -> FakeContainer:
        """Have a container, as somebody has made it."""
        container = FakeContainer(f"id-{name}", name, labels, {})
        self.containers[container.id] = container
        return container

    def _unless_refused(
        self, method: str, path: str, act: Callable[[Incoming], Response]
    ) -> Callable[[Incoming], Response]:
        key = f"{method} {path.removeprefix('/{version}')}"

        def answer(incoming: Incoming) -> Response:
            if key in self.refuses:
                status, message = self.refuses[key]
                return JSONResponse({"message": message}, status)
            return act(incoming)

        return answer

    def _of(self, incoming: Incoming) -> FakeContainer:
        return self.containers[incoming.parts["id"]]

    def _image(self, incoming: Incoming) -> Response:
        name = incoming.parts["name"]
        if name not in self.images:
            return JSONResponse({"message": f"No such image: {name}"}, 404)
        return JSONResponse({"Id": f"sha256:{name}", "RepoTags": [name]})

    def _pull(self, incoming: Incoming) -> Response:
        self.images.add(f"{incoming.query['fromImage']}:{incoming.query['tag']}")
        return Response(b"{}\n")

    def _make_network(self, incoming: Incoming) -> Response:
        asked = incoming.json()
        made = {"Id": f"id-{asked['Name']}", "Name": asked["Name"], "Labels": asked.get("Labels") or {}}
        self.networks[made["Id"]] = {**made, "IPAM": {"Config": [{"Gateway": GATEWAY}]}}
        return JSONResponse(made, 201)

    def _network(self, incoming: Incoming) -> Response:
        asked = incoming.parts["id"]
        found = [network for network in self.networks.values() if asked in (network["Id"], network["Name"])]
        return JSONResponse(found[0]) if found else JSONResponse({"message": f"network {asked} not found"}, 404)

    def _remove_network(self, incoming: Incoming) -> Response:
        self.removed.append(self.networks.pop(incoming.parts["id"])["Name"])
        return Response(status_code=204)

    def _make(self, incoming: Incoming) -> Response:
        asked = incoming.json()
        name = incoming.query["name"]
        container = FakeContainer(f"id-{name}", name, asked["Labels"], asked)
        self.containers[container.id] = container
        return JSONResponse({"Id": container.id, "Warnings": []}, 201)

    def _list(self, incoming: Incoming) -> Response:
        told = [{"Id": each.id, "Labels": each.labels} for each in self.containers.values()]
        return JSONResponse(list(filter(_labelled(incoming), told)))

    def _put(self, incoming: Incoming) -> Response:
        container, folder = self._of(incoming), incoming.query["path"].rstrip("/")
        with tarfile.open(fileobj=io.BytesIO(incoming.body)) as archive:
            for entry in archive:
                path = f"{folder}/{entry.name}"
                container.modes[path] = entry.mode
                content = archive.extractfile(entry)
                if content is not None:
                    container.files[path] = content.read().decode()
        return Response()

    def _start(self, incoming: Incoming) -> Response:
        container = self._of(incoming)
        container.status, container.starts = "running", container.starts + 1
        self.when_started(container)
        return Response(status_code=204)

    def _remove(self, incoming: Incoming) -> Response:
        container = self.containers.pop(incoming.parts["id"])
        assert (incoming.query["v"], incoming.query["force"]) == ("True", "True")
        self.removed.append(container.name)
        return Response(status_code=204)


def _labelled(incoming: Incoming) -> Callable[[dict[str, Any]], bool]:
    wanted = json.loads(incoming.query.get("filters", "{}")).get("label", [])

    def has_all(thing: dict[str, Any]) -> bool:
        pairs = {f"{name}={value}" for name, value in thing["Labels"].items()} | set(thing["Labels"])
        return pairs.issuperset(wanted)

    return has_all


def _shown(container: FakeContainer) -> dict[str, Any]:
    state = {"Status": container.status, "ExitCode": container.exit_code, "OOMKilled": container.memory_ended}
    return {
        "Id": container.id,
        "Name": f"/{container.name}",
        "State": state,
        "Config": {"Tty": False, "Labels": container.labels},
    }


@dataclass
class FakePortal:
    """What a container serves once it has started."""

    health: int = 200
    described: int = 401

    def party(self) -> Party:
        """Return it, to be opened."""
        served = {
            "/c/portal/layout": lambda _: Response(status_code=self.health),
            "/o/headless-commerce-punchout/v1.0/openapi.json": lambda _: Response(status_code=self.described),
        }
        return Party("portal", [endpoint(path, act) for path, act in served.items()], Journal(Redactor(b"portal")))
