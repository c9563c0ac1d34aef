"""Stacks whose secrets the sandbox can't open, run all the same."""

import pytest

from tests.ops.conftest import Groot
from tests.sandbox.state import SALT

SEALED = (
    "secretsprovider: awskms://alias/x\nencryptedkey: k\nconfig: {aws:region: us-east-1, token: {secure: v1:a:b}}\n"
)
SECRETIVE = """
import pulumi
import pulumi_aws as aws

token = pulumi.Config().require_secret("token")
aws.ssm.Parameter("token", type="SecureString", value=token.apply(lambda text: text))
pulumi.export("token", token)
"""
WARNED = "warning: Pulumi.staging.yaml: sample:token: sealed by awskms://alias/x, which the sandbox doesn't reach; "


def test_what_kms_sealed_is_unknown_in_a_preview_and_a_stand_in_once_deployed(groot: Groot) -> None:
    groot.write("Pulumi.staging.yaml", SEALED)
    groot.program(SECRETIVE)
    previewed = groot.run("preview", "--json")
    assert previewed.code == 0
    assert previewed.err == f"{WARNED}its value is unknown here\n"
    assert "stand-in" not in previewed.out
    deployed = groot.run("up")
    assert (deployed.code, f"{WARNED}deployed is a stand-in" in deployed.err) == (0, True)
    (parameter,) = groot.cloud.cloud.values()
    assert str(parameter).count("stand-in-") >= 1
    again = groot.run("up")
    assert "staging: nothing changes" in again.out
    state = (groot.root / ".sandbox" / "state" / "staging.json").read_text()
    assert "stand-in-" not in state, "a secret in the state, too"


def test_another_passphrase_than_the_stacks_still_previews_and_deploys(
    groot: Groot, monkeypatch: pytest.MonkeyPatch
) -> None:
    groot.write("Pulumi.staging.yaml", f"encryptionsalt: {SALT}\nconfig: {{token: {{secure: v1:a:b}}}}\n")
    groot.program(SECRETIVE)
    for passphrase in ("another", "a third"):
        monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", passphrase)
        outcome = groot.run("preview")
        assert (outcome.code, "sample:token: incorrect passphrase" in outcome.err) == (0, True)
    assert groot.run("up").code == 0
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "another")
    refused = groot.run("preview")
    assert (refused.code, "incorrect passphrase for this stack" in refused.err) == (1, True), "that state is sealed"
