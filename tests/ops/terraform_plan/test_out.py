"""`groot preview --out`: the plan of what the program declares, for its owner's eyes."""

import json
import stat

from tests.ops.conftest import PROGRAM, Groot

SECRET = """
secret = aws.secretsmanager.SecretVersion("token", secret_id=bucket.id, secret_string=pulumi.Output.secret("canary"))
"""


def test_preview_writes_the_plan_for_its_owner_alone(groot: Groot) -> None:
    groot.program(PROGRAM + SECRET)
    (groot.root / "plan.json").touch(mode=0o644)
    outcome = groot.run("preview", "--out", "plan.json", "--json")
    assert outcome.code == 0, outcome.err
    assert outcome.document["changes"]["create"] > 0
    text = (groot.root / "plan.json").read_text()
    assert stat.S_IMODE((groot.root / "plan.json").stat().st_mode) == 0o600
    assert "canary" not in text
    plan = json.loads(text)
    assert [(each["address"], each["change"]["actions"]) for each in plan["resource_changes"]] == [
        ("aws_kms_key.key", ["create"]),
        ("aws_s3_bucket.bucket", ["create"]),
        ("aws_secretsmanager_secret_version.token", ["create"]),
    ]
    assert plan["planned_values"]["root_module"]["resources"][0]["values"]["multi_region"] is True
    assert plan["configuration"]["root_module"]["resources"][2]["expressions"] == {
        "secret_id": {"references": ["aws_s3_bucket.bucket.id", "aws_s3_bucket.bucket"]}
    }
    assert plan["pulumi"]["resources"]["aws_s3_bucket.bucket"]["source"] == "__main__.py:6"


def test_after_an_up_the_plan_says_that_nothing_changes(groot: Groot) -> None:
    groot.run("up")
    groot.run("preview", "--out", "plan.json")
    plan = json.loads((groot.root / "plan.json").read_text())
    assert [each["change"]["actions"] for each in plan["resource_changes"]] == [["no-op"], ["no-op"]]


def test_a_plan_that_cannot_be_written_is_an_error_that_names_the_file(groot: Groot) -> None:
    outcome = groot.run("preview", "--out", "nowhere/plan.json")
    assert outcome.code == 1
    assert "error: nowhere/plan.json: the plan cannot be written: No such file or directory" in outcome.err


def test_no_plan_is_written_of_a_preview_that_fails(groot: Groot) -> None:
    groot.program(PROGRAM + "raise ValueError('no such thing')")
    outcome = groot.run("preview", "--out", "plan.json")
    assert outcome.code == 1
    assert "error: plan.json isn't written: the preview failed" in outcome.err
    assert not (groot.root / "plan.json").exists()


def test_the_stock_command_writes_no_plan(groot: Groot) -> None:
    outcome = groot.plain("preview", "--engine", "pulumi", "--out", "plan.json")
    assert outcome.code == 2
    assert "--out goes with --engine sandbox" in outcome.err
