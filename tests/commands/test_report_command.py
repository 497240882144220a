"""`punchout report`, and what a run at level certification leaves for it: as a user types them."""

from __future__ import annotations

from pathlib import Path

from tests.commands.conftest import Punchout
from tests.harness.certification_bench import bench


def test_a_package_is_verified(punchout: Punchout, tmp_path: Path) -> None:
    made = bench(tmp_path / "run").end()
    whole = punchout("report", "verify", str(made.package))
    assert (whole.code, whole.output.splitlines()[0]) == (0, f"{made.package}: WHOLE")
    assert "product       Acme Shop 7.4" in whole.output
    assert f"manifest      sha256 {made.certification.manifest_sha256}" in whole.output
    assert "It does not prove who wrote it" in whole.output
    content = made.package.read_bytes()
    made.package.write_bytes(content[:-1] + b"\x01")
    changed = punchout("report", "verify", str(made.package))
    assert (changed.code, changed.output.splitlines()[0]) == (1, f"{made.package}: NOT WHOLE")
    assert "the end of the zip, byte" in changed.output


def test_runs_are_compared(punchout: Punchout, tmp_path: Path) -> None:
    before, after = bench(tmp_path / "a").end(), bench(tmp_path / "b")
    after.record.results.pop("cart.feature: It arrives")
    after.end()
    worse = punchout("report", "compare", str(before.package), str(after.folder))
    assert worse.code == 1
    assert "  WORSE  P2G-CART-001       gone, was passed" in worse.output
    assert punchout("report", "compare", str(after.folder), str(before.package)).code == 0


def test_what_is_not_there_or_not_asked_for_rightly_is_a_wrong_usage(punchout: Punchout) -> None:
    for arguments, says in (
        (["verify", "none.zip"], "ERROR: none.zip: it cannot be read (No such file or directory)."),
        ([], "the following arguments are required: DOING"),
    ):
        done = punchout("report", *arguments)
        assert (done.code, says in done.output, "Traceback" in done.output) == (4, True, False), done.output
