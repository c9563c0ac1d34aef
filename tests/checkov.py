"""Runs checkov, which has an environment of its own (`docs/adr/0010-libraries.md`)."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

COMMAND = Path(sys.prefix) / "checkov" / "bin" / "checkov"


def checkov(framework: str, *arguments: str) -> Any:
    """Return the report of checkov's checks of *framework*, with nothing asked of the network."""
    assert COMMAND.exists(), "checkov isn't installed; `make test` installs it"
    command = [str(COMMAND), "--framework", framework, "--skip-download", "--compact", "-o", "json"]
    unknown_is_some_value = {"EVAL_TF_PLAN_AFTER_UNKNOWN": "true"}
    found = subprocess.run(
        [*command, *arguments], capture_output=True, text=True, env=os.environ | unknown_is_some_value
    )
    assert found.returncode in (0, 1), found.stderr
    return json.loads(found.stdout)
