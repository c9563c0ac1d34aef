"""The checkpoint file's checksum: its last member, over all bytes before it. The stock command passes it over."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

KEY = "sha256"
_LAST = re.compile(rb',\n "sha256": "([0-9a-f]{64})"\n\}\n\Z')


def written(document: Mapping[str, Any]) -> bytes:
    """Return *document* as the file holds it."""
    text = json.dumps(document, indent=1, ensure_ascii=False).encode().removesuffix(b"\n}")
    return text + b',\n "%s": "%s"\n}\n' % (KEY.encode(), hashlib.sha256(text).hexdigest().encode())


def holds(text: bytes) -> bool:
    """Return whether *text* ends in the checksum of what stands before."""
    last = _LAST.search(text)
    return last is not None and hashlib.sha256(text[: last.start()]).hexdigest().encode() == last[1]
