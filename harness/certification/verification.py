"""Verifying a package: nothing in it was changed since its manifest was written, and what it certifies.

What this can prove is that the package is whole: each member is what the manifest says, nothing is missing or added,
and the record in it is one a package is made of. It cannot prove who made it: whoever can make a package can make
another with a manifest of its own. That is what the manifest's sha256 is for, which is printed when the package is made
and when it is verified: written down elsewhere, it tells this package from any other.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from harness.certification import contents
from harness.certification.container import Packed, first_difference
from harness.certification.opening import NoPackageError, Opened, open_package
from harness.certification.product import product_of
from harness.certification.refusal import refusals_of_qualification, refusals_of_record, remarks
from harness.errors import ConfigurationError
from harness.record import FORMAT_VERSION as RECORD_VERSION

PROVES = (
    "This proves that nothing in the package was changed since its manifest was written. It does not prove who wrote "
    "it: compare the manifest's sha256 with the one that was written down when the run ended."
)
_LARGEST_MANIFEST = 16 * 1024 * 1024
_MALFORMED = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


@dataclass(frozen=True)
class Verified:
    """What a package turned out to be: what is wrong with it, or else what it certifies, line by line.

    `results` is the record in it; None where it is not whole.
    """

    faults: tuple[str, ...]
    certified: tuple[str, ...] = ()
    results: Mapping[str, Any] | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing was changed."""
        return not self.faults


@dataclass(frozen=True)
class _Listed:
    """A member as the manifest lists it."""

    name: str
    size: int
    sha256: str
    packed_sha256: str


def verify(path: Path) -> Verified:
    """Verify a package.

    Raises:
        ConfigurationError: when there is no such file, or it cannot be read at all.

    """
    try:
        opened = open_package(path)
        manifest = _manifest(opened)
        listed = _listed(manifest)
    except NoPackageError as error:
        return Verified((_printable(str(error)),))
    faults = list(_differences(opened, listed))
    if not faults and (changed := first_difference(_stored(opened, listed), opened.file)):
        faults.append(
            f"{changed}: its members are what the manifest says, but the file that holds them was changed, or packed "
            "anew; ask for the file that was made"
        )
    if faults:
        return Verified(tuple(map(_printable, faults)))
    return _certified(opened, manifest)


def _manifest(opened: Opened) -> Mapping[str, Any]:
    name = contents.MANIFEST
    if name not in opened.entries:
        raise NoPackageError(f"{name} is missing: it is no certification package, or not all of one")
    if opened.entries[name].file_size > _LARGEST_MANIFEST:
        raise NoPackageError(f"{name} is larger than any manifest")
    try:
        manifest = json.loads(opened.content(name).decode("utf-8"))
        found = (manifest["format"], manifest["version"])
    except _MALFORMED as error:
        raise NoPackageError(f"{name} cannot be read: it was changed, or is none ({_told(error)})") from error
    if found != (contents.FORMAT, contents.FORMAT_VERSION):
        wanted = f"{contents.FORMAT} {contents.FORMAT_VERSION}"
        raise NoPackageError(
            f"{name}: expected format {wanted}, got {found[0]} {found[1]}; verify it with the harness that made it"
        )
    return dict(manifest)


def _listed(manifest: Mapping[str, Any]) -> Mapping[str, _Listed]:
    try:
        members = [_Listed(**each) for each in manifest["members"]]
        well_formed = all(type(each.size) is int for each in members) and all(
            isinstance(text, str) for each in members for text in (each.name, each.sha256, each.packed_sha256)
        )
        named = {each.name: each for each in members}
    except _MALFORMED as error:
        raise NoPackageError(f"{contents.MANIFEST}: its members cannot be read ({_told(error)})") from error
    if not well_formed or contents.MANIFEST in named:
        raise NoPackageError(f"{contents.MANIFEST}: its members are not listed as those of a package are")
    if twice := [name for name, times in Counter(each.name for each in members).items() if times > 1]:
        raise NoPackageError(f"{contents.MANIFEST}: {twice[0]!r} is listed more than once")
    if missing := [name for name in contents.NEEDED if name not in named]:
        raise NoPackageError(f"{contents.MANIFEST}: it lists no {', '.join(missing)}, which every package holds")
    return named


def _differences(opened: Opened, listed: Mapping[str, _Listed]) -> Iterator[str]:
    """Yield each member that is not what the manifest says."""
    held = opened.entries.keys() - {contents.MANIFEST}
    for name in sorted(listed.keys() | held):
        if name not in held:
            yield f"{name} is missing"
        elif name not in listed:
            yield f"{name} was added: the manifest does not list it"
        elif changed := _change(opened, listed[name]):
            yield changed


