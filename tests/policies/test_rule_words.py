"""What rules say to whoever is judged by them: nothing of the platform that they were written beside."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from policies import packs, rules

OURS = re.compile(r"\b(the|this|our) platform\b|\bgroot\b|\bthe house\b|\bstaging\b", re.IGNORECASE)
FILES = [
    path
    for path in sorted(Path(rules.__path__[0]).glob("*/*.py"))
    if path.stem not in packs.HOUSE_RULES and path.name not in ("_account.py", "_rooms.py")
]
"""All but the house's, and what is asked of its own components."""


def said(path: Path) -> Iterator[str]:
    """Yield the texts in *path* that aren't docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
    for each in ast.walk(tree):
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and id(each) not in silent:
            yield each.value


def test_nobody_is_told_of_a_platform_that_is_not_theirs() -> None:
    assert not [(path.name, text) for path in FILES for text in said(path) if OURS.search(text)]
