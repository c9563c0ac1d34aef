"""The data keys of subjects: made by KMS, kept wrapped, destroyed when a subject is to be forgotten.

A destroyed key leaves a tombstone, so that an append that is under way doesn't make another. Whoever could restore the
keys' table as it was before can undo a forgetting until its recovery window has passed; what is restored is gone
through by `destroyed.py` first (docs/event-store.md).
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from functions.event_store.errors import NotArrivedError, SubjectForgottenError

KEY_BYTES: Final = 64
"""AES-256-SIV takes two keys of 256 bits (RFC 5297, 2.2)."""
CACHE_SECONDS: Final = 60.0
"""For how long a process may still open what was forgotten elsewhere, and what a key costs KMS in a busy one."""
REMEMBERED_KEYS: Final = 10_000


@dataclass
class DataKeys:
    """The keys in a table whose key is `subject`, wrapped by KMS's *key_id*."""

    client: Any
    """Of DynamoDB."""
    table: str
    kms: Any
    key_id: str
    now: Callable[[], float]
    """Seconds, of any clock that doesn't go back."""
    _known: OrderedDict[str, tuple[float, bytes]] = field(default_factory=OrderedDict, init=False)

    def of(self, subject: str) -> bytes:
        """Return *subject*'s key, which is made when there is none.

        Raises:
            SubjectForgottenError: it was destroyed.
        """
        key = self._cached(subject)
        if key is not None:
            return key
        item = self._item(subject) or self._made(subject)
        if "data_key" not in item:
            raise SubjectForgottenError(subject)
        return self._unwrapped(subject, item["data_key"]["B"])

    def existing(self, subject: str) -> bytes | None:
        """Return *subject*'s key, or None if it was destroyed.

        Raises:
            NotArrivedError: it hasn't been replicated to this region yet.
        """
        key = self._cached(subject)
        if key is not None:
            return key
        item = self._item(subject)
        if item is None:
            raise NotArrivedError(f"the key of subject {subject} is not here yet; read again in a second")
        return self._unwrapped(subject, item["data_key"]["B"]) if "data_key" in item else None

    def forget(self, subject: str, note: Callable[[bytes], None]) -> None:
        """Destroy *subject*'s key, for good; *note* is told what it was, wrapped, before it is gone."""
        known = (self._item(subject) or {}).get("data_key", {}).get("B")
        if known is not None:
            note(known)
        left = destroy(self.client, self.table, subject)
        if left is not None and left != known:  # it was made meanwhile
            note(left)
        self._known.pop(subject, None)

    def _cached(self, subject: str) -> bytes | None:
        known_at, key = self._known.get(subject, (0.0, None))
        return key if key is not None and self.now() - known_at < CACHE_SECONDS else None

    def _item(self, subject: str) -> dict[str, Any] | None:
        return self.client.get_item(TableName=self.table, Key={"subject": {"S": subject}}, ConsistentRead=True).get(
            "Item"
        )

    def _made(self, subject: str) -> dict[str, Any]:
        """Make a key and return its item, or the one that another made meanwhile."""
        wrapped = self.kms.generate_data_key_without_plaintext(
            KeyId=self.key_id, NumberOfBytes=KEY_BYTES, EncryptionContext={"subject": subject}
        )["CiphertextBlob"]
        item = {"subject": {"S": subject}, "data_key": {"B": wrapped}}
        try:
            self.client.put_item(TableName=self.table, Item=item, ConditionExpression="attribute_not_exists(subject)")
        except self.client.exceptions.ConditionalCheckFailedException:
            return self._item(subject) or {}
        return item

    def _unwrapped(self, subject: str, wrapped: bytes) -> bytes:
        key: bytes = self.kms.decrypt(
            KeyId=self.key_id, CiphertextBlob=wrapped, EncryptionContext={"subject": subject}
        )["Plaintext"]
        self._known[subject] = (self.now(), key)
        self._known.move_to_end(subject)
        if len(self._known) > REMEMBERED_KEYS:
            self._known.popitem(last=False)
        return key


def destroy(client: Any, table: str, subject: str) -> bytes | None:
    """Destroy *subject*'s key in *table*, leave the tombstone, and return what it was, wrapped, if there was one."""
    old = client.update_item(
        TableName=table,
        Key={"subject": {"S": subject}},
        UpdateExpression="SET forgotten = :yes REMOVE data_key",
        ExpressionAttributeValues={":yes": {"BOOL": True}},
        ReturnValues="ALL_OLD",
    )
    return old.get("Attributes", {}).get("data_key", {}).get("B")
