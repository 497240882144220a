"""Starting a container for a run: image, network, files, readiness; whatever happens, all of it is removed again.

The network is the run's own, so that the storefront reaches the hub at an address that is this machine's there.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from docker import DockerClient
from docker.errors import APIError, ImageNotFound, NotFound
from docker.models.containers import Container
from docker.models.networks import Network

from harness.containers.archives import mounts
from harness.containers.engine import FIELD, connected, said_in_words
from harness.containers.order import ContainerOrder
from harness.containers.owning import this_process
from harness.containers.reaping import reap, remove_container, remove_network
from harness.containers.vessel import Awaiting, Whereabouts, how_it_ended
from harness.errors import ConfigurationError
from simulators.wire import Redactor

Tell = Callable[[str], None]
LOG = "console-container.log"
_HERE = "127.0.0.1"


@contextmanager
def keep_container(
    order: ContainerOrder,
    url: str,
    *,
    generation: str,
    run: str,
    log: Path | None,
    redactor: Redactor,
    tell: Tell,
) -> Iterator[KeptContainer]:
    """Yield a started container that answers; when the block ends nothing of it is left but its log.

    `url` is where it is to be on this machine, or empty for any free port; `generation` is that of the connector, `run`
    names the run, `log` the file its log is kept in.

    Raises:
        ConfigurationError: when it cannot be started, or does not answer in time.

    """
    for secret in order.secrets:
        redactor.declare(secret, "secret")
    with ExitStack() as running:
        client = running.enter_context(connected())
        with said_in_words("removing what earlier runs have left"):
            for name in reap(client):
                tell(f"removed, as the run that made it was killed: {name}")
        kept = KeptContainer(client, order, run, log, redactor)
        running.callback(kept.remove)
        try:
            kept.start(url, generation, tell)
        except ConfigurationError:
            with suppress(OSError, ConfigurationError):
                kept.save_log()
                tell(f"what it wrote is in {log}" if log and log.exists() else "it wrote nothing")
            raise
        yield kept


class KeptContainer:
    """A container with its network, from its first piece to its removal."""

    def __init__(
        self, client: DockerClient, order: ContainerOrder, run: str, log: Path | None, redactor: Redactor
    ) -> None:
        self._client, self._order, self._redactor = client, order, redactor
        self.log = log
        self._labels, self._name = this_process().labels(run), f"punchout-{run}"
        self._container: Container | None = None
        self.whereabouts = Whereabouts("", "", order.image, "", "", "")

    def start(self, url: str, generation: str, tell: Tell) -> None:
        """Make and start it, and return when the connector is deployed; what is made meanwhile, `remove` removes."""
        order = self._order
        image = _image(self._client, order.image, tell)
        with said_in_words("making the container's network"):
            network = self._network()
        with said_in_words("making the container"):
            port = urlsplit(url).port or _free_port()
            container = self._container = self._client.containers.create(
                image,
                name=self._name,
                labels=self._labels,
                environment=dict(order.environment),
                network=network.name,
                ports={f"{order.port}/tcp": (_HERE, port)},
                mem_limit=order.memory or None,
            )
            address = url or f"http://{_HERE}:{port}"
            self.whereabouts = Whereabouts(
                str(container.id), self._name, order.image, image, address, _gateway(network)
            )
        with said_in_words("putting files into the container"):
            container.put_archive("/", mounts(order))
        tell(f"{container.name}: starts from {order.image}, at {self.whereabouts.url}")
        with said_in_words("starting the container"):
            container.start()
            waiting = Awaiting(container, self.whereabouts, order.start_deadline, self._redactor)
            waiting.ready(tell, brought=order.brings_connector)
            waiting.deployed(generation, tell)

    def save_log(self) -> None:
        """Write its log among the evidence, without secrets.

        Raises:
            OSError: when it cannot be written.

        """
        if self._container is None or self.log is None:
            return
        with said_in_words("reading the container's log"):
            told = bytes(self._container.logs()).decode("utf-8", "replace")
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.log.write_text("".join(map(self._redactor.text, told.splitlines(keepends=True))), encoding="utf-8")

    def end(self) -> str:
        """Return how the container has ended by itself, in words; nothing while it runs.

        Raises:
            ConfigurationError: when the Engine does not say.

        """
        if self._container is None:
            return ""
        with said_in_words("asking how the container is"):
            how = how_it_ended(self._container)
        return f"the container of {self._order.image} ended by itself, {how}" if how else ""

    def remove(self) -> None:
        """Remove all that has the labels of the run, also what was asked for and not yet answered."""
        mine: dict[str, str | list[str] | bool] = {"label": [f"{name}={value}" for name, value in self._labels.items()]}
        with said_in_words("removing the container"):
            for container in self._client.containers.list(all=True, filters=mine, ignore_removed=True):
                remove_container(container)
            for network in self._client.networks.list(filters=mine):
                remove_network(network)
        self._container = None

    def _network(self) -> Network:
        if not self._order.network:
            network = self._client.networks.create(self._name, driver="bridge", labels=self._labels)
            network.reload()
            return network
        try:
            return self._client.networks.get(self._order.network)
        except NotFound as error:
            raise ConfigurationError(
                f"{FIELD}.network",
                f"there is no network {self._order.network!r}",
                "Make it (docker network create), or leave the entry out: then the run has one of its own.",
            ) from error


def _image(client: DockerClient, name: str, tell: Tell) -> str:
    """Return the id of an image, which is fetched when it is not on the Engine yet."""
    with said_in_words("looking for the image"):
        try:
            return str(client.images.get(name).id)
        except ImageNotFound:
            tell(f"the image {name} is not here yet: fetching it")
        try:
            # Without a tag, the library would fetch all there are.
            tagged = name if ":" in name.rpartition("/")[2] or "@" in name else f"{name}:latest"
            return str(client.images.pull(tagged).id)
        except APIError as error:
            if "no space left" in str(error):
                raise
            raise ConfigurationError(
                f"{FIELD}.image",
                f"there is no image {name!r} on this Engine, and it cannot be fetched ({error.explanation})",
                "Correct its name and tag; `docker images` lists those that are here. Log in (docker login) where it "
                "is not for everybody.",
            ) from error


def _gateway(network: Network) -> str:
    """Return the address this machine has in a network; nothing when the Engine is in a machine of its own."""
    ranges = ((network.attrs or {}).get("IPAM") or {}).get("Config") or []
    return next((each["Gateway"] for each in ranges if each.get("Gateway") and ":" not in each["Gateway"]), "")


def _free_port() -> int:
    """Return a port that is free now. The Engine would choose another one at each restart."""
    with socket.create_server((_HERE, 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
