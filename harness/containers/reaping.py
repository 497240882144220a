"""Removing what runs have left behind that were killed: containers and networks of processes that have ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from docker import DockerClient
from docker.errors import APIError
from docker.models.containers import Container
from docker.models.networks import Network

from harness.containers.owning import MADE_BY_RUN, owner_of

# It is not there any more, or somebody else removes it just now.
_GONE = (404, 409)


def reap(client: DockerClient) -> tuple[str, ...]:
    """Remove what certainly nobody uses any more; return the names of it. What others have made is left alone."""
    removed = []
    for container in client.containers.list(all=True, filters={"label": MADE_BY_RUN}, ignore_removed=True):
        if _is_left_behind(container.labels):
            remove_container(container)
            removed.append(f"container {container.name}")
    for network in client.networks.list(filters={"label": MADE_BY_RUN}):
        if _is_left_behind((network.attrs or {}).get("Labels") or {}):
            remove_network(network)
            removed.append(f"network {network.name}")
    return tuple(removed)


def remove_container(container: Container) -> None:
    """Remove a container with its volumes, be it gone already."""
    with _unless_gone():
        container.remove(v=True, force=True)


def remove_network(network: Network) -> None:
    """Remove a network, be it gone already."""
    with _unless_gone():
        network.remove()


@contextmanager
def _unless_gone() -> Iterator[None]:
    try:
        yield
    except APIError as error:
        if error.status_code not in _GONE:
            raise


def _is_left_behind(labels: Mapping[str, str]) -> bool:
    owner = owner_of(labels)
    return owner is not None and owner.is_gone()
