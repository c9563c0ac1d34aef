"""No command of the sandbox touches what its environment leads to: credentials, clusters, proxies, metadata."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
import typer.main

from ops import cli
from sandbox import isolation
from tests import traps
from tests.conftest import free_port
from tests.traps import CANARY, Traps

PROGRAM = """
import os

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as kubernetes
import pulumi_tls as tls
from opentelemetry import trace

key = aws.kms.Key("key", description="data", region="us-east-1")
bare = aws.Provider("bare", skip_credentials_validation=True)
topic = aws.sns.Topic("topic", region="us-east-1", opts=pulumi.ResourceOptions(provider=bare))
role = aws.iam.Role("role", assume_role_policy='{"Version": "2012-10-17", "Statement": []}')
code = {"probe.py": pulumi.StringAsset("import os\\n\\n\\ndef handle(*_):\\n    return sorted(os.environ)\\n")}
aws.lambda_.Function(
    "probe", name="probe", region="us-east-1", runtime="python3.14", handler="probe.handle", role=role.arn,
    code=pulumi.AssetArchive(code),
)
tls.PrivateKey("pair", algorithm="ED25519")
manifests = kubernetes.Provider("manifests", render_yaml_to_directory=".sandbox/manifests/staging/us-east-1")
kubernetes.core.v1.Namespace(
    "apps", metadata={"name": "apps"}, opts=pulumi.ResourceOptions(provider=manifests)
)
feed = {"cluster": "main", "kubernetes": "1.34", "repository": "releases", "signingKey": "key", "function": "feeder"}
pulumi.export("feeds", {"us-east-1": {**feed, "images": [], "charts": []}})
pulumi.export("account", aws.get_caller_identity().account_id)
pulumi.export("variables", sorted(os.environ))
pulumi.export("tracer", type(trace.get_tracer_provider()).__name__)
pulumi.export("home", os.path.expanduser("~"))
pulumi.export("given", pulumi.Config().get("given") or pulumi.Config().get("bag") or "nothing")
"""
CAPACITY = ("capacity", "--requests-per-minute", "1", "--events-per-day", "1")
EVENTS = (
    ("failover", "--to", "us-east-1", "--yes"),
    ("replay",),
    ("rebuild",),
    ("forget", "ann", "--yes"),
    ("shred", "keys-restored-1"),
    ("verify",),
)
DRIVER = """
import json, sys

for line in sys.stdin:
    sys.argv = ["groot", *json.loads(line)]
    from ops import entry

    try:
        entry.main()
        code = 0
    except SystemExit as left:
        code = left.code
    print(f"== {code}", flush=True)
"""
"""Runs the commands that stand on its stdin, a line each, as `groot` does."""
CARELESS = """
import os

import boto3, docker, kubernetes, requests
from botocore.config import Config

def attempt(action):
    try:
        action()
    except Exception as error:
        print(type(error).__name__, error)

quick = Config(retries={"total_max_attempts": 1}, connect_timeout=1, read_timeout=1)

def call_sts(profile=None):
    attempt(lambda: boto3.Session(profile_name=profile).client("sts", config=quick).get_caller_identity())

def forget(*beginnings):
    for name in [name for name in os.environ if name.startswith(beginnings)]:
        del os.environ[name]

attempt(lambda: docker.from_env())
attempt(lambda: requests.get("http://example.invalid"))
call_sts()
forget("HTTP", "http", "ALL", "all", "AWS_USE_")
attempt(lambda: kubernetes.client.VersionApi(kubernetes.config.new_client_from_config()).get_code())
call_sts()
forget("AWS_ENDPOINT_URL")
call_sts("default")
forget("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE")
call_sts("default")
"""
"""Does what a program does that heeds its environment."""


class Shell:
    """A process that runs one command after another among traps."""

    def __init__(self, root: Path, variables: Mapping[str, str]) -> None:
        inherited = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
        self.errors = root.parent / "stderr"
        self._process = subprocess.Popen(
            [sys.executable, "-c", DRIVER],
            cwd=root,
            env={**inherited, **variables},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors.open("w"),
            text=True,
        )

    def run(self, *arguments: str) -> tuple[int, str]:
        """Return the exit code of `groot` with *arguments*, and what it printed."""
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps(arguments), file=self._process.stdin, flush=True)
        said: list[str] = []
        for line in self._process.stdout:
            if line.startswith("== "):
                return int(line[3:]), "".join(said)
            said.append(line)
        raise AssertionError(f"groot {' '.join(arguments)} ended the process: {self.errors.read_text()}")

    def close(self) -> None:
        """End the process."""
        with self._process:
            pass


@dataclass
class Visit:
    """A project among traps, in which every command was run."""

    root: Path
    traps: Traps
    codes: dict[str, int]
    """Exit codes by command."""
    said: str
    variables: str
    """Of the emulator's processes."""
    outputs: Mapping[str, Any]
    """Of the stack."""
    ports: set[int]
    """Of the emulator's processes."""


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    folder = tmp_path_factory.mktemp("isolation")
    root = folder / "project"
    root.mkdir()
    files = {
        "Pulumi.yaml": "name: sample\nruntime: python\n",
        "Pulumi.staging.yaml": "config: {aws:region: us-east-1}\n",
        "__main__.py": PROGRAM,
        "advisory.json": json.dumps({"all": "advisory"}),
        "requirements.lock": "",
    }
    for name, content in files.items():
        (root / name).write_text(content)
    with traps.set_in(folder) as found:
        shell = Shell(root, found.variables)
        try:
            yield _visit(root, found, shell)
        finally:
            shell.run("emulator", "stop")
            shell.close()


