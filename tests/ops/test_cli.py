"""The commands as a person runs them: what they do, say and exit with."""

import pytest

from ops.request import Command
from tests.ops.conftest import NOWHERE, PROGRAM, Groot
from tests.sandbox.engine.permissive import failing


def living(groot: Groot) -> list[str]:
    return sorted(urn.rpartition("::")[2] for urn, _ in groot.cloud.cloud.values())


def test_up_deploys_and_says_what_happened_and_what_to_look_at_next(groot: Groot) -> None:
    outcome = groot.run("up")
    assert outcome.code == 0
    assert living(groot) == ["bucket", "key"]
    assert " +  aws:kms:Key key  created" in outcome.out
    summary = outcome.out[outcome.out.index("staging: is up") :]
    assert "4 created, 0 updated, 0 unchanged" in summary
    assert "2 real, 0 partial, 0 recorded" in summary
    assert "0 mandatory and 0 advisory violations" in summary
    assert "password: [secret]" in summary
    assert f"AWS at {NOWHERE}" in summary
    assert "groot drift --stack staging" in summary


def test_an_output_of_several_lines_is_shown_in_one(groot: Groot) -> None:
    groot.program("import pulumi\npulumi.export('certificate', '-----BEGIN-----\\nMIIC\\n-----END-----\\n')\n")
    assert "certificate: -----BEGIN----- MIIC -----END-----\n" in groot.run("up").out


def test_a_second_up_says_that_nothing_changes(groot: Groot) -> None:
    groot.run("up")
    outcome = groot.run("up")
    assert outcome.code == 0
    assert "staging: nothing changes" in outcome.out
    assert "0 created, 0 updated, 4 unchanged" in outcome.out


def test_preview_shows_old_and_new_and_what_is_replaced_and_changes_nothing(groot: Groot) -> None:
    groot.run("up")
    before = dict(groot.cloud.cloud)
    groot.program(PROGRAM.replace("multi_region=True", "multi_region=False").replace('"public"', '"internal"'))
    outcome = groot.run("preview")
    assert outcome.code == 0
    assert " +- aws:kms:Key key" in outcome.out
    assert "      ~ multiRegion: true => false  (forces replacement)" in outcome.out
    assert '      ~ tags.class: "public" => "internal"' in outcome.out
    assert "pulumi:pulumi:Stack" not in outcome.out
    assert "0 to create, 1 to update, 1 to replace, 2 unchanged" in outcome.out
    assert groot.cloud.cloud == before


def test_a_failed_step_is_named_with_its_line_and_the_others_are_kept(groot: Groot) -> None:
    groot.cloud.fail_on = failing("create", "bucket")
    outcome = groot.run("up")
    assert outcome.code == 1
    assert "staging: 1 failure" in outcome.out
    assert "failed: create aws:s3:Bucket bucket: create of bucket is refused (__main__.py:6)" in outcome.out
    assert "goes on where this run stopped" in outcome.out
    groot.cloud.fail_on = lambda method, resource: None
    assert groot.run("up").code == 0
    assert living(groot) == ["bucket", "key"]


def test_a_program_that_raises_is_told_in_a_line(groot: Groot) -> None:
    groot.program(PROGRAM + "\nraise ValueError('no such thing')\n")
    outcome = groot.run("preview")
    assert outcome.code == 1
    assert "error: ValueError: no such thing (__main__.py:11)" in outcome.out
    assert "Traceback" not in outcome.out + outcome.err


@pytest.mark.parametrize("code", [0, 3])
def test_a_program_that_leaves_has_failed_and_nothing_is_deleted(groot: Groot, code: int) -> None:
    groot.run("up")
    before = living(groot)
    groot.program(f"import sys\nsys.exit({code})\n")
    outcome = groot.run("up")
    assert outcome.code == 1
    assert f"error: the program left by sys.exit({code}) before its end" in outcome.out
    assert living(groot) == before


@pytest.mark.parametrize("command", ["preview", "up"])
def test_a_mandatory_violation_stops_the_step_with_its_own_code(groot: Groot, command: str) -> None:
    groot.rules.levels = {"bucket": "mandatory"}
    outcome = groot.run(command)
    assert outcome.code == 3
    assert "bucket" not in living(groot)
    assert "mandatory policy a_rule (1)\n    bucket: is wrong (__main__.py:6)" in outcome.out
    assert "stopped by mandatory policies" in outcome.out


def test_an_advisory_violation_is_shown_and_stops_nothing(groot: Groot) -> None:
    groot.rules.levels = {"bucket": "advisory"}
    outcome = groot.run("up")
    assert outcome.code == 0
    assert "advisory policy a_rule (1)\n    bucket: is wrong" in outcome.out
    assert living(groot) == ["bucket", "key"]


