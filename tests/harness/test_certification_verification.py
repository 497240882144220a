"""A package that is whole says what it certifies; one changed byte is found and named; nothing hostile is followed."""

from __future__ import annotations

import json
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from harness.certification import opening, verification
from harness.certification.container import DEFLATED, Packed, packed, plain, zip_of
from harness.certification.verification import Verified, verify
from harness.errors import ConfigurationError
from harness.verdicts import Verdict
from tests.harness.certification_bench import Bench, bench, qualification
from tests.harness.judge_bench import result

EVIDENCE = "evidence/it-arrives-0.json"


@pytest.fixture
def made(tmp_path: Path) -> Bench:
    return bench(tmp_path).end()


def rewritten(made: Bench, members: dict[str, bytes], *, listed: bool = False) -> Verified:
    """Verify a package of other members, in the form of one; with `listed`, somebody has made its manifest fit."""
    members = dict(members)
    told = members.pop("manifest.json")
    stored = [packed(name, content) for name, content in sorted(members.items())]
    if listed:
        document = json.loads(told)
        document["members"] = [
            {
                "name": each.name,
                "size": each.size,
                "sha256": sha256(members[each.name]).hexdigest(),
                "packed_sha256": sha256(each.data).hexdigest(),
            }
            for each in stored
        ]
        told = json.dumps(document).encode()
    made.package.write_bytes(zip_of([plain("manifest.json", told), *stored]))
    return verify(made.package)


def zipped(path: Path, write: Callable[[zipfile.ZipFile], Any]) -> Verified:
    """Verify a zip as anybody's tool writes it."""
    with zipfile.ZipFile(path, "w") as archive:
        write(archive)
    return verify(path)


def test_a_whole_package_says_what_was_certified(made: Bench) -> None:
    verified = verify(made.package)
    assert verified.faults == ()
    told = "\n".join(verified.certified)
    for line in (
        "product       Acme Shop 7.4",
        "connector     4.0.51",
        "tested by     Q. A. Engineer, Acme Quality",
        "target        Acme staging (live, http://x.example)",
        "generation    tradecentric-7.4",
        "run           abc123, seed 7, level certification",
        f"date          2026-01-02T00:00:00+00:00 to {made.record.finished}",
        "verdict       CONFORMANT",
        "judged        2 requirements, 3 scenarios: 3 passed",
        "qualified     2026-01-01T00:00:00+00:00, 2 defects",
        f"manifest      sha256 {made.certification.manifest_sha256}",
    ):
        assert line in told.splitlines()
    assert made.certification.manifest_sha256 == sha256(made.members()["manifest.json"]).hexdigest()


def test_it_is_an_ordinary_zip(made: Bench, tmp_path: Path) -> None:
    with zipfile.ZipFile(made.package) as archive:
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        archive.extractall(tmp_path / "unpacked")
    assert (tmp_path / "unpacked" / EVIDENCE).read_bytes() == (made.folder / EVIDENCE).read_bytes()
    assert stat.S_IMODE((tmp_path / "unpacked" / EVIDENCE).stat().st_mode) & 0o600 == 0o600


def test_one_changed_byte_is_found_wherever_it_is(made: Bench) -> None:
    whole = made.package.read_bytes()
    # Coprime to the size of every record of a zip, so that each of their fields is hit.
    for place in [*range(0, len(whole), 17), *range(len(whole) - 22, len(whole))]:
        for bit in (0x01, 0x80):
            made.package.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
            verified = verify(made.package)
            assert verified.faults != (), f"byte {place}, bit {bit}"
            assert verified.certified == ()


def test_the_member_that_was_changed_is_named(made: Bench) -> None:
    whole = made.package.read_bytes()
    with zipfile.ZipFile(made.package) as archive:
        begins = archive.getinfo(EVIDENCE).header_offset + 30 + len(EVIDENCE)
    made.package.write_bytes(whole[: begins + 3] + bytes([whole[begins + 3] ^ 1]) + whole[begins + 4 :])
    (fault,) = verify(made.package).faults
    assert fault.startswith(f"{EVIDENCE} was changed: ")


