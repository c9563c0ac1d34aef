"""What each region has to feed its cluster, seen with boto3."""

import importlib
import json
from typing import Any

import pytest

from components.delivery.releaser import pattern
from settings import DataClass, Region
from tests.components.delivery.room import ABROAD, CHAIN, DEPLOYER, HOME, KEY, REGIONS, ROOTS, Room, settings
from tests.components.site import ACCOUNT, key, topic

BY_REGION = pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.name)


def feed(room: Room, region: Region) -> Any:
    return room.output("feeds")[region.name]


def function(room: Room, region: Region, called: str = "feeder") -> Any:
    found = {one["name"]: one for one in room.declared("aws:lambda/function:Function", region)}
    return found[f"groot-room-{called}-{region.name}"]


def statements(room: Room, role: str, policy: str) -> list[Any]:
    found = room.boto("iam").get_role_policy(RoleName=role, PolicyName=policy)
    return found["PolicyDocument"]["Statement"]


def test_everything_comes_up_and_a_second_run_changes_nothing(room: Room) -> None:
    assert [failure.message for failure in room.result.failures] == []
    assert not room.result.failed
    changes = room.again.changes()
    assert changes.pop("same") == len(room.result.steps)
    assert not any(changes.values())


@BY_REGION
def test_every_image_that_runs_has_a_repository_of_the_region_s_own(room: Room, region: Region) -> None:
    found = room.boto("ecr", region).describe_repositories()["repositories"]
    by_name = {one["repositoryName"]: one for one in found}
    copies = {
        image["to"].partition("/")[2].partition("@")[0].partition(":")[0] for image in feed(room, region)["images"]
    }
    assert by_name.keys() == copies | {feed(room, region)["repository"]}
    assert settings().api.image in {image["from"] for image in feed(room, region)["images"]}
    for one in found:
        assert one["imageTagMutability"] == "IMMUTABLE"
        assert one["imageScanningConfiguration"] == {"scanOnPush": True}
        assert one["encryptionConfiguration"] == {"encryptionType": "KMS", "kmsKey": key(region, DataClass.INTERNAL)}


@BY_REGION
def test_charts_run_no_image_but_the_copies(room: Room, region: Region) -> None:
    told = feed(room, region)
    host = f"{ACCOUNT}.dkr.ecr.{region.name}.amazonaws.com/"
    values = json.dumps([chart["values"] for chart in told["charts"]])
    assert "registry.istio.io" not in values
    assert "public.ecr.aws" not in values
    assert "registry.k8s.io" not in values
    assert "quay.io" not in values
    hub = next(chart["values"]["global"] for chart in told["charts"] if chart["release"] == "istiod")
    copies = [image["to"] for image in told["images"]]
    assert f"{hub['hub']}/pilot:{hub['tag']}-{hub['variant']}" in copies
    assert f"{hub['hub']}/proxyv2:{hub['tag']}-{hub['variant']}" in copies
    assert f"{hub['hub']}/install-cni:{hub['tag']}-{hub['variant']}" in copies
    [rollouts] = [
        chart["values"]["controller"]["image"] for chart in told["charts"] if chart["release"] == "argo-rollouts"
    ]
    assert f"{rollouts['registry']}/{rollouts['repository']}:{rollouts['tag']}" in copies
    assert all(copy.startswith(host) for copy in copies)


@BY_REGION
def test_control_plane_of_the_mesh_outlives_a_pod_a_node_and_a_zone(room: Room, region: Region) -> None:
    values = next(chart["values"] for chart in feed(room, region)["charts"] if chart["release"] == "istiod")
    assert values["autoscaleMin"] >= 2
    keys = {one["topologyKey"] for one in values["topologySpreadConstraints"]}
    assert keys == {"topology.kubernetes.io/zone", "kubernetes.io/hostname"}
    assert values["cni"] == {"enabled": True}


def test_every_chart_is_of_one_version(room: Room) -> None:
    charts = feed(room, HOME)["charts"]
    assert [chart["release"] for chart in charts] == [
        "istio-base",
        "istiod",
        "istio-cni",
        "aws-load-balancer-controller",
        "cluster-autoscaler",
        "argo-rollouts",
    ]
    assert all(chart["version"].count(".") == 2 for chart in charts)


