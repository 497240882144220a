"""`punchout provision`: makes on a target what the scenarios need, tells it as steps for a person, or removes it."""

from __future__ import annotations

import argparse
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from harness.errors import ConfigurationError
from harness.provisioning.entries import completed, entries_for, lacking, read_as_completed, sections
from harness.provisioning.making import REMOVE, provision, remove
from harness.provisioning.steps import checklist
from harness.provisioning.testdata import TestData, read_test_data
from harness.settings import read_settings
from harness.targetfile import DEFAULT_GENERATION, TargetFile
from harness.verdicts import Exit
from simulators.storefront import GENERATIONS

EPILOG = (
    "Exit codes: 0 all that can be made is there, or removed; 2 interrupted, run it again; 4 wrong usage, or the "
    "target cannot be reached or would not do something."
)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the target, and what is to be done."""
    parser.add_argument(
        "--target", metavar="FILE", help="target file, with [target.admin]; [target.site] may be left out"
    )
    wanted = parser.add_mutually_exclusive_group()
    wanted.add_argument("--checklist", action="store_true", help="print the steps for a person; nothing is contacted")
    wanted.add_argument("--remove", action="store_true", help="remove what was made, and nothing else")
    parser.add_argument("--target-out", type=Path, metavar="FILE", help="write the target file, with what it lacks")
    parser.add_argument("--out", metavar="DIR", help="folder where is noted what was made; build/punchout if not given")
    parser.add_argument("--generation", choices=GENERATIONS, help="of a checklist without a target file")


def run(known: argparse.Namespace, _: Sequence[str]) -> Exit:
    """Make, tell or remove."""
    data = read_test_data()
    if known.checklist:
        return _tell_checklist(data, known)
    if known.target is None:
        raise ConfigurationError("--target", "not given", "Name a target file, or take --checklist.")
    if known.generation:
        raise ConfigurationError("--generation", "it is for --checklist", "The target file says what the target is.")
    settings = read_settings({"target": known.target, "out": known.out})
    assert settings.target is not None  # it was given
    file = _administered(read_as_completed(settings.target, data))
    with _ended_as_by_ctrl_c():
        if known.remove:
            return _removed(file, settings.out)
        fitted = data.fitted_to(file)
        made = provision(fitted, file, settings.out, lambda line: print(line, flush=True))
    _tell_entries(fitted, file, settings.target, known.target_out, made.currencies)
    if made.refused:
        print(f"\nThe target would not make {len(made.refused)} things; see above, and run it again when it does.")
        return Exit.USAGE
    print(f"\nNext: punchout doctor --target FILE. To remove what was made: {REMOVE} --target FILE.")
    return Exit.CONFORMANT


@contextmanager
def _ended_as_by_ctrl_c() -> Iterator[None]:
    """Let SIGTERM end the block as Ctrl-C does."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _administered(file: TargetFile) -> TargetFile:
    """Return a target file that lets things be made.

    Raises:
        ConfigurationError: when it does not.

    """
    if file.kind != "live":
        raise ConfigurationError(
            "target.kind",
            f"{file.kind!r}: such a target is there only during a run",
            "Make the data in the image, with the steps of --checklist; or provision one that is running, as live.",
        )
    if file.admin is None:
        raise ConfigurationError(
            "target.admin",
            "not given: nothing can be made without an administrator",
            "Give [target.admin] user_env and password_env, or let a person do it: punchout provision --checklist.",
        )
    return file


def _removed(file: TargetFile, out: Path) -> Exit:
    removed = remove(file, out)
    for line in removed.done:
        print(line)
    if removed.left:
        print(f"NOT removed; do it by hand, or run `{REMOVE}` again when the storefront lets it:")
        print("\n".join(f"  {line}" for line in removed.left))
        return Exit.USAGE
    if not removed:
        print("Nothing is noted as made on this target.")
    return Exit.CONFORMANT


def _tell_entries(data: TestData, file: TargetFile, path: Path, out: Path | None, currencies: Sequence[str]) -> None:
    text = path.read_text(encoding="utf-8")
    missing = lacking(text, entries_for(data, currencies))
    if out is not None:
        try:
            out.write_text(completed(text, missing), encoding="utf-8")
        except OSError as error:
            raise ConfigurationError(
                "--target-out", f"{out} cannot be written ({error.strerror})", "Name another file."
            ) from error
        print(f"\nThe target file with what it lacked is {out}.")
    elif missing:
        print(f"\nThe target file lacks, ready to be pasted:\n\n{sections(missing)}", end="")
    if file.skus and not set(data.skus) <= set(file.skus):
        print(f"\n[target.catalog] skus is given already; add to it: {', '.join(data.skus)}")


class _Whatever(Mapping[str, str]):
    """Environment variables that are all set: a checklist needs no secret."""

    def __getitem__(self, name: str) -> str:
        return name

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def _tell_checklist(data: TestData, known: argparse.Namespace) -> Exit:
    if known.target is None:
        data, generation = data.below("https://YOUR-SHOP"), known.generation or DEFAULT_GENERATION
    else:
        file = read_as_completed(Path(known.target), data, _Whatever())
        if known.generation not in (None, file.generation):
            raise ConfigurationError("--generation", f"the target file says {file.generation}", "Leave it out.")
        data, generation = data.fitted_to(file), file.generation
    print(f"What the scenarios need, in the menus of {generation}. What is there already needs no step.")
    for number, (what, steps) in enumerate(checklist(data, generation), start=1):
        print(f"\n[ ] {number}. {what}")
        for step in steps:
            print(f"       {step}")
    print(f"\nThen the target file says:\n\n{sections(entries_for(data, data.currencies))}", end="")
    return Exit.CONFORMANT
