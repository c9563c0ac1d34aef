"""The state, exported and mended."""

import json
import shlex
import stat

from tests.ops.conftest import Groot


def test_an_export_can_be_printed_or_written_for_its_owner_alone(groot: Groot) -> None:
    groot.run("up")
    printed = groot.plain("state", "export").document
    assert groot.plain("state", "export", "--out", "state.json").out == ""
    path = groot.root / "state.json"
    written = json.loads(path.read_text())
    assert written["deployment"]["resources"] == printed["deployment"]["resources"]
    assert "hush" not in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_export_into_nowhere_is_one_line(groot: Groot) -> None:
    outcome = groot.plain("state", "export", "--out", "no/such/folder/state.json")
    assert outcome.code == 1
    assert outcome.err == "error: cannot write no/such/folder/state.json: No such file or directory\n"


PROTECTED = """
import pulumi
import pulumi_aws as aws

key = aws.kms.Key("key", opts=pulumi.ResourceOptions(protect=True))
aws.s3.Bucket("bucket", tags={"key": key.arn})
"""
KEY = "urn:pulumi:staging::sample::aws:kms/key:Key::key"
BUCKET = "urn:pulumi:staging::sample::aws:s3/bucket:Bucket::bucket"


def test_what_is_no_longer_declared_is_unprotected_by_name_and_deleted(groot: Groot) -> None:
    groot.program(PROTECTED)
    assert groot.run("up").code == 0
    groot.program("")
    refused = groot.run("up")
    assert refused.code == 1
    mend = f"groot state unprotect '{KEY}'"
    assert f"failed: delete aws:kms:Key key: is protected; first: {mend}" in refused.out
    assert groot.plain(*shlex.split(mend)[1:]).out == f"unprotected {KEY}\n"
    assert groot.plain("state", "unprotect", "*").out == "nothing of it was protected\n"
    assert groot.run("up").code == 0
    assert groot.cloud.cloud == {}


def test_a_pattern_that_names_nothing_is_one_line(groot: Groot) -> None:
    groot.run("up")
    for command in ("unprotect", "delete"):
        outcome = groot.plain("state", command, "*::nothing")
        assert outcome.code == 1
        assert outcome.err == "error: *::nothing: nothing in the state has that URN; `groot state export` has them\n"


def test_what_is_forgotten_stays_where_it_is_and_is_not_needed_by_others(groot: Groot) -> None:
    groot.program(PROTECTED)
    groot.run("up")
    assert f"{BUCKET} needs {KEY}; name it too" in groot.plain("state", "delete", "*::key").err
    assert f"{KEY} is protected; first: groot" in groot.plain("state", "delete", "*::key", "*::bucket").err
    groot.plain("state", "unprotect", "*::key")
    assert groot.plain("state", "delete", "*::key", "*::bucket").out == f"forgot {BUCKET}\nforgot {KEY}\n"
    assert len(groot.cloud.cloud) == 2
    assert groot.run("up", "--json").document["changes"]["create"] == 2


def test_an_edited_state_is_repaired(groot: Groot) -> None:
    groot.run("up")
    assert groot.plain("state", "repair").out == "nothing to repair\n"
    path = groot.root / ".sandbox" / "state" / "staging.json"
    path.write_text(path.read_text().replace("public", "opened"))
    refused = groot.run("preview")
    assert refused.code == 1
    assert "`groot state repair`" in refused.err
    assert groot.plain("state", "repair").out == "staging.json: edited, or damaged; taken as it is\n"
    assert groot.run("preview").code == 0
