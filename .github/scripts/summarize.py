"""Turn the document of `groot … --json` into Markdown for a comment or a job's summary.

Usage: summarize.py DOCUMENT TITLE. GitHub takes 65,536 characters a comment, so that long lists are cut short.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

MAX_ROWS = 100
SYMBOLS = {"create": "+", "update": "~", "replace": "±", "delete": "-"}


def summarize(document: Mapping[str, Any], title: str) -> str:
    """Return what a reviewer wants to know: how much changes, what breaks which rule, and what could not be done."""
    changes = {name: count for name, count in document.get("changes", {}).items() if count and name != "same"}
    counts = ", ".join(f"{count} to {name}" for name, count in changes.items()) or "no changes"
    parts = [f"### {title}", f"**{counts}** · {document.get('changes', {}).get('same', 0)} stay the same"]
    if "error" in document:
        parts.append(f"**Could not run:** {_code(document['error'])}")
    violations = [
        f"{item['level']} `{item['rule']}` on {_name(item)}: {item['message']}"
        for item in document.get("violations", ())
    ]
    parts += _section("Policies that are not met", violations)
    parts += _section("Failures", [f"{_name(item)}: {item['message']}" for item in document.get("failures", ())])
    steps = [
        f"`{SYMBOLS.get(item['op'], item['op'])}` {_name(item)} `{item['type']}`" for item in document.get("steps", ())
    ]
    parts += _section("Changes", steps, folded=True)
    return "\n\n".join(parts) + "\n"


def _section(heading: str, lines: Sequence[str], *, folded: bool = False) -> list[str]:
    if not lines:
        return []
    more = [f"… and {len(lines) - MAX_ROWS} more"] if len(lines) > MAX_ROWS else []
    rows = "\n".join(f"- {' '.join(line.split())}" for line in (*lines[:MAX_ROWS], *more))
    if folded:
        return [f"<details><summary>{heading} ({len(lines)})</summary>\n\n{rows}\n\n</details>"]
    return [f"#### {heading}\n\n{rows}"]


def _name(item: Mapping[str, Any]) -> str:
    return _code(str(item.get("name") or item.get("urn") or "the stack").rsplit("::", 1)[-1])


def _code(text: str) -> str:
    return f"`{' '.join(text.replace('`', chr(39)).split())}`"


if __name__ == "__main__":
    sys.stdout.write(summarize(json.loads(Path(sys.argv[1]).read_text()), sys.argv[2]))