def test_one_changed_letter_is_named_with_what_was_expected(made: Bench) -> None:
    members = made.members()
    changed = members[EVIDENCE].replace(b"passed", b"failed", 1)
    (fault,) = rewritten(made, {**members, EVIDENCE: changed}).faults
    digests = [sha256(content).hexdigest() for content in (members[EVIDENCE], changed)]
    assert fault == f"{EVIDENCE} was changed: expected sha256 {digests[0]}, got {digests[1]}"


def test_each_change_is_told(made: Bench) -> None:
    members = made.members()
    del members["junit.xml"]
    faults = rewritten(made, {**members, EVIDENCE: b"{}", "features/more.feature": b"Feature: more"}).faults
    size = len(members[EVIDENCE])
    assert faults == (
        f"{EVIDENCE} was changed: expected {size} bytes, got 2",
        "features/more.feature was added: the manifest does not list it",
        "junit.xml is missing",
    )


def test_a_package_that_was_packed_anew_is_not_the_one_that_was_made(made: Bench) -> None:
    members = made.members()

    def write(archive: zipfile.ZipFile) -> None:
        for name, content in members.items():
            archive.writestr(name, content)

    faults = zipped(made.package, write).faults
    assert len(faults) == len(members) - 1
    assert f"{EVIDENCE} was packed anew: it holds the same, in other bytes than those that were made" in faults


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda whole: whole + b"\0", "something after the end of the zip"),
        (lambda whole: b"\0" + whole, "no header for it where its directory says|cannot be read|byte 0 of the file"),
        (lambda whole: whole.replace(b"PK\x03\x04\x14\x00", b"PK\x03\x04\x15\x00", 1), "the zip's header of manifest"),
        (lambda whole: whole[:-2] + b"\x03\x00why", "the end of the zip, byte"),
        (lambda whole: whole[:-30], "it is no zip: the end of one is missing"),
        (lambda whole: whole[: len(whole) // 2], "it is no zip: the end of one is missing"),
        (lambda _: b"", "it is no zip"),
        (lambda _: b"{}", "it is no zip"),
        (lambda _: b"PK\x05\x06" + b"\0" * 18, "manifest.json is missing: it is no certification package"),
        (lambda _: struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 65535, 65535, 2**32 - 1, 0, 0), "its directory is larger"),
    ],
    ids=["more", "before", "header", "comment", "cut", "half", "empty", "JSON", "nothing", "endless directory"],
)
def test_a_file_that_is_not_the_package_is_told_in_one_message(
    made: Bench, change: Callable[[bytes], bytes], says: str
) -> None:
    made.package.write_bytes(change(made.package.read_bytes()))
    faults = verify(made.package).faults
    assert any(part in fault for fault in faults for part in says.split("|")), faults


# --- somebody has made the manifest fit


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda m: m.update({"results.json": b"{}"}), "is not of the form it has to be"),
        (lambda m: m.update({"results.json": b"no JSON"}), "results.json, qualification.json or manifest"),
        (lambda m: m.update({"results.json": b'{"version": 9}'}), "results.json is of format 9, not 2"),
        (lambda m: m.update({"product.toml": b"[product]\n"}), "product.toml, product.vendor: it is missing"),
        (lambda m: m.pop("product.toml"), "manifest.json: it lists no product.toml"),
        (lambda m: m.pop("results.json"), "manifest.json: it lists no results.json"),
        (
            lambda m: m.update({"results.json": m["results.json"].replace(b"passed", b"failed")}),
            "results.json is of a run no package is made of: 3 scenarios failed",
        ),
        (
            lambda m: m.update({"qualification.json": qualification(whole=False).encode()}),
            "results.json is of a run no package is made of: the qualification tried 2 chosen defects",
        ),
        (
            lambda m: m.update({"qualification.json": qualification(suite="of another").encode()}),
            "qualification.json is not of the suite the manifest names",
        ),
        (
            lambda m: m.update({"results.json": m["results.json"].replace(b"abc123", b"abc124")}),
            "results.json is of another run than the one the manifest names",
        ),
    ],
)
def test_a_manifest_that_fits_makes_no_certificate_of_anything(
    made: Bench, change: Callable[[dict[str, bytes]], Any], says: str
) -> None:
    members = made.members()
    change(members)
    verified = rewritten(made, members, listed=True)
    assert verified.faults[0].startswith(says) or says in verified.faults[0]
    assert (verified.certified, verified.results) == ((), None)


