"""Deferring definitions changes when they are made, and nothing else."""

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from sandbox.engine import sdk_modules
from tests.conftest import ROOT

SAMPLE = "pulumi_sample"
PACKAGE = """
import typing
from . import _utilities
# Export this package's modules as members:
from .get_thing import *
from .thing import *
from . import outputs
"""
MODULES = {
    "_utilities": "",
    "thing": "__all__ = ['Thing', 'ThingArgs']\nclass Thing: pass\nclass ThingArgs: pass\nhidden = 1\n",
    "get_thing": "__all__ = [\n    'Found',\n    'get_thing',\n]\nclass Found: pass\ndef get_thing(): return Found()\n",
    "outputs": "__all__ = ['One', 'Two']\nclass One(dict): pass\nclass Two(dict): pass\n",
}


def python(*arguments: str) -> Any:
    command = [sys.executable, "-W", "ignore", *arguments]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A generated package on the path, not imported yet."""
    folder = tmp_path / SAMPLE
    folder.mkdir()
    (folder / "__init__.py").write_text(PACKAGE)
    for name, text in MODULES.items():
        (folder / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield folder
    forget()


def forget() -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == SAMPLE]:
        del sys.modules[name]
    importlib.invalidate_caches()


def deferred() -> ModuleType:
    forget()
    with sdk_modules.deferring():
        return importlib.import_module(SAMPLE)


def test_modules_hold_what_a_plain_import_gives() -> None:
    plain, deferring = (python("-m", "tests.sandbox.engine.describe_sdk", *way) for way in ((), ("deferring",)))
    for name, found in plain.items():
        assert deferring[name] == found, name


def test_staging_registers_the_same(emulator_endpoint: str) -> None:
    plain, deferring = (
        python("-m", "tests.sandbox.engine.register_staging", emulator_endpoint, *way) for way in ((), ("deferring",))
    )
    assert len(plain) > 500
    assert deferring == plain


def test_a_program_loads_what_it_uses() -> None:
    script = (
        "import json, sys\nfrom sandbox.engine import sdk_modules\nwith sdk_modules.deferring():\n"
        "    import pulumi_aws as aws\n    aws.ec2.Vpc\n"
        "print(json.dumps([name for name in sys.modules if name.startswith('pulumi_aws.ec2.')]))"
    )
    loaded = python("-c", script)
    assert "pulumi_aws.ec2.vpc" in loaded
    assert "pulumi_aws.ec2.instance" not in loaded


def test_a_module_waits_for_one_of_its_names(sample: Path) -> None:
    package = deferred()
    assert f"{SAMPLE}.thing" not in sys.modules
    assert package.Thing.__module__ == f"{SAMPLE}.thing"
    assert "ThingArgs" in vars(package)


def test_a_class_of_outputs_waits_for_its_name(sample: Path) -> None:
    outputs = deferred().outputs
    assert outputs.One is outputs.One
    assert outputs.One.__module__ == f"{SAMPLE}.outputs"
    assert "Two" not in vars(outputs)


def test_a_function_named_like_its_module_is_the_function(sample: Path) -> None:
    package = deferred()
    assert isinstance(package.get_thing(), package.Found)


def test_a_function_named_like_its_module_is_the_function_whichever_name_comes_first(sample: Path) -> None:
    package = deferred()
    assert isinstance(package.Found(), type(package.get_thing()))


def test_names_are_listed_before_they_are_there(sample: Path) -> None:
    package = deferred()
    assert {"Thing", "ThingArgs", "Found", "get_thing", "outputs"} <= set(dir(package))
    space: dict[str, Any] = {}
    exec(f"from {SAMPLE} import *", space)
    assert {"Thing", "get_thing"} <= space.keys()


def test_a_name_that_is_not_there_is_an_attribute_error(sample: Path) -> None:
    with pytest.raises(AttributeError, match="module 'pulumi_sample' has no attribute 'hidden'"):
        _ = deferred().hidden


def test_a_module_without_a_list_of_names_is_loaded_at_once(sample: Path) -> None:
    (sample / "thing.py").write_text("class Thing: pass\n")
    assert "Thing" in vars(deferred())


def change(file: Path, old: str, new: str) -> None:
    """Change *file* without its time showing it."""
    stat = file.stat()
    file.write_text(file.read_text().replace(old, new))
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def test_what_was_compiled_is_kept(sample: Path) -> None:
    assert deferred().outputs.Two
    change(sample / "outputs.py", "Two", "Six")
    assert deferred().outputs.Two, "time and size say that the file is the same"


def test_a_changed_file_is_compiled_anew(sample: Path) -> None:
    assert deferred().outputs.Two
    change(sample / "outputs.py", "Two", "Three")
    assert deferred().outputs.Three


@pytest.mark.parametrize("damage", [b"", b"torn", b"\x00" * 64])
def test_damaged_kept_statements_are_made_anew(sample: Path, damage: bytes) -> None:
    assert deferred().outputs.One
    (kept,) = sample.glob("__pycache__/outputs.*deferred.pyc")
    kept.write_bytes(damage)
    assert deferred().outputs.One
    assert kept.read_bytes() != damage


def test_nothing_is_deferred_afterwards(sample: Path) -> None:
    with sdk_modules.deferring():
        pass
    assert "Thing" in vars(importlib.import_module(SAMPLE))
