"""What the steps and scripts of the pipelines do, where `groot`, `git` and `gh` only write down what they are asked."""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from ops.pull_request import recorded

ROOT = Path(__file__).parents[1]
SCRIPTS = ROOT / ".github" / "scripts"
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
mkdir -p "$RUNNER_TEMP/base/.sandbox/state" "$RUNNER_TEMP/base/.sandbox/manifests"
cp -r "$GITHUB_WORKSPACE/.venv" "$RUNNER_TEMP/base/"
touch "$RUNNER_TEMP/base/.sandbox/state/staging.json" "$RUNNER_TEMP/base/.sandbox/manifests/one.yaml"
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
    assert (run.head / ".sandbox" / "manifests" / "one.yaml").is_file()
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


FAKE_API = """#!/usr/bin/env bash
# GitHub's API: what it answers stands in files, a page a line.
case "$*" in
  *"/commits/"*) cat "$PULLS" ;;
  *"/reviews"*) cat "$REVIEWS" ;;
esac
"""


def changed(tmp_path: Path, pulls: list[object], reviews: list[object]) -> object:
    """Return what the script says of commit c1."""
    (tmp_path / "gh").write_text(FAKE_API)
    (tmp_path / "gh").chmod(0o755)
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "GITHUB_REPOSITORY": "owner/name"}
    for name, answer in (("PULLS", pulls), ("REVIEWS", reviews)):
        path = tmp_path / name
        path.write_text("\n".join(json.dumps([each]) for each in answer) or "[]")
        environment[name] = str(path)
    done = subprocess.run([str(SCRIPTS / "change"), "c1"], env=environment, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def test_the_last_word_of_each_reviewer_counts(tmp_path: Path) -> None:
    pull = {
        "number": 7,
        "merge_commit_sha": "c1",
        "html_url": "https://forge.example.com/pull/7",
        "user": {"login": "ann"},
        "merged_at": "2026-11-24T12:00:00Z",
    }
    said = [("bob", "CHANGES_REQUESTED"), ("bob", "APPROVED"), ("bob", "COMMENTED"), ("cid", "APPROVED")]
    said.append(("cid", "DISMISSED"))
    reviews: list[object] = [{"user": {"login": name}, "state": state} for name, state in said]
    reviews.append({"user": None, "state": "APPROVED"})
    assert changed(tmp_path, [{**pull, "merge_commit_sha": "c0"}, pull], reviews) == {
        "commit": "c1",
        "pull_request": "https://forge.example.com/pull/7",
        "author": "ann",
        "approved_by": ["bob"],
        "merged_at": "2026-11-24T12:00:00Z",
    }


def test_a_commit_without_a_pull_request_says_so(tmp_path: Path) -> None:
    assert changed(tmp_path, [], []) == {"commit": "c1"}