def test_a_package_that_was_made_anew_has_a_manifest_of_its_own(made: Bench) -> None:
    members = made.members()
    verified = rewritten(made, {**members, EVIDENCE: b"{}"}, listed=True)
    assert verified.is_whole
    assert verified.certified[-1].startswith("manifest      sha256 ")
    assert made.certification.manifest_sha256 not in verified.certified[-1]


@pytest.mark.parametrize(
    ("manifest", "says"),
    [
        (b"{", "manifest.json cannot be read"),
        (b"\xff\xfe", "manifest.json cannot be read"),
        (b"[]", "manifest.json cannot be read"),
        (b"[" * 200_000, "manifest.json cannot be read"),
        (b'{"format": "x", "version": 1}', "expected format punchout-certification 1, got x 1"),
        (b'{"format": "punchout-certification", "version": 2}', "got punchout-certification 2"),
        (b'{"format": "punchout-certification", "version": 1}', "its members cannot be read"),
        (b'{"format": "punchout-certification", "version": 1, "members": [1]}', "its members cannot be read"),
        (b'{"format": "punchout-certification", "version": 1, "members": [{"name": "x"}]}', "cannot be read"),
        (b'{"format": "punchout-certification", "version": 1, "members": []}', "it lists no results.json"),
        (
            b'{"format": "punchout-certification", "version": 1, "members": '
            b'[{"name": "x", "size": "1", "sha256": 2, "packed_sha256": 3}]}',
            "are not listed as those of a package are",
        ),
        (
            b'{"format": "punchout-certification", "version": 1, "members": '
            b'[{"name": "x", "size": 1, "sha256": "", "packed_sha256": ""},'
            b' {"name": "x", "size": 1, "sha256": "", "packed_sha256": ""}]}',
            "'x' is listed more than once",
        ),
    ],
    ids=[
        "cut",
        "other text",
        "a list",
        "deep",
        "another format",
        "another version",
        "no members",
        "number",
        "half",
        "none",
        "kinds",
        "twice",
    ],
)
def test_a_manifest_that_is_none_is_told_in_one_message(made: Bench, manifest: bytes, says: str) -> None:
    (fault,) = rewritten(made, {**made.members(), "manifest.json": manifest}).faults
    assert says in fault


def test_a_manifest_larger_than_any_is_not_read(made: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "_LARGEST_MANIFEST", 100)
    assert verify(made.package).faults == ("manifest.json is larger than any manifest",)


# --- hostile zips


def _entry(name: str, mode: int = 0o100644) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("../outside.txt", "such a name leads out of the folder"),
        ("a/../../outside.txt", "such a name leads out of the folder"),
        ("/etc/passwd", "such a name leads out of the folder"),
        ("C:/Windows/system.ini", "such a name leads out of the folder"),
        ("..\\outside.txt", "such a name leads out of the folder"),
        ("a\x1b[2Jb", "such a name leads out of the folder"),
        ("evidence/", "it is a folder"),
        ("a//b", "it is a folder, or a name of none"),
    ],
    ids=["up", "up again", "absolute", "drive", "backslash", "control", "folder", "empty part"],
)
def test_a_name_that_leads_elsewhere_is_not_followed(made: Bench, name: str, says: str) -> None:
    (fault,) = zipped(made.package, lambda z: z.writestr(_entry(name), "x")).faults
    assert says in fault
    assert "\x1b" not in fault


def test_a_link_is_not_followed(made: Bench) -> None:
    (fault,) = zipped(made.package, lambda z: z.writestr(_entry("a", stat.S_IFLNK | 0o777), "/etc/passwd")).faults
    assert fault == "'a': it is a link or a device; a package holds files alone"


