"""The plan: what a reader of Terraform's format finds in it, and what must never be in it."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ops.terraform_plan.plan import export
from policies.model import Props, Resource
from policies.unknown import UNKNOWN
from sandbox.values import Secret, reveal, secret_paths

BUCKET = "aws:s3/bucket:Bucket"
VERSIONING = "aws:s3/bucketVersioning:BucketVersioning"
ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
FUNCTION = "aws:lambda/function:Function"


def urn(token: str, name: str) -> str:
    return f"urn:pulumi:staging::groot::{token}::{name}"


def resource(token: str, name: str, props: Props, **more: Any) -> Resource:
    return Resource(type=token, urn=urn(token, name), name=name, props=props, **more)


def only(*resources: Resource) -> dict[str, Any]:
    """Return the plan's parts that concern the last of *resources*."""
    document = export(resources, {}).document
    return {
        "planned": document["planned_values"]["root_module"]["resources"][-1],
        "change": document["resource_changes"][-1]["change"],
        "configured": document["configuration"]["root_module"]["resources"][-1],
    }


def test_objects_are_blocks_and_maps_stay_maps() -> None:
    found = only(
        resource(
            FUNCTION,
            "reader",
            {
                "name": "reader",
                "tracingConfig": {"mode": "Active"},
                "environment": {"variables": {"camelCase": "kept"}},
            },
        )
    )
    assert found["planned"]["address"] == "aws_lambda_function.reader"
    assert found["planned"]["values"] == {
        "function_name": "reader",
        "tracing_config": [{"mode": "Active"}],
        "environment": [{"variables": {"camelCase": "kept"}}],
    }


def test_policies_written_as_objects_are_texts() -> None:
    found = only(resource("aws:iam/role:Role", "reader", {"assumeRolePolicy": {"Statement": [{"Effect": "Allow"}]}}))
    assert json.loads(found["planned"]["values"]["assume_role_policy"]) == {"Statement": [{"Effect": "Allow"}]}


def test_unknown_values_are_apart_at_any_depth() -> None:
    props = {"bucket": UNKNOWN, "rules": [{"applyServerSideEncryptionByDefault": {"kmsMasterKeyId": UNKNOWN}}]}
    found = only(resource(ENCRYPTION, "encryption", props))
    assert found["planned"]["values"] == {"rule": [{"apply_server_side_encryption_by_default": [{}]}]}
    assert found["change"]["after_unknown"] == {
        "bucket": True,
        "rule": [{"apply_server_side_encryption_by_default": [{"kms_master_key_id": True}]}],
    }


def test_secrets_are_marked_and_dont_show() -> None:
    props = {"name": "reader", "environment": {"variables": {"TOKEN": "hush"}}}
    found = only(resource(FUNCTION, "reader", props, secrets=[("environment", "variables", "TOKEN")]))
    marked = {"environment": [{"variables": {"TOKEN": True}}]}
    assert found["planned"]["values"]["environment"] == [{"variables": {"TOKEN": "(sensitive)"}}]
    assert found["planned"]["sensitive_values"] == found["change"]["after_sensitive"] == marked


def test_a_property_names_where_its_value_comes_from() -> None:
    bucket = resource(BUCKET, "logs", {"bucket": "groot-logs"})
    known = resource(VERSIONING, "v", {"bucket": "groot-logs"}, property_dependencies={"bucket": [bucket.urn]})
    unknown = resource(VERSIONING, "v", {"bucket": UNKNOWN}, property_dependencies={"bucket": [bucket.urn]})
    assert only(bucket, known)["configured"]["expressions"] == {
        "bucket": {"references": ["aws_s3_bucket.logs.bucket", "aws_s3_bucket.logs"]}
    }
    assert only(bucket, unknown)["configured"]["expressions"] == {
        "bucket": {"references": ["aws_s3_bucket.logs.id", "aws_s3_bucket.logs"]}
    }


