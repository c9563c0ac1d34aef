"""Where `groot` begins: what it needs takes a moment to load, and Ctrl-C may come before it has."""

import sys

from sandbox.isolation import isolated


def main() -> None:
    """Run the command line and leave with its exit code.

    Pulumi's SDK reads the environment as it loads, to send traces where that says.
    """
    try:
        with isolated():
            from ops.cli import main as run

        run()
    except KeyboardInterrupt:
        print("error: stopped before anything was done", file=sys.stderr)
        sys.exit(1)