@pytest.mark.parametrize(("first", "second"), [("a.txt", "a.txt"), ("a.txt", "A.TXT")])
def test_a_name_that_is_there_twice_is_refused(made: Bench, first: str, second: str) -> None:
    made.package.write_bytes(zip_of([plain(first, b"x"), plain(second, b"y")]))
    assert verify(made.package).faults == ("'a.txt': it is there more than once",)


def test_an_encrypted_member_is_refused(made: Bench) -> None:
    whole = made.package.read_bytes()
    entry = whole.index(b"PK\x01\x02")
    made.package.write_bytes(whole[: entry + 8] + b"\x01" + whole[entry + 9 :])
    assert verify(made.package).faults == ("'manifest.json': it is encrypted, which no package is",)


def test_a_compression_no_package_has_is_refused(made: Bench) -> None:
    (fault,) = zipped(made.package, lambda z: z.writestr("a", "x" * 100, compress_type=zipfile.ZIP_LZMA)).faults
    assert fault == "'a': it is compressed in a way no package is (14)"


@pytest.mark.parametrize(
    ("limit", "says"),
    [
        ("LARGEST_FILE", "the file has"),
        ("LARGEST_MEMBER", "unpacked it would have"),
        ("LARGEST_TOTAL", "unpacked it would have"),
        ("MOST_MEMBERS", "its directory is larger"),
    ],
)
def test_more_than_a_package_may_hold_is_not_read(
    made: Bench, monkeypatch: pytest.MonkeyPatch, limit: str, says: str
) -> None:
    monkeypatch.setattr(opening, limit, 3)
    (fault,) = verify(made.package).faults
    assert says in fault


def bomb(claimed: int) -> Packed:
    """Return a member of ten million bytes in a few thousand, which says that it is of another size."""
    content = bytes(10_000_000)
    return Packed(EVIDENCE, DEFLATED, zlib.crc32(content), claimed, packed(EVIDENCE, content).data)


@pytest.mark.parametrize("claimed", [100, 2**31])
def test_a_bomb_is_not_unpacked(made: Bench, claimed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    produced: list[int] = []
    unpacked = opening._unpacked

    def counted(member: Packed) -> bytes:
        content = unpacked(member)
        produced.append(len(content))
        return content

    monkeypatch.setattr(opening, "_unpacked", counted)
    members = made.members()
    told = json.loads(members.pop("manifest.json"))
    for each in told["members"]:
        if each["name"] == EVIDENCE:
            each["size"] = claimed
    kept = [packed(name, content) for name, content in members.items() if name != EVIDENCE]
    made.package.write_bytes(zip_of([plain("manifest.json", json.dumps(told).encode()), bomb(claimed), *kept]))
    (fault,) = verify(made.package).faults
    assert EVIDENCE in fault
    assert max(produced, default=0) <= 1_000_000


def test_what_is_no_file_is_a_wrong_usage(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.zip"):
        with pytest.raises(ConfigurationError):
            verify(path)


def test_nothing_a_package_says_does_anything_to_a_terminal(made: Bench) -> None:
    members = made.members()
    results = json.loads(members["results.json"])
    results["target"]["name"] = "Acme\x1b[2J\n\rverdict"
    verified = rewritten(made, {**members, "results.json": json.dumps(results).encode()}, listed=True)
    assert verified.is_whole
    assert all(line.isprintable() for line in verified.certified)


def test_a_deviation_nobody_explains_is_not_taken_from_anybody(tmp_path: Path) -> None:
    made = bench(tmp_path)
    made.take(result("It arrives", Verdict.DEVIATION, reason="known since 1.0: it is"))
    members = made.end().members()
    changed = members["results.json"].replace(b"known since 1.0: it is", b"")
    verified = rewritten(made, {**members, "results.json": changed}, listed=True)
    assert verified.faults[:2] == (
        "results.json is of a run no package is made of: a deviation is not explained",
        "    cart.feature: It arrives",
    )