def test_inside_blocks_the_reference_is_at_the_value_that_has_it() -> None:
    key = resource("aws:kms/key:Key", "data", {})
    props = {"rules": [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": UNKNOWN}}]}
    found = only(key, resource(ENCRYPTION, "e", props, property_dependencies={"rules": [key.urn]}))
    reference = {"references": ["aws_kms_key.data.id", "aws_kms_key.data"]}
    assert found["configured"]["expressions"] == {
        "rule": [{"apply_server_side_encryption_by_default": [{"kms_master_key_id": reference}]}]
    }


def test_other_dependencies_are_listed() -> None:
    bucket = resource(BUCKET, "logs", {})
    found = only(bucket, resource(BUCKET, "data", {}, dependencies=[bucket.urn]))
    assert found["configured"]["depends_on"] == ["aws_s3_bucket.logs"]


def test_the_engines_operations_are_terraforms_actions() -> None:
    names = ("create", "update", "replace", "same", "read")
    resources = [resource(BUCKET, name, {}) for name in names]
    changes = export(resources, {each.urn: each.name for each in resources}).document["resource_changes"]
    assert [each["change"]["actions"] for each in changes] == [
        ["create"],
        ["update"],
        ["create", "delete"],
        ["no-op"],
        ["no-op"],
    ]


def test_what_stands_in_place_of_a_block_refers_to_nothing() -> None:
    key = resource("aws:kms/key:Key", "data", {})
    props = {"rules": [{"bucketKeyEnabled": True}, "a text", None]}
    found = only(key, resource(ENCRYPTION, "e", props, property_dependencies={"rules": [key.urn]}))
    assert found["configured"]["expressions"] == {"rule": [{}, {}, {}]}


def test_addresses_differ_and_lead_back_to_the_line() -> None:
    first = resource(BUCKET, "a.b", {}, source="components/a.py:1")
    second = Resource(type=BUCKET, urn=f"{first.urn}-2", name="a b", props={}, source="components/a.py:2")
    third = Resource(type=BUCKET, urn=f"{first.urn}-3", name="2nd", props={})
    document = export([first, second, third], {}).document
    assert document["pulumi"]["resources"] == {
        "aws_s3_bucket.a_b": {"urn": first.urn, "source": "components/a.py:1"},
        "aws_s3_bucket.a_b_2": {"urn": second.urn, "source": "components/a.py:2"},
        "aws_s3_bucket._2nd": {"urn": third.urn, "source": None},
    }


def test_what_has_no_counterpart_is_said() -> None:
    exported = export(
        [
            resource("pulumi:pulumi:Stack", "groot-staging", {}),
            resource("groot:index:Network", "network", {}),
            resource("kubernetes:core/v1:Namespace", "apps", {}),
            resource("tls:index/privateKey:PrivateKey", "mesh", {}),
            resource("aws:eks/cluster:Cluster", "cluster", {"name": "c", "defaultAddonsToRemoves": ["vpc-cni"]}),
        ],
        {},
    )
    assert exported.warnings() == [
        "not in the plan: 1 Kubernetes resources; `groot up` writes them as manifests",
        "not in the plan: 1 of tls:index/privateKey:PrivateKey, which Terraform's AWS provider doesn't have",
        "not in the plan: aws:eks/cluster:Cluster.defaultAddonsToRemoves, which Terraform doesn't have",
    ]
    assert exported.document["pulumi"]["left_out"]["properties"] == ["aws:eks/cluster:Cluster.defaultAddonsToRemoves"]


CANARY = "canary-8c1f"
scalars = st.none() | st.booleans() | st.integers() | st.text() | st.just(UNKNOWN) | st.just(Secret(CANARY))
names = st.sampled_from(
    ["bucket", "tags", "rules", "environment", "variables", "code", "policy", "assumeRolePolicy", "vpcConfig", "oddOne"]
)
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4))
tokens = st.sampled_from([BUCKET, ENCRYPTION, FUNCTION, "aws:iam/role:Role", "aws:wafv2/webAcl:WebAcl"])


@given(token=tokens, props=st.dictionaries(names, values))
def test_no_secret_is_in_the_plan_whatever_the_properties_are(token: str, props: dict[str, Any]) -> None:
    secrets = list(secret_paths(props))
    source = resource(BUCKET, "source", {"bucket": "groot-logs", "id": [1], "arn": {}})
    dependencies = {key: [source.urn] for key in props}
    thing = resource(token, "thing", reveal(props), secrets=secrets, property_dependencies=dependencies)
    exported = export([source, thing], {})
    text = json.dumps(exported.document)
    assert CANARY not in text
    assert UNKNOWN not in text
