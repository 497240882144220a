"""What is opened and closed, and as a context is open as long as the block lasts."""

from __future__ import annotations

from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self


class WhileOpen(ABC):
    """A context that opens on entering and closes on leaving."""

    @abstractmethod
    def open(self) -> Self:
        """Open it; returns when it is ready."""

    @abstractmethod
    def close(self) -> None:
        """Close it. Does nothing the second time."""

    def __enter__(self) -> Self:
        """Open it."""
        return self.open()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()
