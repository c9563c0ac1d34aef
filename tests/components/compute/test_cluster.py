"""What stands in each region once a cluster is deployed, seen with boto3."""

import json
import time
from typing import Any

import pytest

from settings import DataClass, Region
from tests.components.compute.room import ABROAD, HOME, REGIONS, SETTINGS, STORE_CIDRS, Room, issuer_arn
from tests.components.site import ACCOUNT, key, topic

TOLD = '{{"kind":"Event","annotations":{{"kubernetes-pod-is-not-privileged/verdict":"{}"}}}}'
"""An entry of the audit log, shortened."""


def described(room: Room, region: Region) -> Any:
    return room.boto("eks", region).describe_cluster(name=room.output("clusters")[region.name])["cluster"]


def role(room: Room, name: str) -> Any:
    return room.boto("iam").get_role(RoleName=name)["Role"]


def test_everything_comes_up_and_a_second_run_changes_nothing(room: Room) -> None:
    assert [failure.message for failure in room.result.failures] == []
    assert not room.result.failed
    changes = room.again.changes()
    assert changes.pop("same") == len(room.result.steps)
    assert not any(changes.values())


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.name)
def test_api_server_answers_inside_the_vpc_only(room: Room, region: Region) -> None:
    network = described(room, region)["resourcesVpcConfig"]
    assert network["endpointPrivateAccess"] is True
    assert network["endpointPublicAccess"] is False
    assert len(network["subnetIds"]) == 3


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.name)
def test_secrets_are_encrypted_under_the_region_s_key(room: Room, region: Region) -> None:
    [encryption] = described(room, region)["encryptionConfig"]
    assert encryption == {"provider": {"keyArn": key(region, DataClass.CONFIDENTIAL)}, "resources": ["secrets"]}


def test_all_of_the_control_plane_is_logged_into_an_encrypted_group_with_an_end(room: Room) -> None:
    cluster = described(room, HOME)
    on = [kind for part in cluster["logging"]["clusterLogging"] if part["enabled"] for kind in part["types"]]
    assert sorted(on) == ["api", "audit", "authenticator", "controllerManager", "scheduler"]
    groups = room.boto("logs").describe_log_groups(logGroupNamePrefix=f"/aws/eks/{cluster['name']}/cluster")
    [group] = groups["logGroups"]
    assert group["kmsKeyId"] == key(HOME, DataClass.INTERNAL)
    assert group["retentionInDays"] == 365


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.name)
def test_whoever_breaks_glass_rings_the_region_s_alarm(room: Room, region: Region) -> None:
    logs, group = room.boto("logs", region), f"/aws/eks/{room.output('clusters')[region.name]}/cluster"
    [watch] = logs.describe_metric_filters(logGroupName=group)["metricFilters"]
    [counted] = watch["metricTransformations"]
    alarms = room.boto("cloudwatch", region).describe_alarms_for_metric(
        MetricName=counted["metricName"], Namespace=counted["metricNamespace"]
    )["MetricAlarms"]
    assert [one["AlarmActions"] for one in alarms] == [[topic(region)]]
    logs.create_log_stream(logGroupName=group, logStreamName="kube-apiserver-audit")
    told = [TOLD.format(verdict) for verdict in ("broken", "broken under SEC-7")]
    events = [{"timestamp": int(time.time() * 1000), "message": message} for message in told]
    logs.put_log_events(logGroupName=group, logStreamName="kube-apiserver-audit", logEvents=events)
    found = logs.filter_log_events(logGroupName=group, filterPattern=watch["filterPattern"])["events"]
    assert [one["message"] for one in found] == told[1:]


def test_nodes_span_the_zones_and_start_from_the_template(room: Room) -> None:
    eks, name = room.boto("eks"), room.output("clusters")[HOME.name]
    [group_name] = eks.list_nodegroups(clusterName=name)["nodegroups"]
    group = eks.describe_nodegroup(clusterName=name, nodegroupName=group_name)["nodegroup"]
    assert len(group["subnets"]) == 3
    assert group["amiType"] == "BOTTLEROCKET_ARM_64"
    assert group["scalingConfig"] == {"desiredSize": 3, "minSize": 3, "maxSize": 6}


