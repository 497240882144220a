"""What is put into a container: archives of files at the places where Liferay's images look for them."""

from __future__ import annotations

import io
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from harness.containers.order import ContainerOrder

# Source: reference, Liferay connector, 9. What is mounted is copied to the home at each start, the rest is read there.
MOUNTED = PurePosixPath("/mnt/liferay")
DEPLOY = MOUNTED / "deploy"
MOUNTED_CONFIGS = MOUNTED / "files" / "osgi" / "configs"
CONFIGS = PurePosixPath("/opt/liferay/osgi/configs")
# The user Liferay runs as in its images.
USER = 1000


def mounts(order: ContainerOrder) -> bytes:
    """Return the archive, to be unpacked at the root, of all that an order puts into a container before it starts."""
    content = {path: file.read_bytes() for path, file in _placed(order)}
    folders = {folder for path in content for folder in path.parents if folder.is_relative_to(MOUNTED)}
    folders |= {MOUNTED, DEPLOY, MOUNTED_CONFIGS, *(f for f in MOUNTED_CONFIGS.parents if f.is_relative_to(MOUNTED))}
    return _archive(content, sorted(folders))


def config_file(name: str, text: str) -> bytes:
    """Return the archive, to be unpacked in a folder, of one `.config` file."""
    return _archive({PurePosixPath(name): text.encode()}, [])


def _placed(order: ContainerOrder) -> Iterator[tuple[PurePosixPath, Path]]:
    """Yield where each file goes; what is named by itself comes after what is in the folder for all."""
    if order.files is not None:
        for file in sorted(path for path in order.files.rglob("*") if path.is_file()):
            yield MOUNTED / "files" / PurePosixPath(file.relative_to(order.files).as_posix()), file
    for file in order.configs:
        yield MOUNTED_CONFIGS / file.name, file
    for file in order.deployed:
        yield DEPLOY / file.name, file


def _archive(content: dict[PurePosixPath, bytes], folders: list[PurePosixPath]) -> bytes:
    written = io.BytesIO()
    # Moments with their fractions: Liferay takes a file for the same whose time is.
    with tarfile.open(fileobj=written, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for folder in folders:
            archive.addfile(_entry(folder, tarfile.DIRTYPE, 0o777))
        for path, data in content.items():
            entry = _entry(path, tarfile.REGTYPE, 0o644)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return written.getvalue()


def _entry(path: PurePosixPath, kind: bytes, mode: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(str(path).lstrip("/"))
    entry.type, entry.mode, entry.mtime = kind, mode, time.time()
    entry.uid = entry.gid = USER
    return entry