def _visit(root: Path, found: Traps, shell: Shell) -> Visit:
    codes: dict[str, int] = {}
    said: list[str] = []

    def groot(*arguments: str) -> str:
        code, out = shell.run(*arguments)
        codes[" ".join(arguments)] = code
        said.append(out)
        return out

    port = free_port()
    advisory = ("--policy-pack-config", "advisory.json")
    groot("emulator", "start", "--port", str(port))
    (root / "preview.json").write_text(groot("preview", "--json", "--out", "plan.json", *advisory))
    groot("up", *advisory)
    outputs = json.loads(groot("up", "--endpoint", f"http://127.0.0.1:{port}", "--json", *advisory))["outputs"]
    started = json.loads((root / ".sandbox" / "emulator.json").read_text())
    variables = "".join(Path(f"/proc/{pid}/environ").read_text() for pid in started["pids"].values())
    groot("drift")
    groot("refresh", "--yes")
    groot("assess")
    groot("assess", "--of", "state")
    groot("assess", "--of", "live", "--json")
    groot("cost", "--of", "live")
    groot(*CAPACITY)
    groot("feed", "--out", "releases")
    groot("functions")
    groot("invoke", "probe")
    groot("logs", "probe")
    groot("call", "GET", "/nothing")
    for what in EVENTS:
        groot("events", *what)
    groot("drill", "restore")
    groot("privacy", "map")
    groot("privacy", "record")
    groot("privacy", "find", "ann")
    groot("lineage", "events.data")
    groot("preflight")
    groot("preflight", "--account", "--endpoint", f"http://127.0.0.1:{port}")
    groot("report", "--of", "live", "--out", "report.html")
    bundle = groot("evidence", "--of", "live").strip()
    groot("evidence", "verify", bundle)
    groot("evidence", "key")
    groot("comment", "--base", "preview.json", "--head", "preview.json")
    groot("state", "export", "--out", "state.json")
    groot("state", "repair")
    groot("import", "aws:s3/bucket:Bucket", "theirs", _bucket(port), "--yes")
    groot("state", "unprotect", "*::theirs")
    groot("state", "delete", "*::theirs")
    groot("emulator", "status")
    groot("emulator", "env")
    groot("destroy", "--yes", "--target", "*::apps", "--target", "*::key")
    groot("init")
    groot("emulator", "install")
    groot("emulator", "stop")
    groot("emulator", "reset", "--yes")
    said_all = "".join(said) + shell.errors.read_text()
    return Visit(root, found, codes, said_all, variables, outputs, set(started["ports"].values()))


def _bucket(port: int) -> str:
    """Make a bucket that no stack has, and return its name."""
    keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
    s3 = boto3.client("s3", endpoint_url=f"http://127.0.0.1:{port}", region_name="us-east-1", **keys)
    s3.create_bucket(Bucket="theirs")
    return "theirs"


def test_every_command_is_run_and_does_its_work(visit: Visit) -> None:
    missing = [
        path
        for path in _paths(typer.main.get_command(cli.app))
        if not any(ran.startswith(" ".join(path)) for ran in visit.codes)
    ]
    assert missing == []
    judging = {
        name: code
        for name, code in visit.codes.items()
        if name.startswith(("assess", "report", "evidence --", "preflight"))
    }
    assert set(judging.values()) <= {0, 3}
    failed = {name: code for name, code in visit.codes.items() if code and name not in judging}
    no_events = dict.fromkeys(("drill restore", *(" ".join(("events", *what)) for what in EVENTS)), 2)
    lacking = {"call GET /nothing": 2, " ".join(CAPACITY): 1}  # there is no API, nor a gateway
    no_catalogue = dict.fromkeys(("privacy map", "privacy record", "privacy find ann", "lineage events.data"), 1)
    assert failed == {**lacking, **no_events, **no_catalogue}, visit.said  # nor an event store, nor a catalogue


def _paths(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    children = getattr(command, "commands", {})
    for name, child in children.items():
        yield from _paths(child, (*path, name))
    if not children or getattr(command, "invoke_without_command", False):
        yield path


def test_no_trap_is_touched(visit: Visit) -> None:
    assert visit.traps.touched() == set()


def test_nothing_but_the_emulator_is_spoken_to_and_no_name_is_asked_for(visit: Visit) -> None:
    assert visit.traps.strangers(visit.ports) == []


def test_no_program_is_started_but_the_emulator_cfn_lint_and_git(visit: Visit) -> None:
    assert visit.traps.started() <= {Path(sys.executable).name, "cfn-lint", "git", "ps"}


def test_no_value_of_the_environment_gets_anywhere(visit: Visit) -> None:
    assert visit.traps.spread(visit.root) == []
    assert CANARY not in visit.said
    assert CANARY not in visit.variables


def test_the_program_sees_how_it_runs_and_nothing_else_of_its_environment(visit: Visit) -> None:
    seen = set(visit.outputs["variables"])
    assert seen & visit.traps.variables.keys() <= isolation.CLOSED.keys() | {"PYTHONPATH"}
    assert "PATH" in seen
    assert visit.outputs["home"] == os.devnull
    assert visit.outputs["tracer"] == "ProxyTracerProvider", "nothing traces"
    assert visit.outputs["given"] == "nothing"
    assert visit.outputs["account"] == "123456789012"


def test_each_trap_catches_what_is_careless(tmp_path: Path) -> None:
    with traps.set_in(tmp_path) as found:
        done = subprocess.run(
            [sys.executable, "-c", CARELESS],
            env={"PATH": os.environ["PATH"], **found.variables},
            capture_output=True,
            text=True,
            check=True,
        )
    assert found.touched() >= {
        *("proxy", "endpoint", "cluster", "profile", "monitoring", "kubeconfig", "aws-config", "aws-credentials"),
        *("home/.aws/config", "home/.aws/credentials"),
    }, done.stdout
