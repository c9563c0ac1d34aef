"""What whoever names a file of `tests/mesh` is told where its tools aren't there."""

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT


def test_a_file_that_is_named_says_what_it_lacks(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", "tests/mesh/test_server.py"]
    empty = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    done = subprocess.run(command, cwd=ROOT, env=empty, capture_output=True, text=True, check=False)
    assert done.returncode
    assert "test_server.py can't run: not built yet: etcd" in done.stdout
    assert "`make mesh-test`" in done.stdout
    assert "FileNotFoundError" not in done.stdout
