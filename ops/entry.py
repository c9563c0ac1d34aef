"""Where `groot` begins: what it needs takes a moment to load, and Ctrl-C may come before it has."""

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    try:
        from ops.cli import main as run

        run()
    except KeyboardInterrupt:
        print("error: stopped before anything was done", file=sys.stderr)
        sys.exit(1)
