"""The ledger: how faithfully the sandbox emulates each resource type, and what it leaves out and why.

`python -m sandbox.ledger` prints it as a Markdown table, made from the rows the providers themselves run on.
"""

import signal
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from sandbox.providers.aws import registry
from sandbox.providers.base import Fidelity


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One resource type."""

    token: str
    fidelity: Fidelity
    gaps: Mapping[str, str] = field(default_factory=dict)
    """What isn't emulated → why: property paths, or `*` for the whole type."""


def entries() -> list[Entry]:
    """Return every listed type by its token, in order."""
    return [Entry(token=row.token, fidelity=row.fidelity, gaps=row.gaps) for row in registry.rows().values()]


def counts() -> dict[str, int]:
    """Return how many types are real, partial and recorded."""
    found = Counter(entry.fidelity for entry in entries())
    return {fidelity.value: found[fidelity] for fidelity in Fidelity}


def table() -> str:
    """Return the ledger as a Markdown table, the counts above it."""
    summary = ", ".join(f"{count} {word}" for word, count in counts().items())
    lines = [f"{summary}.", "", "| type | fidelity | not emulated |", "|---|---|---|"]
    for entry in entries():
        gaps = "; ".join(
            f"{'' if path == '*' else f'`{path}`: '}{reason}" for path, reason in sorted(entry.gaps.items())
        )
        lines.append(f"| `{entry.token}` | {entry.fidelity.value} | {gaps} |")
    return "\n".join(lines)


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # a reader such as `head` may have enough before the end
    print(table())
