from dataclasses import replace
from ipaddress import ip_network
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from sandbox.providers.aws import kms, provider
from sandbox.providers.aws.act import Act
from sandbox.providers.aws.spec import Aspect, Run
from sandbox.providers.base import ProviderError, ResourceGone
from sandbox.values import UNKNOWN
from tests.sandbox.providers.aws.bench import ACCOUNT, POLICY, Bench

KEY = "aws:kms/key:Key"
ALIAS = "aws:kms/alias:Alias"


def test_preview_knows_what_templates_tell_and_nothing_more(bench: Bench) -> None:
    known = bench.provider.preview(bench.resource(ALIAS), {"name": "alias/p", "targetKeyId": UNKNOWN}, {})
    assert known["arn"] == f"arn:aws:kms:us-east-1:{ACCOUNT}:alias/p"
    assert known["targetKeyArn"] is UNKNOWN
    assert bench.provider.preview(bench.resource(KEY), {}, {})["arn"] is UNKNOWN


def test_preview_of_an_update_keeps_the_old_outputs(bench: Bench) -> None:
    key = bench.deploy(KEY, description="one")
    known = bench.provider.preview(key.resource, {"description": UNKNOWN}, key.outputs)
    assert known["arn"] == key.outputs["arn"]
    assert known["description"] is UNKNOWN


def test_unknown_differs_from_everything(bench: Bench) -> None:
    key = bench.deploy(KEY, description="one")
    assert list(key.diff(description=UNKNOWN).changed) == ["description"]


def test_spelling_of_a_document_is_no_change(bench: Bench) -> None:
    key = bench.deploy(KEY, policy=POLICY)
    assert list(key.diff(policy=POLICY.replace(" ", "\n ")).changed) == []


def test_stating_a_default_is_no_change(bench: Bench) -> None:
    key = bench.deploy(KEY)
    assert list(key.diff(isEnabled=True, description="").changed) == []


def test_resources_own_region_wins_and_replaces(bench: Bench) -> None:
    key = bench.deploy(KEY, region="eu-west-1")
    assert ":eu-west-1:" in key.outputs["arn"]
    assert key.diff(region="eu-west-2").replaces == ["region"]
    assert key.diff(region=None).replaces == ["region"]


def test_providers_region_moving_replaces(bench: Bench) -> None:
    key = bench.deploy(KEY)
    moved = bench.resource(KEY, region="eu-west-1")
    assert bench.provider.diff(moved, key.id, key.inputs, key.outputs, key.inputs).replaces == ["region"]


def test_no_region_says_how_to_set_one(bench: Bench) -> None:
    with pytest.raises(ProviderError, match="pulumi config set aws:region"):
        bench.provider.create(bench.resource(KEY, region=None), {})


def test_default_tags_are_carried_but_not_the_programs(bench: Bench) -> None:
    tagged = bench.resource(KEY, defaultTags='{"tags": {"team": "a", "stack": "default"}}')
    inputs = {"tags": {"stack": "own"}}
    key_id, outputs = bench.provider.create(tagged, inputs)
    assert outputs["tagsAll"] == {"team": "a", "stack": "own"}
    carried = bench.boto("kms").list_resource_tags(KeyId=key_id)["Tags"]
    assert {tag["TagKey"]: tag["TagValue"] for tag in carried} == outputs["tagsAll"]
    live = bench.provider.read(tagged, key_id, inputs, outputs)
    assert live
    assert live.inputs["tags"] == {"stack": "own"}
    retagged = bench.resource(KEY, defaultTags='{"tags": {"team": "b"}}')
    assert list(bench.provider.diff(retagged, key_id, inputs, outputs, inputs).changed) == ["tagsAll"]
    assert bench.provider.update(retagged, key_id, inputs, outputs, inputs)["tagsAll"] == {"team": "b", "stack": "own"}


def test_tags_changed_out_of_band_are_drift(bench: Bench) -> None:
    key = bench.deploy(KEY, tags={"a": "1", "b": "2"})
    kms = bench.boto("kms")
    kms.tag_resource(KeyId=key.id, Tags=[{"TagKey": "c", "TagValue": "3"}])
    kms.untag_resource(KeyId=key.id, TagKeys=["b"])
    live = key.read()
    assert live
    assert live.inputs["tags"] == {"a": "1", "c": "3"}
    key.inputs, key.outputs = live.inputs, live.outputs
    key.update(tags={"a": "1", "b": "2"})
    assert key.drift() == []


def test_generated_name_is_kept_and_marked(bench: Bench) -> None:
    alias = bench.deploy(ALIAS, "auto", targetKeyId=bench.deploy(KEY).id)
    assert alias.inputs["__defaults"] == ["name"]
    assert list(alias.diff().changed) == []
    again = bench.provider.check(alias.resource, {}, {"targetKeyId": "k"})
    assert again["name"] != alias.inputs["name"]


def test_replacement_with_the_same_given_name_goes_first(bench: Bench) -> None:
    key = bench.deploy(KEY)
    given = bench.deploy(ALIAS, "given", name="alias/provider-given", targetKeyId=key.id)
    made_up = bench.deploy(ALIAS, "made-up", targetKeyId=key.id)
    assert given.collides(region="eu-west-1")
    assert not given.collides(name="alias/provider-other")
    assert not made_up.collides(region="eu-west-1")


