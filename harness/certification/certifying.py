"""Certifying: what a run at level certification notes when it begins, and the package it makes at its end, or not.

What a run is judged by is read when it begins: a file that is changed meanwhile is not what was judged by.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from harness.baseline import baseline_file
from harness.certification import contents
from harness.certification.container import (
    LARGEST_FILE,
    LARGEST_MEMBER,
    LARGEST_TOTAL,
    MOST_MEMBERS,
    Packed,
    packed,
    plain,
    zip_of,
)
from harness.certification.contents import NamedFile
from harness.certification.product import Product, read_product
from harness.certification.refusal import (
    LEVEL,
    Reason,
    refusals_of_qualification,
    refusals_of_record,
    refusals_of_selection,
    remarks,
)
from harness.errors import ConfigurationError
from harness.project import FEATURES
from harness.qualification.telling import FILE as QUALIFICATION
from harness.qualification.telling import TEXT_FILE as QUALIFICATION_TEXT
from harness.qualification.telling import suite_digest
from harness.record import RunRecord
from harness.settings import RunSettings
from simulators.wire import write_whole

PACKAGE, TEXT = "certification.zip", "certification.txt"
_WIDTH = 110
WITHOUT_PRODUCT = "no product file says what is certified: give --product FILE"


@dataclass
class Certification:
    """A certification that has begun; `product` and `baseline` (a file's content) may be missing.

    `again` are the scenarios that were judged more than once.
    """

    product: Product | None
    baseline: bytes | None
    target_file: NamedFile | None
    suite: str
    features: Path = FEATURES
    again: list[str] = field(default_factory=list)
    told: tuple[Reason, ...] = ()
    manifest_sha256: str = ""

    def end(self, record: RunRecord, reports: Collection[str]) -> None:
        """Make the package of a run that has ended beside its record, or say in words why there is none.

        `reports` are the names of the files that belong to the run, beside results.json. Either way certification.txt
        says what there is to say.

        Raises:
            OSError: when something cannot be read or written; there is no package then.

        """
        folder, document = record.path.parent, record.document()
        try:
            self.told = tuple(self._refusals(record, document, reports))
            if not self.told:
                members = dict(self._members(folder, reports))
                whole, told = self._package(members, document)
                self.told = tuple(_too_large(members, whole))
                if not self.told:
                    self.manifest_sha256 = sha256(told).hexdigest()
                    write_whole(folder / PACKAGE, whole)
            write_whole(folder / TEXT, self._text(document).encode("utf-8", "backslashreplace"))
        except OSError:
            self.manifest_sha256 = ""
            with suppress(OSError):
                (folder / PACKAGE).unlink(missing_ok=True)
            raise

    def lines(self, folder: Path) -> Iterator[str]:
        """Yield what a person reads in the terminal; each scenario by name is in certification.txt."""
        if self.manifest_sha256:
            yield f"certification package: {folder / PACKAGE}"
            yield f"  sha256 of its manifest, to be written down elsewhere: {self.manifest_sha256}"
        elif self.told:
            yield f"no certification package, for these reasons ({folder / TEXT} has the details):"
            for reason in self.told:
                yield from textwrap.wrap(
                    reason.what,
                    _WIDTH,
                    initial_indent="  - ",
                    subsequent_indent="    ",
                    break_long_words=False,
                    break_on_hyphens=False,
                )

    def _refusals(self, record: RunRecord, document: dict[str, Any], reports: Collection[str]) -> Iterator[Reason]:
        folder, generation = record.path.parent, record.target["generation"]
        if self.product is None:
            yield Reason(WITHOUT_PRODUCT)
        yield from refusals_of_record(document)
        attested = record.about.get("attestation") is not None
        promised = contents.promised_scenarios(LEVEL, generation, record.catalogue, self.features, attested=attested)
        yield from refusals_of_selection(promised, document)
        if self.again:
            yield Reason("scenarios were judged more than once; a verdict is the first one", tuple(self.again))
        if suite_digest() != self.suite:
            yield Reason("features, requirements or defects were changed while the run was going on")
        yield from self._refusals_of_matrix(record, document, folder)
        evidence = {each["id"]: each["evidence"] for each in document["scenarios"]}
        without = [name for name, file in evidence.items() if not file or not (folder / file).is_file()]
        if without:
            yield Reason("there is no evidence of what was judged", tuple(without))
        pictures = (each.screenshot for result in record.scenarios for each in result.attestations if each.screenshot)
        if others := [each.file for each in pictures if not _is_kept(folder / each.file, each.sha256)]:
            yield Reason("a screenshot of an attestation is missing, or not the one that was attested", tuple(others))
        if lost := [name for name in reports if not (folder / name).is_file()]:
            yield Reason("a report is missing", tuple(lost))

    def _refusals_of_matrix(self, record: RunRecord, document: dict[str, Any], folder: Path) -> Iterator[Reason]:
        noted = document["run"]["qualification"]
        if noted is None:
            return
        changed = Reason("qualification.json is not the one there was when the run began")
        try:
            matrix = json.loads((folder / QUALIFICATION).read_text(encoding="utf-8"))
            if matrix["finished"] != noted["finished"] or (matrix["suite"] == self.suite) != noted["of_this_suite"]:
                yield changed
            generation = record.target["generation"]
            own = [each for each in record.catalogue.values() if generation in each.generations]
            yield from refusals_of_qualification(matrix, [each.id for each in own if not each.why_not_judged])
        except (OSError, ValueError, KeyError, TypeError):
            yield changed

    def _members(self, folder: Path, reports: Collection[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the members of the package, by name."""
        assert self.product is not None  # or the package is refused
        for name in (contents.RESULTS, *reports, QUALIFICATION):
            yield name, (folder / name).read_bytes()
        if (folder / QUALIFICATION_TEXT).is_file():
            yield QUALIFICATION_TEXT, (folder / QUALIFICATION_TEXT).read_bytes()
        # The journal of a whole run stands beside the evidence of its scenarios.
        for path in sorted((folder / "evidence").iterdir()):
            if path.is_file():
                yield f"evidence/{path.name}", path.read_bytes()
        yield from contents.features_as_run(self.features).items()
        yield contents.PRODUCT, self.product.text
        if self.baseline is not None:
            yield contents.BASELINE, self.baseline

    def _package(self, members: dict[str, bytes], document: dict[str, Any]) -> tuple[bytes, bytes]:
        """Return the zip, and the manifest in it."""
        stored: list[tuple[Packed, str]] = [
            (packed(name, members[name]), sha256(members[name]).hexdigest()) for name in sorted(members)
        ]
        told = contents.manifest(
            document,
            stored,
            suite=self.suite,
            target_file=self.target_file,
            baseline=self.baseline is not None,
        )
        return zip_of([plain(contents.MANIFEST, told), *(member for member, _ in stored)]), told

    def _text(self, document: dict[str, Any]) -> str:
        """Return what certification.txt says."""
        lines = [f"run {document['run']['id']} of {document['target']['name']}, {document['run']['finished']}"]
        if self.product is not None:
            lines.append(f"product: {self.product}")
        if self.manifest_sha256:
            lines += ["", f"{PACKAGE} was made; the sha256 of its manifest is {self.manifest_sha256}"]
        else:
            lines += ["", f"no {PACKAGE} was made, for these reasons:"]
            lines += [line for reason in self.told for line in ("", *reason.lines())]
        known = list(remarks(document))
        if known:
            lines += ["", "what has to be known besides:"]
            lines += [line for remark in known for line in ("", *remark.lines())]
        return "\n".join(lines) + "\n"


def begin(settings: RunSettings) -> Certification | None:
    """Begin the certification of a run; None when the run is of a level that makes no package.

    Raises:
        ConfigurationError: when the product file is not right, or a file of the run cannot be read any more.

    """
    product = read_product(settings.product) if settings.product else None
    if settings.level != LEVEL:
        return None
    try:
        baseline = baseline_file(settings.baseline).read_bytes() if settings.baseline else None
        target_file = settings.target
        named = NamedFile(target_file.name, sha256(target_file.read_bytes()).hexdigest()) if target_file else None
    except OSError as error:
        raise ConfigurationError(
            f"{error.filename}", f"it cannot be read ({error.strerror})", "Leave it where it is while a run goes on."
        ) from error
    return Certification(product, baseline, named, suite_digest())


def _is_kept(path: Path, digest: str) -> bool:
    return path.is_file() and sha256(path.read_bytes()).hexdigest() == digest


def _too_large(members: dict[str, bytes], whole: bytes) -> Iterator[Reason]:
    """Yield what would keep the package from being opened again."""
    sizes = [len(content) for content in members.values()]
    if len(whole) > LARGEST_FILE or sum(sizes) > LARGEST_TOTAL or len(sizes) >= MOST_MEMBERS:
        yield Reason(
            f"the package would be too large: {len(sizes)} files of {sum(sizes)} bytes, {len(whole)} in the zip"
        )
    if max(sizes) > LARGEST_MEMBER:
        yield Reason(f"a file of {max(sizes)} bytes is more than a package may hold: {LARGEST_MEMBER}")
