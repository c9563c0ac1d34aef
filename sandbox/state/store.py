"""A stack's state on disk: a checkpoint, the journal of what happened since, and the lock.

Every change is a record that is applied to an `Image` and appended to the journal; opening applies the same records
to the checkpoint, so that memory and disk agree. A clean close writes a new checkpoint and removes the journal.
"""

import hashlib
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from sandbox.state import checkpoint, checksum
from sandbox.state.checkpoint import Snapshot
from sandbox.state.codec import Codec, Json
from sandbox.state.errors import EditedError, OtherStackError, PassphraseError, StateError
from sandbox.state.image import Image
from sandbox.state.journal import Journal, Record, read, read_bytes, sync_folder, write_durably, writing
from sandbox.state.lock import StackLock
from sandbox.state.model import OperationType, PendingOperation, ResourceState
from sandbox.state.secrets import PassphraseCipher


class Store:
    """The state of one stack, held exclusively between `__enter__` and `__exit__`. Safe to call from any thread.

    `begin`, `end`, `put`, `rewrite`, `remove` and `clear_pending` return once the change is on disk; each raises
    `StateError` when it cannot be, and from then on so does every other.
    """

    def __init__(self, folder: Path, project: str, stack: str, passphrase: str, salt: str = "") -> None:
        """Describe the store in *folder*; a new stack takes *salt* as its encryption salt, or a new one.

        A *salt* that was made with another passphrase is left aside: only what is in the state is sealed here.
        """
        self.path = folder / f"{stack}.json"
        self._backup = folder / f"{stack}.json.bak"
        self._journal_path = folder / f"{stack}.journal"
        self._project, self._stack = project, stack
        self._passphrase, self._salt = passphrase, salt
        self._lock = StackLock(folder / f"{stack}.lock", stack)
        self._mutex = threading.Lock()

    def __enter__(self) -> "Store":
        with writing(self.path.parent):
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock.acquire()
        try:
            self._load()
        except BaseException:
            self._lock.release()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self._changed and not self._journal.failed:
                self._compact()
        finally:
            self._journal.close()
            self._lock.release()

    @property
    def resources(self) -> list[ResourceState]:
        """Every resource, each after those that it refers to."""
        with self._mutex:
            return [self._objects[seq] for seq in self._image.arranged()]

    @property
    def pending(self) -> list[PendingOperation]:
        """Operations that began and did not end, oldest first."""
        with self._mutex:
            return list(self._pending.values())

    @property
    def salt(self) -> str:
        """The stack's encryption salt."""
        return self._cipher.encryption_salt

    def begin(self, op_type: OperationType, resource: ResourceState) -> int:
        """Note that an operation starts, and return the token that ends it."""
        operation = PendingOperation(type=op_type, resource=resource)
        document = self._codec.encode_operation(operation)
        with self._mutex:
            token = self._image.next_token
            ticket = self._record({"begin": [token, document]})
            self._pending[token] = operation
        self._journal.commit(ticket)
        return token

    def end(self, token: int, put: Sequence[ResourceState] = (), remove: Sequence[ResourceState] = ()) -> None:
        """Note that the operation of *token* has ended, with what it left, in one step."""
        self._change({"end": token}, put, remove)

    def put(self, resource: ResourceState) -> None:
        """Add *resource*, or replace the one of its `seq`.

        A new one gets its `seq` here. One that stood before and is only marked (`delete`, `pending_replacement`) keeps
        its place: what it refers to may come later in this run's order.
        """
        self._change({}, put=(resource,))

    def rewrite(self, resource: ResourceState) -> None:
        """Replace the resource of that `seq` where it stands, as a refresh does whose answers come in any order.

        A new one goes to the end: found rather than declared, it refers to resources this run has yet to come by.
        """
        self._change({"keep": True}, put=(resource,))

    def remove(self, resource: ResourceState) -> None:
        """Drop *resource*."""
        self._change({}, remove=(resource,))

    def touch(self, resource: ResourceState) -> None:
        """Note that this run came by *resource* and left it as it is. Only its place may change; nothing is written."""
        with self._mutex:
            self._image.apply({"touch": [resource.seq]})
            self._touched.append(resource.seq)

    def clear_pending(self, operation: PendingOperation) -> None:
        """Drop a pending operation whose outcome is known by now."""
        with self._mutex:
            token = next(token for token, item in self._pending.items() if item is operation)
        self._change({"end": token})

    def export(self) -> Json:
        """Return what `pulumi stack import` takes."""
        with self._mutex:
            return checkpoint.export(self._image.snapshot())

    def _change(self, record: Record, put: Sequence[ResourceState] = (), remove: Sequence[ResourceState] = ()) -> None:
        documents = [self._codec.encode(resource) for resource in put]
        with self._mutex:
            for offset, resource in enumerate(item for item in put if item.seq < 0):
                resource.seq = self._image.next_seq + offset
            if put:
                record["put"] = [[resource.seq, document] for resource, document in zip(put, documents, strict=True)]
            if remove:
                record["remove"] = [resource.seq for resource in remove]
            ticket = self._record(record)
            self._objects.update((resource.seq, resource) for resource in put)
            for resource in remove:
                del self._objects[resource.seq]
            self._pending.pop(record.get("end", -1), None)
        self._journal.commit(ticket)

    def _record(self, record: Record) -> int:
        """Apply *record* and queue it behind what must stand before it: the journal's head and what was touched."""
        self._image.apply(record)
        if not self._changed:
            self._journal.add(self._head())
            self._changed = True
        if self._touched:
            self._journal.add({"touch": self._touched})
            self._touched = []
        return self._journal.add(record)

    def _head(self) -> Record:
        """Return what a run writes first: to a new journal, which checkpoint it follows."""
        if self._follows is None:
            return {"run": checkpoint.now()}
        return {"checkpoint": self._follows, "salt": self.salt}

    def _new_cipher(self) -> PassphraseCipher:
        try:
            return PassphraseCipher(self._passphrase, self._salt)
        except PassphraseError:
            return PassphraseCipher(self._passphrase)

    def _load(self) -> None:
        data = read_bytes(self.path)
        try:
            snapshot = Snapshot() if data is None else checkpoint.parse(data, self._project, self._stack)
        except OtherStackError as error:
            mend = "give the project its former name in Pulumi.yaml, or destroy the stack under that name first"
            raise StateError(f"{self.path}: {error}; {mend}") from None
        except StateError as error:
            mend = f"copy {self._backup.name} over it" if self._backup.exists() else "restore it from a copy"
            if isinstance(error, EditedError):
                mend += ", or take it as it is by `groot state repair`"
            raise StateError(f"{self.path}: {error}; {mend}") from None
        digest = "" if data is None else hashlib.sha256(data).hexdigest()
        records, length = self._journal_of(digest)
        kept = records[0]["salt"] if records else snapshot.salt
        self._cipher = PassphraseCipher(self._passphrase, kept) if kept else self._new_cipher()
        self._codec = Codec(self._cipher)
        self._follows = None if records else digest
        self._journal = Journal(self._journal_path, length)
        self._image = self._replayed(snapshot, records)
        self._touched: list[int] = []
        self._changed = False
        self._objects = {seq: self._codec.decode(document) for seq, document in self._image.documents.items()}
        for seq, resource in self._objects.items():
            resource.seq = seq
        self._pending = {token: self._codec.decode_operation(item) for token, item in self._image.operations.items()}

    def _journal_of(self, digest: str) -> tuple[Sequence[Record], int]:
        """Return the journal's records and length if they follow the checkpoint of *digest*."""
        records, length = read(self._journal_path)
        if not records or (digest and records[-1].get("compacted") == digest):
            return [], 0
        if records[0].get("checkpoint") != digest:
            raise StateError(
                f"{self._journal_path}: belongs to another {self.path.name}; put that one back (the one before this is "
                f"{self._backup.name}), or remove the journal and run `groot refresh`"
            )
        return records, length

    def _replayed(self, snapshot: Snapshot, records: Sequence[Record]) -> Image:
        image = Image(snapshot)
        for number, record in enumerate(records, 1):
            try:
                image.apply(record)
            except (KeyError, TypeError, ValueError):
                raise StateError(f"{self._journal_path}: line {number} does not follow from those before it") from None
        image.apply({"run": ""})
        return image

    def _compact(self) -> None:
        """Write the state as a new checkpoint, keep the previous one as `.bak`, and drop the journal.

        The journal's last record names the checkpoint it became, so that a crash before its removal replays nothing.
        """
        snapshot = self._image.snapshot()
        snapshot.salt = self.salt
        try:
            checkpoint.verify(snapshot.resources)
        except StateError as error:
            raise StateError(f"{self.path}: not written ({error}); every step is in {self._journal_path}") from None
        document = checkpoint.render(snapshot, self._project, self._stack)
        data = checksum.written(document)
        self._journal.commit(self._journal.add({"compacted": hashlib.sha256(data).hexdigest()}))
        previous = read_bytes(self.path)
        if previous is not None:
            write_durably(self._backup, previous)
        write_durably(self.path, data)
        with writing(self._journal_path):
            self._journal_path.unlink()
            sync_folder(self.path.parent)
