"""`make functions`: builds what is stale, with the libraries that it needs."""

import sys
from pathlib import Path

from ops.functions.building import build
from ops.request import OperationError
from sandbox.project import find_root


def main() -> int:
    """Build, say what was built, and return the exit code."""
    try:
        for path in build(find_root(Path.cwd()), fetches=True):
            print(f"built {path}")
    except OperationError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