def test_nodes_have_encrypted_disks_and_keep_their_credentials_from_pods(room: Room) -> None:
    versions = room.boto("ec2").describe_launch_template_versions(
        LaunchTemplateName="groot-room-nodes-us-east-1", Versions=["$Latest"]
    )
    data = versions["LaunchTemplateVersions"][0]["LaunchTemplateData"]
    assert data["MetadataOptions"]["HttpTokens"] == "required"
    assert data["MetadataOptions"]["HttpPutResponseHopLimit"] == 1
    volumes = [mapping["Ebs"] for mapping in data["BlockDeviceMappings"]]
    assert all(volume["Encrypted"] and volume["VolumeType"] == "gp3" for volume in volumes)
    assert {volume["KmsKeyId"] for volume in volumes} == {key(HOME, DataClass.CONFIDENTIAL)}
    assert data["SecurityGroupIds"] == [room.output("groups")[HOME.name]]


def test_node_role_has_only_what_eks_requires(room: Room) -> None:
    iam = room.boto("iam")
    attached = iam.list_attached_role_policies(RoleName="groot-room-node-us-east-1")["AttachedPolicies"]
    assert {policy["PolicyName"] for policy in attached} == {
        "AmazonEKSWorkerNodePolicy",
        "AmazonEC2ContainerRegistryPullOnly",
    }
    assert iam.list_role_policies(RoleName="groot-room-node-us-east-1")["PolicyNames"] == []


@pytest.mark.parametrize(
    ("name", "service_account"),
    [
        ("vpc-cni", "aws-node"),
        ("aws-ebs-csi-driver", "ebs-csi-controller-sa"),
        ("targets", "aws-load-balancer-controller"),
        ("autoscaler", "cluster-autoscaler"),
    ],
)
def test_pod_role_is_for_one_service_account_of_one_cluster(room: Room, name: str, service_account: str) -> None:
    cluster = described(room, HOME)
    [statement] = role(room, f"groot-room-{name}-us-east-1")["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": ["pods.eks.amazonaws.com"]}
    assert statement["Condition"]["StringEquals"] == {
        "aws:SourceAccount": ACCOUNT,
        "aws:RequestTag/eks-cluster-arn": cluster["arn"],
        "aws:RequestTag/kubernetes-namespace": "kube-system",
        "aws:RequestTag/kubernetes-service-account": service_account,
    }


def test_load_balancer_controller_changes_only_the_targets_it_is_given(room: Room) -> None:
    policy = room.boto("iam").get_role_policy(RoleName="groot-room-targets-us-east-1", PolicyName="register-targets")[
        "PolicyDocument"
    ]
    writes = [one for one in policy["Statement"] if not all(":Describe" in action for action in one["Action"])]
    assert len(writes) == 1
    assert "*" not in json.dumps(writes)
    assert len(writes[0]["Resource"]) == 2


def test_autoscaler_changes_only_its_own_cluster_s_nodes(room: Room) -> None:
    name = room.output("clusters")[HOME.name]
    policy = room.boto("iam").get_role_policy(RoleName="groot-room-autoscaler-us-east-1", PolicyName="scale-nodes")[
        "PolicyDocument"
    ]
    changes = next(one for one in policy["Statement"] if "autoscaling:SetDesiredCapacity" in one["Action"])
    assert changes["Condition"] == {"StringEquals": {f"aws:ResourceTag/k8s.io/cluster-autoscaler/{name}": "owned"}}
    groups = next(one for one in policy["Statement"] if "eks:DescribeNodegroup" in one["Action"])
    assert groups["Resource"] == [f"arn:aws:eks:us-east-1:{ACCOUNT}:nodegroup/{name}/*"]


