"""The journal: what a run did since the checkpoint, one JSON line a step, durable before the step goes on.

Each line carries a checksum. Only the last line can be torn by a crash, and it is dropped: its step was never
acknowledged. Anything wrong before it is damage, and refused.
"""

import contextlib
import errno
import json
import os
import threading
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sandbox.state.errors import StateError

Record = dict[str, Any]

_MARK = b',"record":'


class Journal:
    """Appends records to a file. Records that wait at the same time share one fsync."""

    def __init__(self, path: Path, length: int = 0) -> None:
        """Append to *path* after its first *length* bytes; what follows them is cut off."""
        self._path = path
        self._length = length
        self._descriptor = -1
        self._buffer: list[bytes] = []
        self._added = 0
        self._synced = 0
        self._failure: StateError | None = None
        self._adding = threading.Lock()
        self._syncing = threading.Lock()

    def add(self, record: Record) -> int:
        """Queue *record* behind those added before and return its ticket for `commit`."""
        text = json.dumps(record, separators=(",", ":")).encode()
        line = b'{"crc":%d%s%s}\n' % (zlib.crc32(text), _MARK, text)
        with self._adding:
            self._buffer.append(line)
            self._added += 1
            return self._added

    def commit(self, ticket: int) -> None:
        """Return once the record of *ticket* is on disk.

        After a failure every commit raises the same `StateError`: what follows a torn line would be lost.
        """
        with self._syncing:
            if self._failure:
                raise self._failure
            if self._synced >= ticket:
                return
            with self._adding:
                data, count = b"".join(self._buffer), self._added
                self._buffer.clear()
            try:
                with writing(self._path):
                    self._append(data)
            except StateError as failure:
                self._failure = failure
                raise
            self._synced = count

    @property
    def failed(self) -> bool:
        """Whether a write has failed, so that memory is ahead of the disk."""
        return self._failure is not None

    def close(self) -> None:
        """Close the file; records added and never committed are dropped."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _append(self, data: bytes) -> None:
        if self._descriptor < 0:
            self._descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
            os.ftruncate(self._descriptor, self._length)
            sync_folder(self._path.parent)
        try:
            view = memoryview(data)
            while view:
                written = os.pwrite(self._descriptor, view, self._length + len(data) - len(view))
                view = view[written:]
            os.fsync(self._descriptor)
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(self._descriptor, self._length)
            raise
        self._length += len(data)


def read(path: Path) -> tuple[Sequence[Record], int]:
    """Return the whole records of the journal at *path* and their length in bytes; none when there is no file.

    Raises `StateError` for a line that is damaged and not the last.
    """
    data = read_bytes(path) or b""
    records: list[Record] = []
    length = 0
    lines = data.splitlines(keepends=True)
    for number, line in enumerate(lines, 1):
        record = _parse(line)
        if record is None:
            if number < len(lines):
                raise StateError(
                    f"{path}: line {number} of {len(lines)} is damaged; restore the file from a copy, or remove it to "
                    "go back to the last checkpoint and run `groot refresh`"
                )
            break
        records.append(record)
        length += len(line)
    return records, length


def readable(path: Path) -> tuple[Sequence[Record], int]:
    """Return the records of the journal at *path* before the first that is damaged, and how many lines are left."""
    lines = (read_bytes(path) or b"").splitlines(keepends=True)
    records: list[Record] = []
    for line in lines:
        record = _parse(line)
        if record is None:
            break
        records.append(record)
    return records, len(lines) - len(records)


def read_bytes(path: Path) -> bytes | None:
    """Return what *path* holds, or None when there is no such file. Raises `StateError` when it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StateError(f"cannot read {path}: {error.strerror}") from error


def write_durably(path: Path, data: bytes) -> None:
    """Replace *path* with *data* in one step that survives a crash. Raises `StateError` and leaves the old file."""
    temporary = path.with_name(path.name + ".tmp")
    with writing(path):
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        temporary.replace(path)
        sync_folder(path.parent)


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the disk refuses into a `StateError` that names *path*."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        reason = "no space left" if full else error.strerror or str(error)
        raise StateError(f"cannot write {path}: {reason}; nothing further was started") from error


def sync_folder(folder: Path) -> None:
    """Make names that were added to or removed from *folder* durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _parse(line: bytes) -> Record | None:
    head, mark, rest = line.partition(_MARK)
    if not mark or not rest.endswith(b"}\n"):
        return None
    text = rest[:-2]
    if head != b'{"crc":%d' % zlib.crc32(text):
        return None
    return json.loads(text)
