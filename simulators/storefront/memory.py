"""What a storefront keeps when its process ends: company and settings, in a file, as Liferay has them in a database."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

from simulators.storefront.company import Company
from simulators.storefront.settings import SystemSettings

Clients = dict[str, Any]


class Memory:
    """A file of one storefront alone, which nobody else writes."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def recall(self, company: Company, settings: SystemSettings) -> Clients | None:
        """Fill company and settings with what was kept; return the OAuth2 clients, or None when nothing was kept."""
        if not self._path.exists():
            return None
        kept = pickle.loads(self._path.read_bytes())  # written by this storefront, in its own container
        vars(company).update(kept["company"])
        settings.take(kept["settings"])
        clients: Clients = kept["clients"]
        return clients

    def keep(self, company: Company, settings: SystemSettings, clients: Clients) -> None:
        """Write what a later start needs: the whole of it or, when the disk is full, what was there before."""
        with company.lock:
            stored = {name: value for name, value in vars(company).items() if name != "lock"}
            kept = pickle.dumps({"company": stored, "settings": settings.saved(), "clients": clients})
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_suffix(".new")
        beside.write_bytes(kept)
        beside.replace(self._path)