@BY_REGION
def test_function_is_told_its_cluster_and_runs_beside_it(room: Room, region: Region) -> None:
    found = function(room, region)
    told = found["environment"]["variables"]
    assert (told["CLUSTER_NAME"], told["REPOSITORY"]) == (f"room-{region.name}", feed(room, region)["repository"])
    assert told["SIGNING_KEY"] == feed(room, region)["signingKey"]
    assert len(found["vpcConfig"]["subnetIds"]) == 3
    letters = f"groot-room-feeder-{region.name}-dead-letters"
    assert found["deadLetterConfig"] == {"targetArn": f"arn:aws:sqs:{region.name}:{ACCOUNT}:{letters}"}
    role = {one["Sid"]: one for one in statements(room, f"groot-room-feeder-{region.name}", "feed")}
    assert role["DeadLetters"]["Resource"] == [found["deadLetterConfig"]["targetArn"]]


def test_function_has_its_modules_and_what_it_calls_exists(room: Room) -> None:
    found = function(room, HOME)
    module, _, called = found["handler"].rpartition(".")
    assert callable(getattr(importlib.import_module(module), called))
    assert found["code"]["path"] == "build/functions/feeder-arm64.zip"


@BY_REGION
def test_function_reaches_the_api_server_endpoints_and_layers_and_nothing_else(room: Room, region: Region) -> None:
    ec2 = room.boto("ec2", region)
    [group_id] = function(room, region)["vpcConfig"]["securityGroupIds"]
    rules = ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [group_id]}])[
        "SecurityGroupRules"
    ]
    assert all(rule["IsEgress"] and rule["FromPort"] == rule["ToPort"] == 443 for rule in rules)
    [storage] = ec2.describe_managed_prefix_lists(
        Filters=[{"Name": "prefix-list-name", "Values": [f"com.amazonaws.{region.name}.s3"]}]
    )["PrefixLists"]
    targets = {
        rule.get("CidrIpv4") or rule.get("PrefixListId") or rule.get("ReferencedGroupInfo", {}).get("GroupId")
        for rule in rules
    }
    groups = {room.output(name)[region.name] for name in ("apis", "endpoints")}
    assert targets == {storage["PrefixListId"], *groups}


def entries(room: Room, region: Region) -> dict[str, Any]:
    """Return the cluster's access entries by the function that they are for."""
    found = room.declared("aws:eks/accessEntry:AccessEntry", region)
    arn = f"arn:aws:iam::{ACCOUNT}:role/groot-room-"
    return {one["principalArn"].removeprefix(arn).removesuffix(f"-{region.name}"): one for one in found}


@BY_REGION
def test_function_administers_its_cluster(room: Room, region: Region) -> None:
    entry = entries(room, region)["feeder"]
    assert entry["clusterName"] == f"room-{region.name}"
    [association] = room.declared("aws:eks/accessPolicyAssociation:AccessPolicyAssociation", region)
    assert association["policyArn"].endswith("AmazonEKSClusterAdminPolicy")


def test_function_reads_one_repository_and_the_cluster_s_own_secret(room: Room) -> None:
    found = {one["Sid"]: one for one in statements(room, "groot-room-feeder-us-east-1", "feed")}
    assert found["Manifests"]["Resource"] == [f"arn:aws:ecr:us-east-1:{ACCOUNT}:repository/groot-room-manifests"]
    [secret] = json.loads(function(room, HOME)["environment"]["variables"]["HANDED"])
    assert found["Secrets"]["Resource"] == [secret["arn"]]
    assert found["Signatures"] == {
        "Sid": "Signatures", "Effect": "Allow", "Action": ["kms:Verify"], "Resource": [feed(room, HOME)["signingKey"]],
    }  # fmt: skip


@BY_REGION
def test_proxies_trust_every_root_and_hear_of_changes_while_they_run(room: Room, region: Region) -> None:
    [values] = [chart["values"] for chart in feed(room, region)["charts"] if chart["release"] == "istiod"]
    assert [one["pem"] for one in values["meshConfig"]["caCertificates"]] == [*ROOTS]
    assert values["env"]["ISTIO_MULTIROOT_MESH"] == "true"
    assert values["meshConfig"]["defaultConfig"]["proxyMetadata"]["PROXY_CONFIG_XDS_AGENT"] == "true"


@BY_REGION
def test_issuer_s_key_is_kept_where_the_function_finds_it(room: Room, region: Region) -> None:
    [handed] = json.loads(function(room, region)["environment"]["variables"]["HANDED"])
    assert (handed["namespace"], handed["name"]) == ("cert-manager", "internal-issuer-2")
    kept = room.boto("secretsmanager", region).get_secret_value(SecretId=handed["arn"])["SecretString"]
    assert json.loads(kept) == {"tls.crt": CHAIN, "tls.key": KEY}
    described = room.boto("secretsmanager", region).describe_secret(SecretId=handed["arn"])
    assert described["KmsKeyId"] == key(region, DataClass.CONFIDENTIAL)


