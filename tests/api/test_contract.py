"""The contract holds: generated requests meet no fault, and what is declared fits what is answered."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.api.caller import Caller
from tests.conftest import ROOT

SCHEMATHESIS = ROOT / ".venv" / "contracts" / "bin" / "schemathesis"
HOOKS = Path(__file__).with_name("without_examples.py")


@pytest.mark.usefixtures("shards")
@pytest.mark.parametrize("seed", [1])
def test_generated_requests_find_no_fault_in_the_contract(seed: int, caller: Caller, tmp_path: Path) -> None:
    given = [f"--header={name}: {value}" for name, value in caller.credentials.items()]
    tried = subprocess.run(
        [SCHEMATHESIS, "--config-file", ROOT / "api" / "schemathesis.toml", "run", ROOT / "api" / "openapi.yaml",
         "--url", caller.url, "--exclude-path", "/ready", "--max-examples", "10", "--seed", str(seed), *given],
        env={**os.environ, "SCHEMATHESIS_HOOKS": str(HOOKS)},
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert tried.returncode == 0, tried.stdout[-4_000:] + tried.stderr[-1_000:]
    assert "No issues found" in tried.stdout, tried.stdout[-3000:]
