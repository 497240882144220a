"""What persons have attested, as the report shows it: with the pictures, as long as the report fits into a mail."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from harness.attestation import Attestation, Screenshot
from harness.record import RunRecord, ScenarioResult
from harness.reports.html.untrusted import anchor

# So many bytes may all pictures have that are in the report itself; the others are linked to.
ROOM = 1_000_000
_ADDRESS = re.compile(r"evidence/[\w.-]+\.(?:png|jpg)", re.ASCII)


@dataclass(frozen=True)
class ShownAttestation:
    """An attestation, the scenario it is of, and its picture: as data, or where it is; `problem` when it is not."""

    result: ScenarioResult
    anchor: str
    attestation: Attestation
    data: str = ""
    address: str = ""
    problem: str = ""


def attested(record: RunRecord) -> Iterator[ShownAttestation]:
    """Yield what was attested, in the order of the features."""
    room = ROOM
    for result in record.scenarios:
        for each in result.attestations:
            name = anchor(result.scenario.id)
            if each.screenshot is None:
                yield ShownAttestation(result, name, each)
                continue
            address = each.screenshot.file if _ADDRESS.fullmatch(each.screenshot.file) else ""
            content, problem = _content(record.path.parent, each.screenshot)
            encoded = base64.b64encode(content).decode("ascii")
            data = f"data:{each.screenshot.media_type};base64,{encoded}" if 0 < len(encoded) <= room else ""
            room -= len(data)
            yield ShownAttestation(result, name, each, data, address, problem)


def _content(folder: Path, screenshot: Screenshot) -> tuple[bytes, str]:
    """Return a picture that is the one that was attested, or what is wrong with it."""
    try:
        content = (folder / screenshot.file).read_bytes()
    except OSError as error:
        return b"", f"the picture cannot be read ({error.strerror})"
    if sha256(content).hexdigest() != screenshot.sha256:
        return b"", "the picture is not the one that was attested: its sha256 is another"
    return content, ""
