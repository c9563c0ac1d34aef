"""checkov on staging and prod: every failure is mended, or stands in `policies/checkov.yaml` with the reason."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
import yaml

from ops.judge import project_judge
from ops.judged_run import Subject
from ops.terraform_plan.plan import export, write
from sandbox.engine.deployment import Deployment, Options
from sandbox.project import load_project
from sandbox.providers.standard import standard_providers
from tests.checkov import checkov
from tests.conftest import ROOT

STACKS = ("staging", "prod")
EXCEPTIONS = ROOT / "policies" / "checkov.yaml"
LEAST_CHECKS = 1000
"""Far fewer passed checks than this would mean that checkov doesn't understand the plan."""


@dataclass(frozen=True)
class Failure:
    """A check that a resource of a stack doesn't pass."""

    stack: str
    check: str
    title: str
    address: str
    source: str

    def __str__(self) -> str:
        return f"{self.stack}: {self.check} ({self.title}): {self.address}, {self.source}"


@pytest.fixture(scope="module")
def plans(emulator_endpoint: str, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The plan of each stack."""
    folder = tmp_path_factory.mktemp("plans")
    for stack in STACKS:
        project = load_project(ROOT, stack, lambda _root: "test")
        deployment = Deployment(project, folder, standard_providers(emulator_endpoint, folder), "test")
        judge = project_judge()
        result = deployment.preview(Options(judge=judge))
        assert not result.failed, (result.failures[:3], result.diagnostics)
        resources = judge.run(project.name, stack, Subject.PREVIEW).resources
        write(export(resources, {step.urn: step.op.value for step in result.steps}).document, folder / f"{stack}.json")
    return {stack: folder / f"{stack}.json" for stack in STACKS}


@pytest.fixture(scope="module")
def report(plans: Mapping[str, Path]) -> Any:
    return checkov("terraform_plan", *(part for plan in plans.values() for part in ("-f", str(plan))))


@pytest.fixture(scope="module")
def failures(plans: Mapping[str, Path], report: Any) -> Sequence[Failure]:
    origins = {stack: json.loads(plan.read_text())["pulumi"]["resources"] for stack, plan in plans.items()}
    return [
        Failure(
            stack=(stack := Path(found["file_path"]).stem),
            check=found["check_id"],
            title=found["check_name"],
            address=found["resource"],
            source=origins[stack][found["resource"]]["source"],
        )
        for found in report["results"]["failed_checks"]
    ]


@pytest.fixture(scope="module")
def accepted() -> Sequence[tuple[str, str]]:
    """Each check with each pattern of addresses at which it may fail."""
    entries = yaml.safe_load(EXCEPTIONS.read_text())
    assert all(set(entry) == {"check", "resources", "reason"} and entry["reason"].endswith(".") for entry in entries)
    return [(entry["check"], pattern) for entry in entries for pattern in entry["resources"]]


def test_checkov_understands_the_plans(report: Any) -> None:
    assert report["summary"]["parsing_errors"] == 0
    assert report["summary"]["passed"] > LEAST_CHECKS


def test_every_failure_is_mended_or_accepted_with_a_reason(
    failures: Sequence[Failure], accepted: Sequence[tuple[str, str]]
) -> None:
    left = [
        str(failure)
        for failure in failures
        if not any(failure.check == check and fnmatchcase(failure.address, pattern) for check, pattern in accepted)
    ]
    assert left == []


def test_every_exception_is_needed(failures: Sequence[Failure], accepted: Sequence[tuple[str, str]]) -> None:
    needless = [
        (check, pattern)
        for check, pattern in accepted
        if not any(failure.check == check and fnmatchcase(failure.address, pattern) for failure in failures)
    ]
    assert needless == []
