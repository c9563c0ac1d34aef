"""The pipelines: what runs in them is pinned, what they may do is little, and what they say is said once."""

import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from ops.pull_request import recorded
from tests.checkov import checkov

ROOT = Path(__file__).parents[1]
SCRIPTS = ROOT / ".github" / "scripts"
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
            assert set(step["with"]) == {"role-to-assume", "aws-region"}


def test_prod_waits_for_staging_and_for_approval_in_its_environment() -> None:
    deploy, up = (yaml.safe_load((ROOT / f".github/workflows/{name}.yaml").read_text()) for name in ("deploy", "up"))
    assert deploy["jobs"]["prod"]["needs"] == "staging"
    assert [job["with"]["stack"] for job in jobs(deploy)] == ["staging", "prod"]
    assert up["jobs"]["up"]["environment"] == "${{ inputs.stack }}"


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


# What the scripts do

FAKE_GROOT = """#!/usr/bin/env bash
# Writes down where it is asked what, and says what the test wants of it there.
where=$(basename "$PWD")
echo "$where: $*" >> "$ASKED"
case "$1 $where" in
  "preview base") printf '%s' "$BASE_SAYS"; exit "$BASE_CODE" ;;
  "preview head") echo '{"stack": "staging"}'; exit "$HEAD_CODE" ;;
  "up base") exit "$BASE_CODE" ;;
  "comment "*) echo told > comment.md ;;
esac
"""
FAKE_GIT = """#!/usr/bin/env bash
[ "$*" = "worktree add --quiet $RUNNER_TEMP/base HEAD^1" ] || exit 1
mkdir -p "$RUNNER_TEMP/base/.sandbox/state"
cp -r "$GITHUB_WORKSPACE/.venv" "$RUNNER_TEMP/base/"
touch "$RUNNER_TEMP/base/.sandbox/state/staging.json"
"""


@dataclass(frozen=True)
class Run:
    """What the steps of the preview's job did."""

    asked: list[str]
    head: Path
    output: str


def previewed(
    tmp_path: Path, *, base_says: str = '{"stack": "staging"}', base_code: int = 0, head_code: int = 0
) -> Run:
    """Run the steps of the preview's job, up to the comment, with a `groot` that does nothing."""
    head = tmp_path / "head"
    (head / ".venv" / "bin").mkdir(parents=True)
    (head / ".sandbox").mkdir()
    (tmp_path / "bin").mkdir()
    for path, script in (
        (head / ".venv" / "bin" / "groot", FAKE_GROOT),
        (tmp_path / "bin" / "git", FAKE_GIT),
        (tmp_path / "bin" / "make", "#!/bin/sh\n"),
    ):
        path.write_text(script)
        path.chmod(0o755)
    environment = {
        "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}",
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_WORKSPACE": str(head),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        "STACK": "staging",
        "ENDPOINT": "http://127.0.0.1:1",
        "ASKED": str(tmp_path / "asked"),
        "BASE_SAYS": base_says,
        "BASE_CODE": str(base_code),
        "HEAD_CODE": str(head_code),
    }
    for step in yaml.safe_load((ROOT / ".github/workflows/preview.yaml").read_text())["jobs"]["sandbox"]["steps"]:
        if step.get("name") in ("Deploy the base", "Preview", "Compare"):
            subprocess.run(
                ["bash", "-e", "-c", step["run"]], cwd=head, env=environment, check=not step.get("continue-on-error")
            )
    return Run((tmp_path / "asked").read_text().splitlines(), head, (tmp_path / "output").read_text())


def test_a_change_is_previewed_on_the_deployed_base_and_both_previews_are_compared(tmp_path: Path) -> None:
    run = previewed(tmp_path)
    options = "--stack staging --endpoint http://127.0.0.1:1"
    assert run.asked == [
        f"base: up {options}",
        f"base: preview {options} --json",
        f"head: preview {options} --json",
        "head: comment --base base.json --head head.json --out comment.md",
    ]
    assert (run.head / ".sandbox" / "state" / "staging.json").is_file()
    assert (tmp_path / "summary").read_text() == "told\n"


