"""What was judged before: a preview or a deployment keeps its verdicts, and the run that follows reuses them.

A verdict stands as long as the resource's properties, the rules and their configuration are the same. What was open is
judged again. Kept are digests under a key, never properties, and messages, which hold none of a resource with secrets.
"""

import hashlib
import json
import marshal
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from policies.model import Resource
from policies.registry import Registry

Remembered = tuple[str, str, str]
"""Rule, outcome (empty where the rule does not apply) and message."""
_FOLDER = Path(__file__).parent
_CODE = frozenset({".py", ".txt"})
"""Suffixes of rules, and of data that they read."""
_DIGEST_BYTES = 16
_MARSHAL_VERSION = 2
"""The newest that writes equal values alike; later ones note which objects are shared."""


class Memory:
    """The verdicts of one stack, in a file that is read once and written by `save`."""

    def __init__(self, path: Path, rules: str, key: bytes) -> None:
        """Read *path*, if it was written under the same *rules* (see `fingerprint`) and *key* (64 bytes at most)."""
        self._path, self._rules, self._key = path, rules, key
        self._before = _read(path, rules)
        self._now: dict[str, tuple[str, Sequence[Remembered]]] = {}

    def recall(self, resource: Resource) -> Sequence[Remembered] | None:
        """Return what every rule said of *resource* as it is; None when one must judge it anew."""
        kept = self._before.get(resource.urn)
        if kept is None or kept[0] != self._digest(resource):
            return None
        self._now[resource.urn] = kept
        return kept[1]

    def keep(self, resource: Resource, said: Sequence[Remembered]) -> None:
        """Keep what every rule *said* of *resource*, unless it has to be judged again."""
        if all(outcome in ("", "passed", "violated") for _, outcome, _ in said):
            self._now[resource.urn] = (self._digest(resource), said)

    def save(self) -> None:
        """Write what was recalled and kept, readable by the user alone. Raises `OSError`."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        partial = self._path.with_suffix(".partial")
        with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump({"rules": self._rules, "resources": self._now}, file, ensure_ascii=False)
        partial.replace(self._path)

    def _digest(self, resource: Resource) -> str:
        content: Any = (resource.type, resource.props, bool(resource.secrets))
        packed = marshal.dumps(content, _MARSHAL_VERSION)
        return hashlib.blake2b(packed, digest_size=_DIGEST_BYTES, key=self._key).hexdigest()


def fingerprint(registry: Registry) -> str:
    """Return what tells one set of rules from another: their code, and the thresholds and choice of *registry*."""
    digest = hashlib.blake2b(digest_size=_DIGEST_BYTES)
    for path in sorted(each for each in _FOLDER.rglob("*") if each.suffix in _CODE):
        digest.update(path.read_bytes())
    for rule in registry.rules:
        digest.update(f"{rule.name}={rule.threshold and rule.threshold.default}\n".encode())
    return digest.hexdigest()


def _read(path: Path, rules: str) -> Mapping[str, tuple[str, Sequence[Remembered]]]:
    """A file that is missing, damaged or of other rules holds nothing: what it says can be found out again."""
    try:
        content: Any = json.loads(path.read_text(encoding="utf-8"))
        if content["rules"] != rules:
            return {}
        return {
            urn: (digest, [(rule, outcome, message) for rule, outcome, message in said])
            for urn, (digest, said) in content["resources"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