def _change(opened: Opened, listed: _Listed) -> str:
    """Return in which way a member is not what is listed, or nothing."""
    name = listed.name
    # Whatever else is wrong with it, a member of another size need not be unpacked.
    if (size := opened.entries[name].file_size) != listed.size:
        return f"{name} was changed: expected {listed.size} bytes, got {size}"
    try:
        digest = sha256(opened.content(name)).hexdigest()
        packed_digest = sha256(opened.packed(name).data).hexdigest()
    except NoPackageError as error:
        return f"{name} was changed: {str(error).removeprefix(f'{name}: ')}"
    if digest != listed.sha256:
        return f"{name} was changed: expected sha256 {listed.sha256}, got {digest}"
    if packed_digest != listed.packed_sha256:
        return f"{name} was packed anew: it holds the same, in other bytes than those that were made"
    return ""


def _stored(opened: Opened, listed: Mapping[str, _Listed]) -> Iterator[Packed]:
    """Yield the members as they are stored, in the order of a package."""
    for name in (contents.MANIFEST, *sorted(listed)):
        yield opened.packed(name)


def _certified(opened: Opened, manifest: Mapping[str, Any]) -> Verified:
    """Say what a package certifies that is what its manifest says; the manifest itself may be anybody's."""
    try:
        results = json.loads(opened.content(contents.RESULTS))
        if results["version"] != RECORD_VERSION:
            return Verified((f"results.json is of format {_printable(str(results['version']))}, not {RECORD_VERSION}",))
        matrix = json.loads(opened.content(contents.QUALIFICATION))
        # What only a person can tell is broken by no defect.
        judged = [each["id"] for each in results["requirements"] if not each["attested"]]
        reasons = [*refusals_of_record(results), *refusals_of_qualification(matrix, judged)]
        refused = [line for reason in reasons for line in reason.lines()]
        if refused:
            told = (f"results.json is of a run no package is made of: {refused[0]}", *refused[1:])
            return Verified(tuple(map(_printable, told)))
        if any(manifest["run"][name] != results["run"][name] for name in ("id", "seed", "started", "finished")):
            return Verified(("results.json is of another run than the one the manifest names",))
        if (matrix["suite"], matrix["finished"]) != (manifest["suite"], results["run"]["qualification"]["finished"]):
            return Verified(("qualification.json is not of the suite the manifest names, or not the one of the run",))
        lines = tuple(map(_printable, _lines(opened, manifest, results)))
    except ConfigurationError as error:
        return Verified((_printable(f"{error.field}: {error.found}"),))
    except NoPackageError as error:
        return Verified((_printable(str(error)),))
    except _MALFORMED as error:
        what = "results.json, qualification.json or manifest.json is not of the form it has to be"
        return Verified((f"{what} ({_told(error)})",))
    return Verified((), lines, results)


def _lines(opened: Opened, manifest: Mapping[str, Any], results: Mapping[str, Any]) -> Iterator[str]:
    product = product_of(opened.content(contents.PRODUCT), contents.PRODUCT)
    run, target = results["run"], results["target"]
    counts = Counter(each["verdict"] for each in results["scenarios"])
    known = f", {counts['deviation']} known deviation(s) aside" if counts["deviation"] else ""
    yield f"product       {product.vendor} {product.name} {product.version}"
    if product.contact:
        yield f"contact       {product.contact}"
    yield f"connector     {product.connector}"
    yield f"tested by     {product.tester}, {product.organisation}"
    yield f"target        {target['name']} ({target['kind']}{', ' if target['url'] else ''}{target['url']})"
    yield f"generation    {target['generation']}"
    yield f"run           {run['id']}, seed {run['seed']}, level {run['level']}"
    yield f"date          {run['started']} to {run['finished']}"
    yield f"verdict       CONFORMANT{known}"
    told = ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items()))
    yield f"judged        {len(results['requirements'])} requirements, {len(results['scenarios'])} scenarios: {told}"
    qualification = run["qualification"]
    yield f"qualified     {qualification['finished']}, {qualification['defects']} defects"
    yield f"versions      {', '.join(f'{name} {version}' for name, version in manifest['versions'].items())}"
    yield f"suite         {manifest['suite']}"
    yield f"code          {manifest['code']}"
    yield f"repeat with   {manifest['repeat']}"
    for remark in remarks(results):
        yield f"note          {remark.what}"
    yield f"members       {len(manifest['members'])} files, each as the manifest says"
    yield f"manifest      sha256 {sha256(opened.content(contents.MANIFEST)).hexdigest()}"


def _told(error: BaseException) -> str:
    """Return what kind of mistake it was, in one line."""
    return _printable(f"{type(error).__name__}: {error}")


def _printable(text: str) -> str:
    """Return text that does nothing to a terminal: a package may come from anybody."""
    return "".join(character if character.isprintable() else ascii(character)[1:-1] for character in text)