def test_drift_is_found_told_and_changes_nothing(groot: Groot) -> None:
    groot.run("up")
    assert groot.run("drift").code == 0
    for physical_id, (urn, inputs) in list(groot.cloud.cloud.items()):
        if urn.endswith("::key"):
            groot.cloud.cloud[physical_id] = (urn, inputs | {"description": "tampered"})
        else:
            del groot.cloud.cloud[physical_id]
    for _ in range(2):
        outcome = groot.run("drift")
        assert outcome.code == 4
        assert ' ~  aws:kms:Key key\n      ~ description: "data" => "tampered"' in outcome.out
        assert " -  aws:s3:Bucket bucket" in outcome.out
        assert "staging: was changed behind the program's back" in outcome.out


def test_refresh_and_up_put_right_what_drifted(groot: Groot) -> None:
    groot.run("up")
    groot.cloud.cloud.clear()
    assert groot.run("refresh").code == 0
    assert groot.run("up").code == 0
    assert living(groot) == ["bucket", "key"]
    assert groot.run("drift").code == 0


def test_destroy_deletes_nothing_when_nobody_can_be_asked(groot: Groot) -> None:
    groot.run("up")
    outcome = groot.run("destroy")
    assert outcome.code == 2
    assert outcome.err == "error: destroy asks first, and nobody can be asked here; give --yes to go ahead\n"
    assert living(groot) == ["bucket", "key"]


@pytest.mark.parametrize(
    ("answer", "code", "left"), [("y", 0, []), ("n", 2, ["bucket", "key"]), ("", 2, ["bucket", "key"])]
)
def test_destroy_asks_on_a_terminal(
    groot: Groot, monkeypatch: pytest.MonkeyPatch, answer: str, code: int, left: list[str]
) -> None:
    questions: list[str] = []

    def reply(question: str) -> str:
        questions.append(question)
        return answer

    groot.run("up")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", reply)
    assert groot.run("destroy").code == code
    assert living(groot) == left
    assert questions == ["Destroy all 3 resources of stack staging in the sandbox? [y/N] "]


def test_destroy_with_yes_deletes_everything(groot: Groot) -> None:
    groot.run("up")
    outcome = groot.run("destroy", "--yes")
    assert outcome.code == 0
    assert "staging: is gone" in outcome.out
    assert living(groot) == []


def test_the_owner_of_an_account_is_not_destroyed_while_others_are_in_it(groot: Groot) -> None:
    groot.run("up")
    groot.write("Pulumi.dev.yaml", "config: {aws:region: us-east-1}\n")
    groot.program('import pulumi\npulumi.ComponentResource("groot:index:SharedAccount", "account-of-staging")\n')
    groot.run("up", "--stack", "dev")
    outcome = groot.run("destroy", "--yes")
    assert outcome.code == 1
    assert outcome.err == (
        "error: staging owns the account that dev is in, and its guardrails; destroy dev first: "
        "`groot destroy --stack dev`\n"
    )
    assert living(groot) == ["bucket", "key"]
    for stack in ("dev", "staging"):
        assert groot.run("destroy", "--yes", "--stack", stack).code == 0
    assert living(groot) == []


def test_a_protected_resource_refuses(groot: Groot) -> None:
    groot.program(PROGRAM.replace("depends_on=[key]", "protect=True"))
    groot.run("up")
    outcome = groot.run("destroy", "--yes")
    assert outcome.code == 1
    assert "aws:s3:Bucket bucket: is protected" in outcome.out
    assert living(groot) == ["bucket", "key"]


def test_targets_limit_a_run(groot: Groot) -> None:
    assert groot.run("up", "--target", "*::key").code == 0
    assert living(groot) == ["key"]


def test_import_takes_what_exists_into_the_state(groot: Groot) -> None:
    groot.run("up")
    groot.cloud.cloud["made-by-hand"] = ("", {"tags": {}})
    outcome = groot.run("import", "aws:s3/bucket:Bucket", "archive", "made-by-hand")
    assert outcome.code == 0
    assert " =  aws:s3:Bucket archive  imported" in outcome.out
    names = [
        item["urn"].rpartition("::")[2] for item in groot.plain("state", "export").document["deployment"]["resources"]
    ]
    assert "archive" in names


def test_the_stack_comes_from_option_environment_or_default(groot: Groot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROOT_STACK", "prod")
    assert "no stack 'prod': there are staging" in groot.run("preview").err
    assert groot.run("preview", "--stack", "staging").code == 0


@pytest.mark.parametrize(
    "command", [*(command.value for command in Command), "cost", "emulator start", "emulator env", "state export"]
)
def test_help_gives_an_example_of_every_command(groot: Groot, command: str) -> None:
    outcome = groot.plain(*command.split(), "--help")
    assert outcome.code == 0
    text = " ".join(outcome.out.split())
    assert f"groot {command}" in text.partition("Example")[2]


def test_output_without_a_terminal_is_plain_text(groot: Groot) -> None:
    assert "\x1b" not in groot.run("up").out