def test_nodes_let_in_the_control_plane_each_other_and_the_balancers_only(room: Room) -> None:
    ec2, nodes = room.boto("ec2"), room.output("groups")[HOME.name]
    rules = ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [nodes]}])["SecurityGroupRules"]
    incoming = [rule for rule in rules if not rule["IsEgress"]]
    assert all("CidrIpv4" not in rule for rule in incoming)
    assert {rule["FromPort"] for rule in incoming if rule["IpProtocol"] == "tcp"} == {
        8443,
        9443,
        10250,
        10251,
        15017,
        15443,
    }
    outgoing = {(rule.get("CidrIpv4"), rule["FromPort"]) for rule in rules if rule["IsEgress"] and "CidrIpv4" in rule}
    assert outgoing == {
        ("0.0.0.0/0", 443),
        ("10.1.0.0/16", 15443),
        *((cidr, 5432) for cidr in STORE_CIDRS.values()),
    }


def test_door_between_regions_opens_to_the_other_region_s_block_only(room: Room) -> None:
    found = room.boto("elbv2", ABROAD).describe_load_balancers(Names=["groot-room-mesh-eu-west-1"])["LoadBalancers"][0]
    assert (found["Type"], found["Scheme"]) == ("network", "internal")
    assert found["DNSName"] == room.output("doors")[ABROAD.name]
    rules = room.boto("ec2", ABROAD).describe_security_group_rules(
        Filters=[{"Name": "group-id", "Values": found["SecurityGroups"]}]
    )["SecurityGroupRules"]
    assert [(rule["CidrIpv4"], rule["FromPort"]) for rule in rules if not rule["IsEgress"]] == [("10.0.0.0/16", 15443)]


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.name)
def test_trouble_is_told(room: Room, region: Region) -> None:
    alarms = room.boto("cloudwatch", region).describe_alarms()["MetricAlarms"]
    assert {alarm["MetricName"] for alarm in alarms} == {
        "apiserver_request_total_5XX",
        "scheduler_pending_pods_UNSCHEDULABLE",
        "apiserver_storage_size_bytes",
        "HealthyHostCount",
        "break-glass",
    }
    assert all(alarm["AlarmActions"] == [topic(region)] for alarm in alarms)


def test_add_ons_have_the_version_that_aws_recommends_for_the_cluster(room: Room) -> None:
    addons = {one["addonName"]: one["addonVersion"] for one in room.declared("aws:eks/addon:Addon", HOME)}
    assert addons.keys() >= {"vpc-cni", "coredns", "metrics-server", "cert-manager"}
    assert set(addons.values()) == {f"v{SETTINGS.version}.0-sandbox.1"}


def test_certificates_are_asked_of_the_region_s_authority_alone(room: Room) -> None:
    home, abroad = (
        {one["addonName"] for one in room.declared("aws:eks/addon:Addon", region)} for region in (HOME, ABROAD)
    )
    assert home - abroad == {"aws-privateca-connector-for-kubernetes"}
    name = "groot-room-aws-privateca-connector-for-kubernetes-us-east-1"
    [statement] = room.boto("iam").get_role_policy(RoleName=name, PolicyName="issue")["PolicyDocument"]["Statement"]
    assert statement["Resource"] == [issuer_arn(HOME)]
    assert {action.partition(":")[0] for action in statement["Action"]} == {"acm-pca"}


def test_making_a_cluster_lets_nobody_into_it(room: Room) -> None:
    """Who feeds it has an entry by another room; nobody else can reach it."""
    for region in REGIONS:
        [cluster] = room.declared("aws:eks/cluster:Cluster", region)
        assert cluster["accessConfig"] == {
            "authenticationMode": "API",
            "bootstrapClusterCreatorAdminPermissions": False,
        }
        assert room.declared("aws:eks/accessEntry:AccessEntry", region) == []
