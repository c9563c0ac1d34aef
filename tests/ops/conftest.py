"""A project in a temporary folder, and the command line run in it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ops import cli, sandbox_engine, stacks
from ops.judge import PolicyJudge
from ops.judged_run import JudgedRun, Subject
from policies import core
from policies.registry import Registry
from sandbox.engine.events import Violation
from sandbox.engine.judge import Judge, Judged, Verdict
from tests.sandbox.engine.permissive import PermissiveProvider
from tests.sandbox.state import PASSPHRASE, SALT

NOWHERE = "http://127.0.0.1:1"
KEYS = ["stack", "engine", "endpoint", "changes", "fidelity", "violations", "outputs", "seconds"]
"""The keys that every document of a run begins with."""
PROGRAM = """
import pulumi
import pulumi_aws as aws

key = aws.kms.Key("key", description="data", multi_region=True)
bucket = aws.s3.Bucket("bucket", tags={"class": "public"}, opts=pulumi.ResourceOptions(depends_on=[key]))
pulumi.export("key", key.arn)
pulumi.export("password", pulumi.Output.secret("hush"))
print("said by the program")
"""


@dataclass(frozen=True)
class Outcome:
    """What a command line did."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The one document on stdout."""
        return json.loads(self.out)


class RuleBook(Judge):
    """A judge that finds what the test tells it to, by logical name."""

    def __init__(self) -> None:
        self.levels: dict[str, str] = {}
        self._judge = PolicyJudge(core.Judge(Registry(rules=(), stack_rules=())))

    def resource(self, resource: Judged) -> Verdict:
        self._judge.resource(resource)
        level = self.levels.get(resource.name)
        if not level:
            return Verdict()
        fault = Violation(
            rule="a_rule", level=level, message=f"{resource.name}: is wrong", urn=resource.urn, source=resource.source
        )
        return Verdict(violations=[fault])

    def stack(self, resources: Sequence[Judged]) -> Verdict:
        return Verdict()

    def run(self, project: str, stack: str, subject: Subject) -> JudgedRun:
        return self._judge.run(project, stack, subject)


class Groot:
    """The command line in a project of its own."""

    def __init__(self, root: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self.cloud = PermissiveProvider()
        self.rules = RuleBook()
        self._capture = capture
        self.write("Pulumi.yaml", "name: sample\nruntime: python\n")
        self.write("Pulumi.staging.yaml", f"encryptionsalt: {SALT}\nconfig: {{aws:region: us-east-1}}\n")
        self.program(PROGRAM)

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def program(self, text: str) -> None:
        self.write("__main__.py", text)

    def plain(self, *arguments: str) -> Outcome:
        """Run exactly *arguments*."""
        self._capture.readouterr()
        code = cli.run(arguments)
        out, err = self._capture.readouterr()
        return Outcome(code, out, err)

    def run(self, *arguments: str) -> Outcome:
        """Run *arguments* against no emulator."""
        return self.plain(*arguments, "--endpoint", NOWHERE)


@pytest.fixture(autouse=True)
def _at_a_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show what a person sees, whatever the pipeline sets."""
    for name in ("CI", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")


@pytest.fixture
def groot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Groot:
    groot = Groot(tmp_path, capsys)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", PASSPHRASE)
    monkeypatch.delenv("GROOT_STACK", raising=False)
    monkeypatch.setattr(stacks, "standard_providers", lambda *_: {"aws": groot.cloud})
    monkeypatch.setattr(sandbox_engine, "project_judge", lambda *_, **__: groot.rules)
    return groot
