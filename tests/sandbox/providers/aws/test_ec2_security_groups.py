from typing import Any

from tests.sandbox.providers.aws.bench import Bench, Deployed
from tests.sandbox.providers.aws.test_ec2 import vpc

GROUP = "aws:ec2/securityGroup:SecurityGroup"
DEFAULT_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
OPEN = [{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]


def group(bench: Bench, name: str, **more: Any) -> Deployed:
    return bench.deploy(GROUP, name, name=name, vpcId=vpc(bench, name).id, **more)


def seen(bench: Bench, group_id: str) -> Any:
    return bench.boto("ec2").describe_security_groups(GroupIds=[group_id])["SecurityGroups"][0]


def test_group_lives(bench: Bench) -> None:
    inputs = {
        "name": "lives",
        "description": "d",
        "vpcId": vpc(bench, "group").id,
        "ingress": [
            {"protocol": "tcp", "fromPort": 443, "toPort": 443, "cidrBlocks": ["10.0.0.0/16"], "self": True},
            {"protocol": "tcp", "fromPort": 80, "toPort": 80, "cidrBlocks": ["10.0.0.0/16"], "description": "why"},
        ],
        "tags": {"Name": "lives"},
    }
    changes = {
        "ingress": [{"protocol": "udp", "fromPort": 53, "toPort": 53, "cidrBlocks": ["10.0.0.0/16"]}],
        "egress": [{"protocol": "-1", "fromPort": 0, "toPort": 0, "cidrBlocks": ["0.0.0.0/0"]}],
        "tags": {"Name": "other"},
    }
    bench.lives(GROUP, inputs, changes)


def test_new_group_lets_nothing_out(bench: Bench) -> None:
    made = group(bench, "silent")
    assert seen(bench, made.id)["IpPermissionsEgress"] == []
    assert seen(bench, made.id)["Description"] == "Managed by Pulumi"


def test_rules_of_their_own_are_no_drift_of_the_group(bench: Bench) -> None:
    made = group(bench, "apart")
    bench.deploy(INGRESS, securityGroupId=made.id, ipProtocol="tcp", fromPort=1, toPort=2, cidrIpv4="10.0.0.0/16")
    assert made.drift() == []


def test_inline_rule_added_out_of_band_is_drift(bench: Bench) -> None:
    rule = {"protocol": "tcp", "fromPort": 443, "toPort": 443, "cidrBlocks": ["10.0.0.0/16"]}
    made = group(bench, "inline", ingress=[rule])
    bench.boto("ec2").authorize_security_group_ingress(GroupId=made.id, IpPermissions=OPEN)
    live = made.read()
    assert made.drift() == ["ingress"]
    assert live is not None
    assert {"protocol": "tcp", "fromPort": 22, "toPort": 22, "cidrBlocks": ["0.0.0.0/0"]} in live.inputs["ingress"]


def test_group_with_another_name_replaces_the_old_one(bench: Bench) -> None:
    made = group(bench, "named")
    assert list(made.diff(name="renamed").replaces) == ["name"]
    assert made.collides(description="other")


def test_default_group_is_closed_when_it_is_taken_over(bench: Bench) -> None:
    network = vpc(bench, "default")
    ec2 = bench.boto("ec2")
    ec2.authorize_security_group_ingress(GroupId=network.outputs["defaultSecurityGroupId"], IpPermissions=OPEN)
    made = bench.deploy(DEFAULT_GROUP, vpcId=network.id, tags={"Name": "closed"})
    assert made.id == network.outputs["defaultSecurityGroupId"]
    assert seen(bench, made.id)["IpPermissions"] == seen(bench, made.id)["IpPermissionsEgress"] == []
    assert seen(bench, made.id)["Tags"] == [{"Key": "Name", "Value": "closed"}]
    assert made.found() == made.id


def test_default_group_opened_out_of_band_is_drift_and_mended(bench: Bench) -> None:
    made = bench.deploy(DEFAULT_GROUP, vpcId=vpc(bench, "opened").id)
    bench.boto("ec2").authorize_security_group_ingress(GroupId=made.id, IpPermissions=OPEN)
    assert made.drift() == ["ingress"]
    live = made.read()
    assert live is not None
    wanted, made.inputs, made.outputs = made.inputs, live.inputs, live.outputs
    made.update(ingress=None)
    assert made.inputs == wanted
    assert seen(bench, made.id)["IpPermissions"] == []


def test_default_group_outlives_its_resource(bench: Bench) -> None:
    made = bench.deploy(DEFAULT_GROUP, vpcId=vpc(bench, "outlives").id)
    made.delete()
    assert seen(bench, made.id)["GroupName"] == "default"


def test_ingress_rule_lives(bench: Bench) -> None:
    inputs = {
        "securityGroupId": group(bench, "ingress").id,
        "ipProtocol": "tcp",
        "fromPort": 443,
        "toPort": 443,
        "cidrIpv4": "10.0.0.0/16",
        "description": "HTTPS",
        "tags": {"Name": "https"},
    }
    changes = {"fromPort": 8443, "toPort": 8443, "description": "other", "tags": {"Name": "other"}}
    bench.lives(INGRESS, inputs, changes)


def test_egress_rule_to_another_group_lives(bench: Bench) -> None:
    inputs = {
        "securityGroupId": group(bench, "egress").id,
        "ipProtocol": "tcp",
        "fromPort": 5432,
        "toPort": 5432,
        "referencedSecurityGroupId": group(bench, "database").id,
    }
    bench.lives(EGRESS, inputs, {"description": "database"})


def test_rules_of_all_traffic_need_no_ports(bench: Bench) -> None:
    made = bench.deploy(EGRESS, securityGroupId=group(bench, "all").id, ipProtocol="-1", cidrIpv4="0.0.0.0/0")
    assert seen(bench, made.inputs["securityGroupId"])["IpPermissionsEgress"][0]["IpProtocol"] == "-1"


def test_rule_widened_out_of_band_is_drift(bench: Bench) -> None:
    target = group(bench, "widened")
    made = bench.deploy(
        INGRESS, securityGroupId=target.id, ipProtocol="tcp", fromPort=1, toPort=1, cidrIpv4="10.0.0.0/8"
    )
    wider = {"IpProtocol": "tcp", "FromPort": 1, "ToPort": 1, "CidrIpv4": "0.0.0.0/0"}
    bench.boto("ec2").modify_security_group_rules(
        GroupId=target.id, SecurityGroupRules=[{"SecurityGroupRuleId": made.id, "SecurityGroupRule": wider}]
    )
    assert made.drift() == ["cidrIpv4"]


def test_rule_to_a_prefix_list_keeps_what_it_is_for(bench: Bench) -> None:
    made = group(bench, "listed")
    reached = bench.boto("ec2").create_managed_prefix_list(PrefixListName="l", MaxEntries=1, AddressFamily="IPv4")
    rule = bench.deploy(
        EGRESS,
        securityGroupId=made.id,
        ipProtocol="tcp",
        fromPort=443,
        toPort=443,
        prefixListId=reached["PrefixList"]["PrefixListId"],
        description="layers of images",
    )
    assert rule.drift() == []
