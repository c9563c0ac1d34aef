"""What a checkpoint and the journal records after it amount to: the one place that knows what a record does.

Records: `run` starts a run, `touch` lists resources it came by unchanged, `begin` opens an operation, `end`, `put` and
`remove` tell an outcome; `checkpoint` (first line) and `compacted` (last line) tie a journal to its checkpoints.
"""

from collections.abc import Mapping
from typing import Any

from sandbox.state.checkpoint import Snapshot, renamed, settled
from sandbox.state.codec import Json


class Image:
    """Resources by `seq` and open operations by token, as JSON.

    Order is the stock engine's: what this run put or touched, in the order it first did, then the rest as it stood.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.documents: dict[int, Json] = dict(enumerate(snapshot.resources))
        self.operations: dict[int, Json] = dict(enumerate(snapshot.pending))
        self.next_seq = len(self.documents)
        self.next_token = len(self.operations)
        self._base = list(self.documents)
        self._run: dict[int, None] = {}
        self._renames: dict[str, str] = {}

    def apply(self, record: Mapping[str, Any]) -> None:
        """Do what *record* says. Raises `KeyError`, `TypeError` or `ValueError` for one that cannot follow."""
        if "run" in record:
            self._rebase()
        for seq in record.get("touch", ()):
            if seq in self.documents:
                self._run[seq] = None
        if "begin" in record:
            token, document = record["begin"]
            self.operations[token] = document
            self.next_token = max(self.next_token, token + 1)
        if "end" in record:
            del self.operations[record["end"]]
        for seq, document in record.get("put", ()):
            self._put(seq, document, keep="keep" in record)
        for seq in record.get("remove", ()):
            del self.documents[seq]
            self._run.pop(seq, None)

    def arranged(self) -> dict[int, Json]:
        """Return every resource by `seq`, each after those it refers to."""
        rest = [seq for seq in self._base if seq in self.documents and seq not in self._run]
        current = {seq: self._current(seq) for seq in (*self._run, *rest)}
        seqs = {id(document): seq for seq, document in current.items()}
        return {seqs[id(document)]: document for document in settled(list(current.values()))}

    def snapshot(self) -> Snapshot:
        """Return the whole as a checkpoint has it, but for a new stack's salt."""
        return Snapshot(
            salt=self._snapshot.salt,
            resources=list(self.arranged().values()),
            pending=list(self.operations.values()),
            metadata=self._snapshot.metadata,
        )

    def _put(self, seq: int, document: Json, keep: bool) -> None:
        before = self.documents.get(seq)
        if before and before["urn"] != document["urn"]:
            self._renames[before["urn"]] = document["urn"]
        marked = document.get("delete") or document.get("pendingReplacement")
        if before is None and keep:
            self._base.append(seq)
        elif before is None or not (keep or marked):
            self._run[seq] = None
        self.documents[seq] = document
        self.next_seq = max(self.next_seq, seq + 1)

    def _current(self, seq: int) -> Json:
        """Return the document of *seq*; one this run has not come by may still use names from before a rename."""
        document = self.documents[seq]
        return document if seq in self._run else renamed(document, self._renames)

    def _rebase(self) -> None:
        self.documents = self.arranged()
        self._base = list(self.documents)
        self._run, self._renames = {}, {}
