"""Reads what an operator calls the desk with; nothing of it is repeated in what it is refused with."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from functions.data_subject_requests import clocks
from functions.data_subject_requests.acts import Correction
from functions.data_subject_requests.errors import MalformedError
from functions.data_subject_requests.identity import MAX_PROOFS
from functions.data_subject_requests.kinds import Act, Kind, kind

NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,199}")
"""Of requests and of subjects, as event store and records name theirs."""
MAX_PROOF_LENGTH: Final = 4_096
MAX_CORRECTIONS: Final = 50
"""Together they fit an item of DynamoDB, 400 KB ("Service, account, and table quotas"), with room for the plan."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request as it came in."""

    request: str
    kind: Kind
    subjects: tuple[str, ...]
    proofs: tuple[str, ...]
    zone: str
    corrections: tuple[Correction, ...] = ()

    @property
    def content(self) -> str:
        """Return the digest of what is asked, without the proofs, which are made anew each time."""
        told = json.dumps(
            [self.request, self.kind.name, sorted(self.subjects), self.zone, *self.corrections], sort_keys=True
        )
        return hashlib.sha256(told.encode()).hexdigest()


def asked(event: Mapping[str, Any]) -> Asked:
    """Return the request that *event* makes; raises MalformedError."""
    only(event, "do", "request", "kind", "subjects", "proofs", "zone", "corrections")
    of = kind(event.get("kind"))
    subjects = _texts("subjects", event.get("subjects"), least=1)
    proofs = _texts("proofs", event.get("proofs", []), least=0)
    if len(set(subjects)) < len(subjects):
        raise MalformedError("subjects: each stands once")
    if any(len(each) > MAX_PROOF_LENGTH for each in proofs):
        raise MalformedError(f"proofs: tokens of {MAX_PROOF_LENGTH} characters at most")
    return Asked(
        request=name("request", event.get("request")),
        kind=of,
        subjects=tuple(name("subjects", each) for each in subjects),
        proofs=tuple(proofs),
        zone=clocks.zone(event.get("zone"), of.law),
        corrections=_corrections(of, event.get("corrections", [])),
    )


def only(event: Mapping[str, Any], *names: str) -> None:
    """Raise MalformedError if *event* has other members than *names*."""
    if not event.keys() <= set(names):
        raise MalformedError(f"there may be {', '.join(names)}, and nothing else")


def name(what: str, value: object) -> str:
    """Return *value* if it can be a name; raises MalformedError."""
    if not isinstance(value, str) or not NAME.fullmatch(value):
        raise MalformedError(f"{what}: must match {NAME.pattern}")
    return value


def _corrections(of: Kind, value: object) -> tuple[Correction, ...]:
    if value and of.act is not Act.RECTIFY:
        raise MalformedError("corrections: of a request to correct alone")
    if not isinstance(value, list) or len(value) > MAX_CORRECTIONS:
        raise MalformedError(f"corrections: a list of {MAX_CORRECTIONS} at most")
    for each in value:
        if not isinstance(each, dict) or each.keys() != {"store", "place", "pointer", "value"}:
            raise MalformedError("corrections: each has store, place, pointer and value")
        texts = [each["store"], each["place"], each["pointer"]]
        if not all(isinstance(text, str) for text in texts) or not each["pointer"].startswith("/"):
            raise MalformedError("corrections: store, place and pointer are texts, the last one a JSON Pointer")
        if len(told := json.dumps(each)) > MAX_PROOF_LENGTH or "\\u0000" in told:
            raise MalformedError(f"corrections: each has {MAX_PROOF_LENGTH} characters of JSON at most, and no NUL")
    return tuple(value)


def _texts(what: str, value: object, *, least: int) -> Sequence[str]:
    if not isinstance(value, list) or not least <= len(value) <= MAX_PROOFS:
        raise MalformedError(f"{what}: a list of {least} to {MAX_PROOFS}")
    if not all(isinstance(each, str) for each in value):
        raise MalformedError(f"{what}: texts")
    return value
