"""How commits, markers and places in the order are items of the table; nothing else knows their attributes.

| item | pk | sk |
| --- | --- | --- |
| commit | `s#<stream>` | `c#<first version>#<epoch>` |
| marker, by which a commit id is known again | `i#<stream>#<commit id>` | `marker` |
| snapshot | `s#<stream>` | `n#<schema>` |
| place in a partition's order | `o#<partition>` | `<epoch>#<position>` |
| home of a partition | `h#<partition>` | `home` |
| key of a subject that was destroyed | `d#<digest of the wrapped key>` | `destroyed` |
"""

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

from functions.event_store.errors import CommitTooLargeError, MalformedError
from functions.event_store.model import Commit, Receipt

Item = dict[str, Any]
"""In DynamoDB's own form: `{"pk": {"S": …}, …}`."""

FACTS: Final = ("commit_id", "first", "count", "partition", "position", "epoch", "recorded_ms")
"""Of a receipt, in one attribute: each of its own would cost its name in every item, and its parsing in every read."""
MAX_ITEM_BYTES: Final = 400 * 1024
"""Amazon DynamoDB Developer Guide, "Quotas", Items: names and values together."""
OVERHEAD_BYTES: Final = 1_024
"""Left for a commit's keys and counts: names are at most 200 bytes."""
MAX_BODY_BYTES: Final = MAX_ITEM_BYTES - OVERHEAD_BYTES
MAX_JSON_BYTES: Final = 900_000
"""Before it is deflated: a record of Firehose takes 1,000 KiB (Amazon Data Firehose, "Quotas"), and no reader is made
to inflate a bomb."""


def canonical(value: Any) -> bytes:
    """Return *value* as JSON that is the same whenever the value is.

    Raises:
        MalformedError: it isn't JSON: a number that is none, half a surrogate pair, or nested too deep.
    """
    try:
        text = json.dumps(value, allow_nan=False, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        return text.encode()
    except (ValueError, TypeError, RecursionError) as fault:
        raise MalformedError(f"not JSON: {type(fault).__name__}") from None


def packed(events: Sequence[Mapping[str, Any]]) -> tuple[bytes, bytes]:
    """Return *events* as a commit's body, and the digest by which the same content is known again.

    Raises:
        CommitTooLargeError: they don't fit an item.
        MalformedError: they aren't JSON.
    """
    content = canonical(events)
    if len(content) > MAX_JSON_BYTES:
        raise CommitTooLargeError(f"{len(content)} bytes of events, of {MAX_JSON_BYTES}; append in several commits")
    body = zlib.compress(content)
    if len(body) > MAX_BODY_BYTES:
        raise CommitTooLargeError(
            f"{len(body)} bytes deflated, of {MAX_BODY_BYTES}; keep large content in a bucket and append its address"
        )
    return body, hashlib.sha256(content).digest()


def commit_key(stream: str, first: int, epoch: int) -> Item:
    """Return the key of the commit that begins at version *first*."""
    return {"pk": {"S": f"s#{stream}"}, "sk": {"S": f"c#{first:016d}#{epoch:06d}"}}


def marker_key(stream: str, commit_id: str) -> Item:
    """Return the key by which a commit id is known again."""
    return {"pk": {"S": f"i#{stream}#{commit_id}"}, "sk": {"S": "marker"}}


def destroyed_key(wrapped: bytes) -> Item:
    """Return the key, and the whole item, by which a destroyed key is known again."""
    return {"pk": {"S": f"d#{hashlib.sha256(wrapped).hexdigest()}"}, "sk": {"S": "destroyed"}}


def order_key(partition: int, epoch: int, position: int) -> Item:
    """Return the key of a place in a partition's order."""
    return {"pk": {"S": f"o#{partition}"}, "sk": {"S": f"{epoch:06d}#{position:016d}"}}


def commit_item(receipt: Receipt, body: bytes) -> Item:
    """Return the item that holds the events."""
    return {**commit_key(receipt.stream, receipt.first, receipt.epoch), **_facts(receipt), "body": {"B": body}}


def marker_item(receipt: Receipt, digest: bytes) -> Item:
    """Return the item by which the commit's id and content are known again."""
    return {**marker_key(receipt.stream, receipt.commit_id), **_facts(receipt), "digest": {"B": digest}}


def order_item(receipt: Receipt) -> Item:
    """Return the commit's place in its partition's order."""
    key = order_key(receipt.partition, receipt.epoch, receipt.position)
    return {**key, "stream": {"S": receipt.stream}, "first": {"N": str(receipt.first)}}


def receipt_of(item: Item) -> Receipt:
    """Return what the append answered that left this commit or marker."""
    return Receipt(stream=item["pk"]["S"].split("#")[1], **json.loads(item["facts"]["S"]))


def commit_of(item: Item) -> Commit:
    """Return the commit in *item*."""
    body = item["body"]["B"]
    return Commit(
        stream=item["pk"]["S"].split("#")[1],
        **json.loads(item["facts"]["S"]),
        events=json.loads(zlib.decompress(body)),
        stored_bytes=len(body),
    )


def is_commit(keys: Item) -> bool:
    """Return whether *keys* are those of a commit."""
    return keys["pk"]["S"].startswith("s#") and keys["sk"]["S"].startswith("c#")


def _facts(receipt: Receipt) -> Item:
    facts = {name: getattr(receipt, name) for name in FACTS}
    return {"facts": {"S": json.dumps(facts, separators=(",", ":"))}}


def native(image: Item) -> Item:
    """Return an *image* of a stream's record as DynamoDB's client has it: Lambda sends bytes as base64."""
    return {
        name: {"B": base64.b64decode(value["B"], validate=True)} if isinstance(value.get("B"), str) else value
        for name, value in image.items()
    }