def test_creation_that_fails_half_way_leaves_nothing(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(act: Act) -> None:
        raise ProviderError(f"no further with {act.id}")

    inputs = {"name": "alias/provider-half", "targetKeyId": bench.deploy(KEY).id}
    last = Aspect({"region"}, put=Run(fail), when=lambda _: True)
    monkeypatch.setattr(provider, "row_of", lambda _: replace(kms.ALIAS, aspects=(last,)))
    with pytest.raises(ProviderError, match="no further"):
        bench.provider.create(bench.resource(ALIAS), inputs)
    assert bench.provider.find(bench.resource(ALIAS), inputs) is None


def test_updating_what_is_gone_says_so(bench: Bench) -> None:
    alias = bench.deploy(ALIAS, name="alias/provider-gone", targetKeyId=bench.deploy(KEY).id)
    alias.delete()
    with pytest.raises(ResourceGone):
        alias.update(targetKeyId=bench.deploy(KEY).id)


def test_errors_carry_awss_code_and_words(bench: Bench) -> None:
    with pytest.raises(ProviderError, match=r"^kms:CreateAlias in us-east-1: \w+Exception: .+"):
        bench.deploy(ALIAS, name="alias/provider-error", targetKeyId="no-such-key")


def test_invokes_answer(bench: Bench) -> None:
    def ask(name: str, **args: str) -> dict[str, object]:
        return bench.provider.invoke(f"aws:index/{name}:{name}", dict(args), {"region": "us-east-1"})

    assert ask("getCallerIdentity")["accountId"] == ACCOUNT
    assert ask("getRegion")["region"] == "us-east-1"
    assert ask("getPartition")["dnsSuffix"] == "amazonaws.com"
    zones = ask("getAvailabilityZones", region="eu-west-1", state="available")
    assert zones["names"] == ["eu-west-1a", "eu-west-1b", "eu-west-1c"]


def test_config_rules_are_found_with_their_tags_in_their_region_alone(bench: Bench) -> None:
    def find(region: str, kind: str = "config:config-rule") -> Any:
        args = {"region": region, "resourceTypeFilters": [kind]}
        token = "aws:resourcegroupstaggingapi/getResources:getResources"
        return bench.provider.invoke(token, args, {})["resourceTagMappingLists"]

    source = {"owner": "AWS", "sourceIdentifier": "S3_BUCKET_LOGGING_ENABLED"}
    tags = {"stack": "demo"}
    rule = bench.deploy("aws:cfg/rule:Rule", region="sa-east-1", name="logged", source=source, tags=tags)
    (found,) = find("sa-east-1")
    assert found["resourceArn"] == rule.outputs["arn"]
    assert found["tags"]["stack"] == "demo"
    assert find("ca-west-1") == []
    with pytest.raises(ProviderError, match="finds config:config-rule alone"):
        find("sa-east-1", "s3:bucket")


def test_s3_s_addresses_are_found_by_their_list_s_name_and_a_name_of_none_is_told(bench: Bench) -> None:
    token = "aws:ec2/getManagedPrefixList:getManagedPrefixList"
    found = bench.provider.invoke(token, {"name": "com.amazonaws.eu-west-1.s3", "region": "eu-west-1"}, {})
    assert found["id"].startswith("pl-")
    assert found["name"] == "com.amazonaws.eu-west-1.s3"
    assert all(ip_network(entry["cidr"]) for entry in found["entries"])
    assert found["entries"]
    with pytest.raises(ProviderError, match="0 lists are called nobody's"):
        bench.provider.invoke(token, {"name": "nobody's", "region": "eu-west-1"}, {})


def test_a_peering_that_a_region_does_not_know_is_told(bench: Bench) -> None:
    token = "aws:ec2transitgateway/getPeeringAttachment:getPeeringAttachment"
    with pytest.raises(ProviderError, match="tgw-attach-0 isn't in us-east-1"):
        bench.provider.invoke(token, {"id": "tgw-attach-0"}, {"region": "us-east-1"})


def test_certificates_are_found_by_domain_and_by_whether_they_are_issued(bench: Bench) -> None:
    token = "aws:acm/getCertificate:getCertificate"
    made = bench.deploy(
        "aws:acm/certificate:Certificate",
        domainName="found.example.com",
        validationMethod="DNS",
        keyAlgorithm="EC_prime256v1",
    )
    asked = {"domain": "found.example.com", "keyTypes": ["EC_prime256v1"]}
    assert bench.provider.invoke(token, asked, {"region": "us-east-1"})["arn"] == made.id
    with pytest.raises(ProviderError, match=r"no certificate of found\.example\.com is REVOKED"):
        bench.provider.invoke(token, {**asked, "statuses": ["REVOKED"]}, {"region": "us-east-1"})


def test_a_key_s_public_half_is_told_as_text_and_verifies(bench: Bench) -> None:
    made = bench.deploy(
        "aws:kms/key:Key", region="eu-west-1", keyUsage="SIGN_VERIFY", customerMasterKeySpec="ECC_NIST_P256"
    )
    token = "aws:kms/getPublicKey:getPublicKey"
    found = bench.provider.invoke(token, {"keyId": made.outputs["arn"], "region": "eu-west-1"}, {})
    signed = bench.boto("kms", "eu-west-1").sign(
        KeyId=made.outputs["arn"], Message=b"token", SigningAlgorithm="ECDSA_SHA_256"
    )
    public = load_pem_public_key(found["publicKeyPem"].encode())
    assert isinstance(public, EllipticCurvePublicKey)
    public.verify(signed["Signature"], b"token", ECDSA(SHA256()))


def test_add_on_s_version_says_that_it_is_the_sandbox_s(bench: Bench) -> None:
    token = "aws:eks/getAddonVersion:getAddonVersion"
    found = bench.provider.invoke(token, {"addonName": "coredns", "kubernetesVersion": "1.36"}, {"region": "us-east-1"})
    assert found["version"] == "v1.36.0-sandbox.1"


def test_unlisted_invoke_is_refused(bench: Bench) -> None:
    with pytest.raises(ProviderError, match="getAmi"):
        bench.provider.invoke("aws:ec2/getAmi:getAmi", {}, {})
