"""Physical names: deterministic, DNS-safe and short enough, whatever the stack is called.

Names are given, not generated, so that the stock engine and the sandbox agree on them and one region's part can be
found without a look-up. A name too long for its service keeps its start and ends in a digest of the whole.
"""

import hashlib
import re

DIGEST_LENGTH = 8


def physical_name(prefix: str, role: str, max_length: int = 63) -> str:
    """Return `<prefix>-<role>` in lower-case letters, digits and hyphens, at most *max_length* characters.

    63 is the limit of a DNS label (RFC 1035), which S3 buckets and most AWS names share.
    Two different inputs never share a name: anything lost in cleaning or cutting shows in a digest.
    """
    given = f"{prefix}-{role}"
    clean = re.sub(r"[^a-z0-9]+", "-", given.lower()).strip("-")
    if clean == given and len(clean) <= max_length:
        return clean
    digest = hashlib.sha256(given.encode()).hexdigest()[:DIGEST_LENGTH]
    return f"{clean[: max_length - DIGEST_LENGTH - 1].rstrip('-')}-{digest}"