def test_issuer_s_key_stands_nowhere_in_clear(room: Room) -> None:
    assert "issuer" not in json.dumps(feed(room, HOME)["charts"])
    files = [path for path in (room.folder / ".sandbox").rglob("*") if path.is_file()]
    assert [path for path in files if KEY.splitlines()[1] in path.read_text(errors="ignore")] == []


def test_who_administers_the_signing_key_cannot_sign_and_the_publisher_can(room: Room) -> None:
    policy = json.loads(
        room.boto("kms").get_key_policy(KeyId=feed(room, HOME)["signingKey"], PolicyName="default")["Policy"]
    )
    by_sid = {one["Sid"]: one for one in policy["Statement"]}
    signing = [one for one in policy["Statement"] if "kms:Sign" in one["Action"]]
    assert signing == [by_sid["PublisherSigns"]]
    assert signing[0]["Condition"] == {"ArnEquals": {"aws:PrincipalArn": room.output("publisher")}}
    assert DEPLOYER in by_sid["AdministratorsManage"]["Condition"]["ArnLike"]["aws:PrincipalArn"]


def test_publisher_changes_nothing_but_registries_and_calls_the_functions_alone(room: Room) -> None:
    found = {one["Sid"]: one for one in statements(room, "groot-room-pipeline-publish", "publish")}
    assert found["Feed"]["Resource"] == [
        f"arn:aws:lambda:{region.name}:{ACCOUNT}:function:groot-room-feeder-{region.name}:live" for region in REGIONS
    ]
    services = {action.partition(":")[0] for one in found.values() for action in one["Action"]}
    assert services == {"ecr", "kms", "lambda"}
    assert found["Sign"]["Action"] == ["kms:Sign"]
    trust = room.boto("iam").get_role(RoleName="groot-room-pipeline-publish")["Role"]["AssumeRolePolicyDocument"]
    [statement] = trust["Statement"]
    subject = statement["Condition"]["StringEquals"]["token.actions.githubusercontent.com:sub"]
    assert subject == "repo:owner/groot:environment:room"


@BY_REGION
def test_a_release_that_does_not_get_in_is_told(room: Room, region: Region) -> None:
    alarms = {one["MetricName"]: one for one in room.boto("cloudwatch", region).describe_alarms()["MetricAlarms"]}
    assert alarms["Errors"]["Namespace"] == "AWS/Lambda"
    assert {action for alarm in alarms.values() for action in alarm["AlarmActions"]} == {topic(region)}


@BY_REGION
def test_alarms_on_functions_call_what_takes_a_version_back(room: Room, region: Region) -> None:
    events, called = room.boto("events", region), f"groot-room-releaser-{region.name}"
    rule = events.describe_rule(Name=f"{called}-alarms")
    assert json.loads(rule["EventPattern"]) == pattern("groot-room")
    [target] = events.list_targets_by_rule(Rule=rule["Name"])["Targets"]
    assert target["Arn"] == f"arn:aws:lambda:{region.name}:{ACCOUNT}:function:{called}:live"
    let_in = room.declared("aws:lambda/permission:Permission", region)
    [principal] = [one["principal"] for one in let_in if one["sourceArn"] == rule["Arn"]]
    assert principal == "events.amazonaws.com"
    may = {one["Sid"]: one for one in statements(room, called, "work")}
    assert may["Aliases"]["Resource"] == [f"arn:aws:lambda:{region.name}:{ACCOUNT}:function:groot-room-*"]
    assert may["Telling"]["Resource"] == [topic(region)]


def test_what_the_functions_say_is_kept_under_the_region_s_key(room: Room) -> None:
    for region in REGIONS:
        name = room.output("logs")[region.name]["feeder"]
        [group] = room.boto("logs", region).describe_log_groups(logGroupNamePrefix=name)["logGroups"]
        assert group["kmsKeyId"] == key(region, DataClass.INTERNAL)


def test_regions_have_keys_of_their_own(room: Room) -> None:
    assert feed(room, HOME)["signingKey"].split(":")[3] == HOME.name
    assert feed(room, ABROAD)["signingKey"].split(":")[3] == ABROAD.name