@pytest.mark.parametrize("code", [0, 1, 3])
def test_the_verdict_is_the_changes_own_and_not_the_bases(tmp_path: Path, code: int) -> None:
    run = previewed(tmp_path, base_code=3 - code, head_code=code)
    assert run.output == f"code={code}\n"
    assert run.asked[-1].startswith("head: comment")
    steps = yaml.safe_load((ROOT / ".github/workflows/preview.yaml").read_text())["jobs"]["sandbox"]["steps"]
    assert steps[-1]["env"] == {"CODE": "${{ steps.preview.outputs.code }}"}
    assert steps[-1]["run"] == 'exit "$CODE"'


def test_a_base_that_says_nothing_is_said_to_have_failed(tmp_path: Path) -> None:
    run = previewed(tmp_path, base_says="", base_code=1)
    assert recorded.read(run.head / "base.json").faults == ["it could not be deployed"]


def test_a_pull_request_from_elsewhere_gets_no_comment_and_a_summary() -> None:
    job = yaml.safe_load((ROOT / ".github/workflows/preview.yaml").read_text())["jobs"]["sandbox"]
    (comments,) = [step for step in job["steps"] if "GH_TOKEN" in step.get("env", {})]
    assert comments["if"] == "github.event.pull_request.head.repo.full_name == github.repository"
    assert job["permissions"] == {"contents": "read", "pull-requests": "write"}
    assert "GH_TOKEN" not in job["env"]


FAKE_GH = """#!/usr/bin/env bash
# Answers listings with what stands in $ANSWER, and writes down everything it is asked.
printf '%s\\n' "$*" >> "$ASKED"
case "$*" in *--jq*) cat "$ANSWER" ;; esac
"""


def asked(tmp_path: Path, answer: str, *command: str) -> list[str]:
    """Run a script with a `gh` that finds *answer*, and return what the script asked it."""
    (tmp_path / "gh").write_text(FAKE_GH)
    (tmp_path / "gh").chmod(0o755)
    (tmp_path / "answer").write_text(answer)
    (tmp_path / "text.md").write_text("text")
    log = tmp_path / "asked"
    environment = {
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "ASKED": str(log),
        "ANSWER": str(tmp_path / "answer"),
        "GITHUB_REPOSITORY": "owner/name",
    }
    script, *arguments = command
    subprocess.run([str(SCRIPTS / script), *arguments, str(tmp_path / "text.md")], env=environment, check=True)
    return log.read_text().splitlines()


def test_first_preview_comments(tmp_path: Path) -> None:
    calls = asked(tmp_path, "", "comment", "7", "groot preview staging")
    assert "--method POST repos/owner/name/issues/7/comments" in calls[-1]
    assert (tmp_path / "text.md.marked").read_text() == "<!-- groot preview staging -->\n\ntext"


def test_later_previews_edit_that_comment(tmp_path: Path) -> None:
    calls = asked(tmp_path, "42\n", "comment", "7", "groot preview staging")
    assert "--method PATCH repos/owner/name/issues/comments/42" in calls[-1]
    assert not any("POST" in call for call in calls)


@pytest.mark.parametrize(
    ("open_issue", "state", "call"),
    [
        ("", "found", "issue create --title Drift in staging --label drift"),
        ("9\n", "found", "issue edit 9"),
        ("9\n", "gone", "issue close 9"),
    ],
)
def test_drift_keeps_one_issue(tmp_path: Path, open_issue: str, state: str, call: str) -> None:
    assert asked(tmp_path, open_issue, "drift-issue", "staging", state)[-1].startswith(call)


def test_no_drift_and_no_issue_does_nothing(tmp_path: Path) -> None:
    assert len(asked(tmp_path, "", "drift-issue", "staging", "gone")) == 1
