"""Seals what an event says of a subject under that subject's data key, and opens it while the key is there.

A sealed field is a value like any other, wherever code that knows nothing of it takes it: upcasters, snapshots and
projections carry it along, the archive keeps it. It is sealed by AES-SIV (RFC 5297): the same field of the same commit
gives the same bytes, so that a commit sent again is known by a digest of sealed content, from which nobody can guess
what was there.
"""

import base64
import copy
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from functions.event_store.errors import MalformedError, SealBrokenError, SubjectRestrictedError, UnfitError
from functions.event_store.model import Personal, checked_name
from functions.event_store.wire import canonical

SEALED: Final = "$sealed"
FORGOTTEN: Final = "$forgotten"
RESTRICTED: Final = "$restricted"
MAX_DEPTH: Final = 64
"""Of an event's data: more is no event, and would exhaust the interpreter's stack somewhere."""
MAX_POINTERS: Final = 1_000
"""Of one event."""


def sealed(data: Mapping[str, Any], personal: Sequence[Personal], scope: str, key: Callable[[str], bytes]) -> Any:
    """Return *data* with its *personal* fields sealed; *scope* tells this event from all others.

    A field that speaks of two subjects is sealed under both keys, and is forgotten with either.

    Raises:
        UnfitError: a pointer leads nowhere, or the data holds what only sealing may.
        MalformedError: a pointer is none.
        SubjectForgottenError: as *key* does.
    """
    check(data)
    fields = sorted(
        {
            (tuple(_parts(pointer)), pointer, checked_name("subject", who.subject))
            for who in personal
            for pointer in who.pointers
        },
        key=lambda field: (-len(field[0]), field),
    )  # what is within another field is sealed before it
    if len(fields) > MAX_POINTERS:
        raise UnfitError(f"{len(fields)} personal fields, of {MAX_POINTERS} that an event may have")
    result = copy.deepcopy(dict(data))
    for parts, pointer, subject in fields:
        holder, last = _holder(result, parts)
        at = hashlib.sha256(f"{scope}{pointer}".encode()).hexdigest()[:32]
        value = AESSIV(key(subject)).encrypt(canonical(holder[last]), [subject.encode(), at.encode()])
        text = base64.b64encode(value).decode()
        holder[last] = {SEALED: {"subject": subject, "at": at, "value": text}}
    return result


def opened(value: Any, key: Callable[[str], bytes | None]) -> Any:
    """Return *value* with every sealed field opened, or `{"$forgotten": {"subject": …}}` where its key is gone.

    Where *key* raises SubjectRestrictedError, `{"$restricted": {"subject": …}}` stands instead.

    Raises:
        SealBrokenError: a field isn't what was sealed.
    """
    if isinstance(value, list):
        return [opened(item, key) for item in value]
    if not isinstance(value, dict):
        return value
    if SEALED not in value:
        return {name: opened(item, key) for name, item in value.items()}
    envelope = value[SEALED]
    subject = envelope["subject"]
    try:
        secret = key(subject)
    except SubjectRestrictedError:
        return {RESTRICTED: {"subject": subject}}
    if secret is None:
        return {FORGOTTEN: {"subject": subject}}
    try:
        content = AESSIV(secret).decrypt(
            base64.b64decode(envelope["value"]), [subject.encode(), envelope["at"].encode()]
        )
    except InvalidTag:
        raise SealBrokenError(f"a field of subject {subject} is not what its key sealed") from None
    return opened(json.loads(content), key)


def check(value: Any, depth: int = 0) -> None:
    """Raise UnfitError if *value* is nested too deep, or looks as if it were sealed."""
    if depth > MAX_DEPTH:
        raise UnfitError(f"data is nested deeper than {MAX_DEPTH} levels")
    if isinstance(value, dict):
        if {SEALED, FORGOTTEN, RESTRICTED} & value.keys():
            raise UnfitError(f"data may not hold {SEALED}, {FORGOTTEN} or {RESTRICTED}; name the field under personal")
        for item in value.values():
            check(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            check(item, depth + 1)


def _parts(pointer: str) -> list[str]:
    if not pointer.startswith("/"):
        raise MalformedError("a personal field is named by a JSON Pointer that begins with / (RFC 6901)")
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer[1:].split("/")]


def _holder(data: Any, parts: Sequence[str]) -> tuple[Any, Any]:
    """Return the object or array that holds the field, and its name or index there."""
    for index, part in enumerate(parts):
        name: Any = part
        if isinstance(data, list) and part.isascii() and part.isdigit() and int(part) < len(data):
            name = int(part)
        elif not isinstance(data, dict) or part not in data:
            break
        if index == len(parts) - 1:
            return data, name
        data = data[name]
    raise UnfitError("a personal field is not in the event's data; point at what is there")
