"""What is found in a message: a fault, which makes it of no use or costs money, or a remark, which deserves a look."""

from __future__ import annotations

from dataclasses import dataclass

# What the target is called in the journal.
TARGET = "storefront"


@dataclass(frozen=True)
class Finding:
    """One thing found: in which message of whom, by which name, and in words.

    `message` is what the message is called, such as `cart`; `name` is a stable word of the package that reads it.
    """

    message: str
    sender: str
    name: str
    words: str
    is_fault: bool = False

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.message} of the {self.sender}: {self.words}"
