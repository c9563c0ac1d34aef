"""The pipelines: what runs in them is pinned, and what they may do is little."""

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from components.identity.pipeline_roles import DEPLOY_SECONDS
from policies.rules.iam.iam_role_session_is_short import LONGEST_SECONDS
from tests.checkov import checkov

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yaml"))
PINNED = re.compile(r"^\s*- uses: (?P<action>[\w./-]+)@(?P<commit>[0-9a-f]{40}) # v\d+\.\d+\.\d+$")


@pytest.fixture(params=WORKFLOWS, ids=lambda path: path.stem)
def workflow(request: pytest.FixtureRequest) -> Mapping[str, Any]:
    return yaml.safe_load(request.param.read_text())


def jobs(workflow: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from workflow["jobs"].values()


def steps(workflow: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for job in jobs(workflow):
        yield from job.get("steps", ())


def uses(step: Mapping[str, Any], action: str) -> bool:
    return step.get("uses", "").startswith(f"{action}@")


def test_every_action_is_pinned_by_commit_and_the_same_everywhere() -> None:
    commits: dict[str, set[str]] = {}
    for line in (line for path in WORKFLOWS for line in path.read_text().splitlines() if "- uses:" in line):
        found = PINNED.match(line)
        assert found, line
        commits.setdefault(found["action"], set()).add(found["commit"])
    assert commits
    assert {action for action, pins in commits.items() if len(pins) > 1} == set()


def test_workflow_may_only_read_unless_a_job_says_more(workflow: Mapping[str, Any]) -> None:
    assert workflow["permissions"] == {"contents": "read"}
    for job in jobs(workflow):
        assert job.get("permissions", {}).get("contents", "read") == "read"


def test_only_jobs_that_assume_a_role_get_an_identity(workflow: Mapping[str, Any]) -> None:
    for job in jobs(workflow):
        assumes = "uses" in job or any(uses(step, "aws-actions/configure-aws-credentials") for step in job["steps"])
        assert ("id-token" in job.get("permissions", {})) == assumes


def test_checkout_leaves_no_token_behind(workflow: Mapping[str, Any]) -> None:
    for step in steps(workflow):
        if uses(step, "actions/checkout"):
            assert step["with"]["persist-credentials"] is False


def test_nothing_from_outside_is_pasted_into_a_script(workflow: Mapping[str, Any]) -> None:
    assert [step["run"] for step in steps(workflow) if "${{" in step.get("run", "")] == []


def test_no_pipeline_holds_a_stored_credential(workflow: Mapping[str, Any]) -> None:
    assert "secrets." not in json.dumps(workflow)
    for step in steps(workflow):
        if uses(step, "aws-actions/configure-aws-credentials"):
            assert set(step["with"]) - {"role-duration-seconds"} == {"role-to-assume", "aws-region"}


def test_a_deployments_credentials_outlast_it_and_end_within_what_policies_let_a_role_do() -> None:
    (job,) = jobs(yaml.safe_load((ROOT / ".github/workflows/up.yaml").read_text()))
    step, *later = [step for step in job["steps"] if uses(step, "aws-actions/configure-aws-credentials")]
    for each in later:
        assert "role-duration-seconds" not in each["with"], "it is asked for afresh, and takes minutes"
    seconds = step["with"]["role-duration-seconds"]
    assert job["timeout-minutes"] * 60 <= seconds <= LONGEST_SECONDS
    assert seconds <= DEPLOY_SECONDS, "AWS STS refuses more than the role's longest session"
    assert job["timeout-minutes"] >= 105, "a first deployment takes 45 to 70 minutes, and half as long again is spare"


def test_other_credentials_end_with_the_hour_that_every_role_lasts() -> None:
    for path in WORKFLOWS:
        for job in jobs(yaml.safe_load(path.read_text())):
            asks = [
                step["with"] for step in job.get("steps", ()) if uses(step, "aws-actions/configure-aws-credentials")
            ]
            if asks and path.stem != "up":
                assert "role-duration-seconds" not in asks[0]
                assert job["timeout-minutes"] <= 60


def test_prod_waits_for_staging_and_for_approval_in_its_environment() -> None:
    deploy, up = (yaml.safe_load((ROOT / f".github/workflows/{name}.yaml").read_text()) for name in ("deploy", "up"))
    assert "staging" in deploy["jobs"]["prod"]["needs"]
    assert [job["with"]["stack"] for job in jobs(deploy) if "with" in job] == ["staging", "prod"]
    assert up["jobs"]["up"]["environment"] == "${{ inputs.stack }}"


def test_the_mesh_is_tested_every_night_and_before_prod() -> None:
    nightly, deploy = (
        yaml.safe_load((ROOT / f".github/workflows/{name}.yaml").read_text()) for name in ("mesh", "deploy")
    )
    assert nightly[True]["schedule"], "YAML 1.1 reads `on` as true"
    assert "mesh" in deploy["jobs"]["prod"]["needs"]
    for workflow in (nightly, deploy):
        assert workflow["jobs"]["mesh"]["steps"][-1]["run"] == "sudo --preserve-env=PATH make mesh-test"


def test_clusters_are_fed_what_was_deployed_by_a_role_that_deploys_nothing() -> None:
    [job] = jobs(yaml.safe_load((ROOT / ".github" / "workflows" / "up.yaml").read_text()))
    roles, fed = [], []
    for step in job["steps"]:
        if uses(step, "aws-actions/configure-aws-credentials"):
            roles.append(step["with"]["role-to-assume"])
        if "groot feed" in step.get("run", ""):
            fed.append(roles[-1])
        if "groot up" in step.get("run", ""):
            assert roles == ["${{ vars.DEPLOY_ROLE_ARN }}"]
            assert "pulumi stack export" in step["run"]
    assert fed == ["${{ vars.PUBLISH_ROLE_ARN }}"]


def test_evidence_of_what_was_deployed_tells_who_approved_it_where_there_is_a_role_for_it() -> None:
    [job] = jobs(yaml.safe_load((ROOT / ".github" / "workflows" / "up.yaml").read_text()))
    *_, credentials, evidence = job["steps"]
    assert credentials["with"]["role-to-assume"] == "${{ vars.EVIDENCE_ROLE_ARN }}"
    assert credentials["if"] == evidence["if"] == "vars.EVIDENCE_ROLE_ARN != ''"
    assert "--change" in evidence["run"]
    assert job["permissions"]["pull-requests"] == "read"


def test_no_pipeline_makes_a_stack(workflow: Mapping[str, Any]) -> None:
    making = re.compile(r"pulumi stack (init|select .*--create)")
    made = [step["run"] for step in steps(workflow) if making.search(step.get("run", ""))]
    assert made == [], "its key would be in this job's settings only, and the next run asked for a passphrase"


def test_the_preview_of_a_pull_request_reaches_no_account() -> None:
    preview = yaml.safe_load((ROOT / ".github/workflows/preview.yaml").read_text())
    assert not any(uses(step, "aws-actions/configure-aws-credentials") for step in preview["jobs"]["sandbox"]["steps"])


def test_stacks_of_the_pipelines_exist() -> None:
    for path in WORKFLOWS:
        for job in jobs(yaml.safe_load(path.read_text())):
            for stack in job.get("strategy", {}).get("matrix", {}).get("stack", ()):
                assert (ROOT / f"Pulumi.{stack}.yaml").is_file()


def test_engine_in_the_pipelines_is_the_locked_one() -> None:
    step = next(
        step for step in steps(yaml.safe_load((ROOT / ".github/workflows/up.yaml").read_text())) if "id" in step
    )
    expression = step["run"].split("'")[1]
    found = subprocess.run(["sed", "-n", expression, str(ROOT / "requirements.lock")], capture_output=True, text=True)
    assert re.fullmatch(r"version=3\.\d+\.\d+\n", found.stdout)


def test_checkov_finds_nothing() -> None:
    summary = checkov("github_actions", "-d", str(ROOT / ".github"))["summary"]
    assert summary["failed"] == 0
    assert summary["passed"] > 0
