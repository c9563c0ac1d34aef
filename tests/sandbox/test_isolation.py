"""Which variables the sandbox sees: none that an SDK takes an account, a cluster or a way there from."""

import importlib.util
import os
import re
import threading
from pathlib import Path

import pytest
from botocore.configprovider import BOTOCORE_DEFAUT_SESSION_VARIABLES

from sandbox.isolation import CLOSED, environment, isolated

_READ = re.compile(r"get_env(?:_\w+)?\(([^)]*)\)")


def read_by_sdks() -> set[str]:
    """Return every variable that a generated SDK fills inputs from, by its source."""
    found: set[str] = set()
    for package in ("pulumi_aws", "pulumi_kubernetes", "pulumi_tls"):
        spec = importlib.util.find_spec(package)
        assert spec
        assert spec.origin
        for file in Path(spec.origin).parent.rglob("*.py"):
            if file.name in ("provider.py", "vars.py", "_inputs.py", "outputs.py"):
                for arguments in _READ.findall(file.read_text(encoding="utf-8")):
                    found |= set(re.findall(r"'(\w+)'", arguments))
    return found


def read_by_botocore() -> set[str]:
    names = [known[1] for known in BOTOCORE_DEFAUT_SESSION_VARIABLES.values()]
    return {name for each in names for name in ([each] if isinstance(each, str) else each or [])}


def test_no_variable_that_an_sdk_reads_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    sdks, botocore = read_by_sdks(), read_by_botocore()
    assert {"KUBECONFIG", "AWS_REGION", "PULUMI_K8S_DELETE_UNREACHABLE", "PULUMI_K8S_CLIENT_QPS"} <= sdks
    assert {"AWS_PROFILE", "AWS_CA_BUNDLE"} <= botocore
    for name in sdks | botocore | {"AWS_ACCESS_KEY_ID", "HTTPS_PROXY", "SOMETHING_NEW"}:
        monkeypatch.setenv(name, "trap")
    assert "trap" not in environment().values()


def test_home_is_a_place_that_nothing_can_be_in() -> None:
    with isolated():
        assert not Path("~/.aws/credentials").expanduser().exists()
        with pytest.raises(NotADirectoryError):
            Path("~/.aws").expanduser().mkdir(parents=True)


def test_the_environment_comes_back_also_after_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUBECONFIG", "mine")
    before = dict(os.environ)

    def fail() -> None:
        assert "KUBECONFIG" not in os.environ
        assert os.environ.items() >= CLOSED.items()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), isolated():
        fail()
    assert dict(os.environ) == before


def test_of_two_at_once_the_last_one_gives_the_environment_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUBECONFIG", "mine")
    inside, leave = threading.Event(), threading.Event()
    seen: list[bool] = []

    def other() -> None:
        with isolated():
            inside.set()
            leave.wait()
            seen.append("KUBECONFIG" in os.environ)

    thread = threading.Thread(target=other)
    with isolated():
        thread.start()
        inside.wait()
    leave.set()
    thread.join()
    assert seen == [False]
    assert os.environ["KUBECONFIG"] == "mine"
