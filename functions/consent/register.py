"""The register's two tables, as one region sees them.

| table | item | pk | sk |
| --- | --- | --- | --- |
| standing | the last decision of a region | the subject | `<purpose>#<region>` |
| standing | what a region makes pseudonyms by | ` pseudonyms` | the region |
| proofs | an entry of a person's chain in a region | `proof#<region>#<pseudonym>` | its number |
| proofs | a text | `text#<id>` | its version |

A region writes its own items alone, so nothing of two regions is ever in conflict. Proofs name nobody: who knows a name
and the secret finds them again (GDPR Art. 4(5)), also once the name is erased everywhere else (Art. 17(3)(e)).
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from functions._shared import chain
from functions.consent.errors import UnavailableError
from functions.consent.standing import Decision
from functions.event_store.table import CancelledError, Table
from functions.event_store.wire import Item

TRIES: Final = 8
"""Of one decision; each time that one comes too late another has come through."""
SECRET_BYTES: Final = 32
"""A key of HMAC-SHA-256 has as many bytes as its digest (RFC 2104, section 3)."""
_PSEUDONYMS: Final = " pseudonyms"
"""Where that stands; no subject's name begins so."""
_LAST: Final = "~"
_NEW: Final = "attribute_not_exists(pk)"


@dataclass(frozen=True)
class Register:
    """Both tables, written for *region*, at *now*."""

    standing: Table
    proofs: Table
    region: str
    now: Callable[[], datetime]

    def decisions(self, subject: str, purpose: str = "") -> Mapping[str, Sequence[Decision]]:
        """Return the regions' last decisions of *subject*, by purpose; of one alone where *purpose* says which."""
        low, high = (f"{purpose}#", f"{purpose}#{_LAST}") if purpose else (" ", _LAST)
        found: dict[str, list[Decision]] = {}
        for item in self.standing.query(subject, low, high):
            name, _, region = item["sk"]["S"].partition("#")
            found.setdefault(name, []).append(Decision(region=region, **json.loads(item["body"]["S"])))
        return found

    def enter(
        self,
        subject: str,
        purpose: str,
        act: str,
        detail: Mapping[str, Any],
        decide: Callable[[Sequence[Decision]], Decision],
    ) -> tuple[Decision, str]:
        """Keep what *decide* makes of the decisions that there are, with an entry that proves it; return it and the
        entry's digest.

        Raises:
            UnavailableError: others kept deciding for the same person.
        """
        for _ in range(TRIES):
            known = self.decisions(subject, purpose).get(purpose, ())
            made = decide(known)
            entry = chain.following(self._last(subject), purpose, act, detail, self.now())
            try:
                self.proofs.transact([self._put(subject, purpose, made), self._proof(subject, entry)])
            except CancelledError:
                continue
            return made, entry.digest
        raise UnavailableError("others kept deciding for the same person; send the same request again")

    def history(self, subject: str) -> Iterator[tuple[str, chain.Entry, str]]:
        """Yield each entry of *subject*'s chains with its region before it and its digest, as it was kept, after it."""
        for region in self._regions():
            for item in self.proofs.query(self._chain(region, subject), "0", _LAST):
                yield region, chain.Entry(**json.loads(item["body"]["S"])), item["digest"]["S"]

    def forget(self, subject: str) -> int:
        """Erase what is kept under *subject*'s name and return how much that was; proofs stay, under a pseudonym."""
        found = [*self.standing.query(subject, " ", _LAST)]
        if found:
            entry = chain.following(self._last(subject), "", "erased", {}, self.now())
            self.proofs.transact([self._proof(subject, entry)])
        for item in found:
            self.standing.delete({"pk": item["pk"], "sk": item["sk"]}, {"body": item["body"]})
        return len(found)

    def publish(self, text: str, version: int, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """Publish a version of a text, and return what is published as that: *body*, or what was before."""
        item: Item = {**_text(text, version), "body": {"S": json.dumps(body, sort_keys=True)}}
        try:
            self.proofs.transact([self.proofs.put(item, _NEW)])
        except CancelledError:
            return self.text(text, version) or body
        return body

    def text(self, text: str, version: int) -> Mapping[str, Any] | None:
        """Return a version of a text, or None."""
        found = self.proofs.get(_text(text, version))
        return json.loads(found["body"]["S"]) if found else None

    def _put(self, subject: str, purpose: str, made: Decision) -> dict[str, Any]:
        body = {name: value for name, value in asdict(made).items() if name != "region"}
        item: Item = {
            "pk": {"S": subject},
            "sk": {"S": f"{purpose}#{self.region}"},
            "version": {"N": str(made.number)},
            "body": {"S": json.dumps(body, sort_keys=True)},
        }
        if made.number == 1:
            return self.standing.put(item, _NEW)
        action = self.standing.put(item, "version = :former")
        action["Put"]["ExpressionAttributeValues"] = {":former": {"N": str(made.number - 1)}}
        return action

    def _proof(self, subject: str, entry: chain.Entry) -> dict[str, Any]:
        item: Item = {
            "pk": {"S": self._chain(self.region, subject)},
            "sk": {"S": f"{entry.number:012d}"},
            "body": {"S": json.dumps(asdict(entry), sort_keys=True)},
            "digest": {"S": entry.digest},
        }
        return self.proofs.put(item, _NEW)

    def _last(self, subject: str) -> chain.Entry | None:
        found = next(self.proofs.query(self._chain(self.region, subject), "0", _LAST, backward=True, page=1), None)
        return chain.Entry(**json.loads(found["body"]["S"])) if found else None

    def _chain(self, region: str, subject: str) -> str:
        return f"proof#{region}#{hmac.new(self._secret(region), subject.encode(), hashlib.sha256).hexdigest()}"

    def _regions(self) -> list[str]:
        return [item["sk"]["S"] for item in self.standing.query(_PSEUDONYMS, " ", _LAST)]

    def _secret(self, region: str) -> bytes:
        key: Item = {"pk": {"S": _PSEUDONYMS}, "sk": {"S": region}}
        if not self.standing.get(key):
            drawn = {**key, "secret": {"B": secrets.token_bytes(SECRET_BYTES)}}
            with suppress(CancelledError):  # another has drawn it meanwhile
                self.standing.transact([self.standing.put(drawn, _NEW)])
        found = self.standing.get(key)
        if not found:
            raise UnavailableError("the register is not ready; send the same request again")
        return bytes(found["secret"]["B"])


def _text(text: str, version: int) -> Item:
    return {"pk": {"S": f"text#{text}"}, "sk": {"S": f"{version:06d}"}}
