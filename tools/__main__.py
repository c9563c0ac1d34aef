"""`python -m tools`: builds what is missing, and says what it does."""

import sys

from tools.building import ToolError, build


def main() -> int:
    """Build, and return the exit code."""
    try:
        build(lambda line: sys.stderr.write(f"{line}\n"))
    except ToolError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
