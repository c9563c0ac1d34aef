"""The data keys of subjects: made by KMS, kept wrapped, destroyed when a subject is to be forgotten.

A destroyed key leaves a tombstone, so that an append that is under way doesn't make another. A mark beside a key, or
where one will be, says that what is of its subject isn't to be read (GDPR Art. 18); it may still be kept. Whoever could
restore the keys' table as it was before can undo a forgetting until its recovery window has passed; what is restored is
gone through by `destroyed.py` first (docs/event-store.md).
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from functions.event_store.errors import NotArrivedError, SubjectForgottenError, SubjectRestrictedError

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
    heeds_marks: bool = True
    """Whether what is restricted isn't opened; a person is told even of that (GDPR Art. 15)."""
    _known: OrderedDict[str, tuple[float, bytes, bool]] = field(default_factory=OrderedDict, init=False)

    def of(self, subject: str) -> bytes:
        """Return *subject*'s key, which is made when there is none.

        Raises:
            SubjectForgottenError: it was destroyed.
        """
        if known := self._cached(subject):
            return known[0]
        item = self._item(subject) or {}
        if "data_key" not in item and "forgotten" not in item:
            item = self._made(subject)
        if "data_key" not in item:
            raise SubjectForgottenError(subject)
        return self._unwrapped(subject, item)[0]

    def existing(self, subject: str) -> bytes | None:
        """Return *subject*'s key, or None if it was destroyed.

        Raises:
            NotArrivedError: it hasn't been replicated to this region yet.
            SubjectRestrictedError: what is of the subject isn't to be read, and these keys heed that.
        """
        known = self._cached(subject)
        if known is None:
            item = self._item(subject) or {}
            if "forgotten" in item:
                return None
            if "data_key" not in item:
                raise NotArrivedError(f"the key of subject {subject} is not here yet; read again in a second")
            known = self._unwrapped(subject, item)
        key, restricted = known
        if restricted and self.heeds_marks:
            raise SubjectRestrictedError(subject)
        return key

    def forget(self, subject: str, note: Callable[[bytes], None]) -> None:
        """Destroy *subject*'s key, for good; *note* is told what it was, wrapped, before it is gone."""
        known = (self._item(subject) or {}).get("data_key", {}).get("B")
        if known is not None:
            note(known)
        left = destroy(self.client, self.table, subject)
        if left is not None and left != known:  # it was made meanwhile
            note(left)
        self._known.pop(subject, None)

    def restrict(self, subject: str, *, lifted: bool = False) -> None:
        """Mark what is of *subject* as not to be read, or take the mark back."""
        change = "REMOVE restricted" if lifted else "SET restricted = :yes"
        self.client.update_item(
            TableName=self.table,
            Key={"subject": {"S": subject}},
            UpdateExpression=change,
            **({} if lifted else {"ExpressionAttributeValues": {":yes": {"BOOL": True}}}),
        )
        self._known.pop(subject, None)

    def is_restricted(self, subject: str) -> bool:
        """Return whether what is of *subject* isn't to be read."""
        return "restricted" in (self._item(subject) or {})

    def is_there(self, subject: str) -> bool:
        """Return whether *subject* has a key."""
        return "data_key" in (self._item(subject) or {})

    def _cached(self, subject: str) -> tuple[bytes, bool] | None:
        known = self._known.get(subject)
        return known[1:] if known and self.now() - known[0] < CACHE_SECONDS else None

    def _item(self, subject: str) -> dict[str, Any] | None:
        return self.client.get_item(TableName=self.table, Key={"subject": {"S": subject}}, ConsistentRead=True).get(
            "Item"
        )

    def _made(self, subject: str) -> dict[str, Any]:
        """Make a key and return its item, or the one that another made meanwhile."""
        wrapped = self.kms.generate_data_key_without_plaintext(
            KeyId=self.key_id, NumberOfBytes=KEY_BYTES, EncryptionContext={"subject": subject}
        )["CiphertextBlob"]
        try:
            return self.client.update_item(
                TableName=self.table,
                Key={"subject": {"S": subject}},
                UpdateExpression="SET data_key = :key",
                ConditionExpression="attribute_not_exists(data_key) AND attribute_not_exists(forgotten)",
                ExpressionAttributeValues={":key": {"B": wrapped}},
                ReturnValues="ALL_NEW",
            )["Attributes"]
        except self.client.exceptions.ConditionalCheckFailedException:
            return self._item(subject) or {}

    def _unwrapped(self, subject: str, item: dict[str, Any]) -> tuple[bytes, bool]:
        key: bytes = self.kms.decrypt(
            KeyId=self.key_id, CiphertextBlob=item["data_key"]["B"], EncryptionContext={"subject": subject}
        )["Plaintext"]
        self._known[subject] = (self.now(), key, "restricted" in item)
        self._known.move_to_end(subject)
        if len(self._known) > REMEMBERED_KEYS:
            self._known.popitem(last=False)
        return key, "restricted" in item


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
