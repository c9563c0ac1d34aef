"""Where in the program a resource was declared, as checkpoints write it."""

from pathlib import Path
from urllib.parse import unquote


def source_line(position: str) -> str | None:
    """Return `file:line` of a checkpoint's source position `project:///file#line`."""
    path, _, line = position.removeprefix("project:///").partition("#")
    return f"{unquote(path)}:{line}" if line else None


def source_position(uri: str, line: int, root: Path) -> str:
    """Return a source position relative to the project, or empty for a line outside it."""
    if not uri:
        return ""
    inside = f"{root.as_uri()}/"
    return f"project:///{uri.removeprefix(inside)}#{line}" if uri.startswith(inside) else ""
