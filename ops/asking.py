"""Asks before a command does what can't be undone."""

import sys

from ops.request import UsageError


def confirm(question: str, yes: bool, what: str) -> None:
    """Ask *question* on the terminal before *what*, unless *yes*.

    Raises:
        UsageError: there is nobody to ask, or the answer is no.
    """
    if yes:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(f"{what} asks first, and nobody can be asked here; give --yes to go ahead")
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise UsageError("not confirmed; nothing was changed")
