"""`groot assess` on a deployed stack: what the program declares, what the state says and what is there agree."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ops import subjects
from ops.judge import PolicyJudge, project_judge
from ops.judged_run import JudgedRun, Subject
from policies.core import Outcome
from sandbox.state.model import ResourceState
from tests.conftest import Deployed
from tests.ops.conftest import Groot

BUCKET = """
import pulumi_aws as aws

aws.s3.BucketPublicAccessBlock(
    "open", bucket="some-bucket", block_public_acls=False, block_public_policy=True, ignore_public_acls=True,
    restrict_public_buckets=True, region="us-east-1"
)
"""


@pytest.fixture
def assessing(groot: Groot) -> Groot:
    """A project whose stack violates one rule, judged by the real rules."""
    groot.program(BUCKET)
    return groot


def judged(states: list[ResourceState], subject: Subject) -> JudgedRun:
    judge: PolicyJudge = project_judge()
    subjects.judge_states(judge, states)
    return judge.run("groot", "staging", subject)


def test_the_state_and_what_is_live_get_the_same_verdicts(staging: Deployed) -> None:
    result, live = staging.deployment.read_back()
    assert not result.failed
    said = [
        {(each.rule, each.urn, each.outcome) for each in judged(states, subject).verdicts}
        for states, subject in ((staging.resources, Subject.STATE), (live, Subject.LIVE))
    ]
    assert said[0] == said[1]
    assert {outcome for _, _, outcome in said[0]} <= {Outcome.PASSED, Outcome.WAIVED}


def test_a_document_has_score_controls_and_recommendations(assessing: Groot) -> None:
    outcome = assessing.run("assess", "--framework", "soc2", "--json")
    document = json.loads(outcome.out)
    assert outcome.code == 3
    assert document.keys() >= {"framework", "score", "assessed_at", "controls", "recommendations"}
    assert (document["framework"], document["stack"], document["of"]) == ("soc2", "staging", "preview")
    assert document["score"] < 100
    for control in document["controls"]:
        assert control.keys() >= {"id", "how", "result", "rules", "findings"}
        assert control["how"] in ("automated", "partial", "inherited", "organizational")
    (found,) = [each for each in document["recommendations"] if each["rule"] == "s3_bucket_public_access_is_blocked"]
    assert found["urns"] == ["urn:pulumi:staging::sample::aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock::open"]
    assert "CC6.1" in found["controls"]
    findings = [finding for control in document["controls"] for finding in control["findings"]]
    assert {finding["source"] for finding in findings if finding["urn"] == found["urns"][0]} == {"__main__.py:4"}


def test_a_person_reads_score_findings_and_mends(assessing: Groot) -> None:
    outcome = assessing.run("assess")
    assert outcome.code == 3
    assert "mend first" in outcome.out
    assert "SOC 2" in outcome.out
    assert re.search(r"%, \d+ of \d+ controls decided \(\d+\.\d %\)", outcome.out)
    assert "violated: open: " in outcome.out


def test_the_state_and_a_state_file_are_assessed_without_a_cloud(assessing: Groot, tmp_path: Path) -> None:
    assessing.rules.levels = {}
    assert assessing.run("up").code == 0
    assert assessing.plain("state", "export", "--out", str(tmp_path / "state.json")).code == 0
    by_state = json.loads(assessing.plain("assess", "--of", "state", "--json").out)
    by_file = json.loads(assessing.plain("assess", "--state-file", str(tmp_path / "state.json"), "--json").out)
    assert by_state["controls"] == by_file["controls"]
    assert by_state["of"] == by_file["of"] == "state"
    assert by_state["recommendations"]


def _other_stack(path: Path) -> None:
    urn = "urn:pulumi:prod::sample::pulumi:pulumi:Stack::sample-prod"
    resource = {"urn": urn, "custom": False, "type": "pulumi:pulumi:Stack"}
    path.write_text(json.dumps({"version": 3, "deployment": {"resources": [resource]}}))


@pytest.mark.parametrize(
    ("write", "says"),
    [
        (lambda path: None, "cannot be read: No such file"),
        (lambda path: path.write_text('{"version": 3, "depl'), "not valid JSON"),
        (lambda path: path.write_text("[" * 100_000), "not valid JSON"),
        (lambda path: path.write_text("[]"), "not a state of version 3"),
        (lambda path: path.write_text('{"version": 3, "deployment": {}}'), "nothing deployed"),
        (_other_stack, "which is not of stack staging of sample"),
    ],
)
def test_a_state_file_that_will_not_do_is_refused_with_a_line(
    assessing: Groot, tmp_path: Path, write: Callable[[Path], object], says: str
) -> None:
    write(tmp_path / "given.json")
    outcome = assessing.plain("assess", "--state-file", str(tmp_path / "given.json"))
    assert outcome.code == 1
    assert says in outcome.err
    assert len(outcome.err.splitlines()) == 1


def test_what_cannot_be_assessed_is_a_document_too(assessing: Groot) -> None:
    outcome = assessing.plain("assess", "--state-file", "nowhere.json", "--json")
    assert outcome.code == 1
    document = json.loads(outcome.out)
    assert document.keys() == {
        "framework", "stack", "score", "assessed_at", "controls", "recommendations", "error"
    }  # fmt: skip
    assert "cannot be read" in document["error"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--framework", "soc3"), "there is no framework soc3; there are "),
        (("--endpoint", "http://127.0.0.1:99999"), "not a URL that AWS answers at"),
        (("--of", "live", "--state-file", "x.json"), "leave out --of live"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(assessing: Groot, arguments: tuple[str, ...], says: str) -> None:
    outcome = assessing.plain("assess", *arguments)
    assert (outcome.code, says in outcome.err) == (2, True)


def test_a_stack_that_is_not_deployed_is_said_to_be(assessing: Groot) -> None:
    outcome = assessing.plain("assess", "--of", "state")
    assert outcome.code == 1
    assert "has nothing deployed" in outcome.err


def test_a_program_that_fails_is_not_assessed(assessing: Groot) -> None:
    assessing.program("raise SystemError('broken')")
    outcome = assessing.run("assess")
    assert outcome.code == 1
    assert "broken" in outcome.err
