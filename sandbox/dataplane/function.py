"""The process of one function: AWS's own runtime client for Python, in a process that reaches this machine alone.

Run by `data_services.py` in the environment `.venv/runtime`, in the folder of the function's archive. The client makes
of an exception what Lambda makes of it, so that `Retry` and `Catch` of a state machine see its class by name.
"""

import os
import runpy
import sys
from pathlib import Path

if __name__ == "__main__":
    runpy.run_path(str(Path(__file__).parents[1] / "confinement.py"))["confine"]()
    from awslambdaric.__main__ import main  # pyright: ignore[reportMissingImports] - of another environment

    sys.path.insert(0, os.getcwd())
    main(sys.argv)
