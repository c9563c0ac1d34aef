"""Networks in which the internet reaches stores over each kind of hop, entry and address there is.

Types and properties are written down once more: a row that the rule's own tables lose is missed here.
"""

from typing import Any

from tests.policies.stack import Ref, Stack
from tests.policies.ways import BALANCER, DATABASE, GROUP, INSTANCE, REGION, admit, network, open_way

HOPS = (
    ("aws:apigatewayv2/vpcLink:VpcLink", "securityGroupIds"),
    ("aws:dms/replicationInstance:ReplicationInstance", "vpcSecurityGroupIds"),
    ("aws:docdb/cluster:Cluster", "vpcSecurityGroupIds"),
    ("aws:ec2/instance:Instance", "vpcSecurityGroupIds"),
    ("aws:ec2/launchTemplate:LaunchTemplate", "networkInterfaces"),
    ("aws:ec2/launchTemplate:LaunchTemplate", "vpcSecurityGroupIds"),
    ("aws:ec2/networkInterface:NetworkInterface", "securityGroups"),
    ("aws:ecs/service:Service", "networkConfiguration"),
    ("aws:efs/mountTarget:MountTarget", "securityGroups"),
    ("aws:eks/cluster:Cluster", "vpcConfig"),
    ("aws:elasticache/cluster:Cluster", "securityGroupIds"),
    ("aws:elasticache/replicationGroup:ReplicationGroup", "securityGroupIds"),
    ("aws:elasticache/serverlessCache:ServerlessCache", "securityGroupIds"),
    ("aws:elb/loadBalancer:LoadBalancer", "securityGroups"),
    ("aws:lambda/function:Function", "vpcConfig"),
    ("aws:lb/loadBalancer:LoadBalancer", "securityGroups"),
    ("aws:memorydb/cluster:Cluster", "securityGroupIds"),
    ("aws:mq/broker:Broker", "securityGroups"),
    ("aws:msk/cluster:Cluster", "brokerNodeGroupInfo"),
    ("aws:neptune/cluster:Cluster", "vpcSecurityGroupIds"),
    ("aws:opensearch/domain:Domain", "vpcOptions"),
    ("aws:rds/cluster:Cluster", "vpcSecurityGroupIds"),
    ("aws:rds/instance:Instance", "vpcSecurityGroupIds"),
    ("aws:rds/proxy:Proxy", "vpcSecurityGroupIds"),
    ("aws:redshift/cluster:Cluster", "vpcSecurityGroupIds"),
)
"""What passes traffic on or holds data, and the property that names its groups."""
ENTRIES: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("aws:dms/replicationInstance:ReplicationInstance", {"publiclyAccessible": True}, "replicationSubnetGroupId"),
    ("aws:ec2/instance:Instance", {"associatePublicIpAddress": True}, "subnetId"),
    ("aws:ecs/service:Service", {"networkConfiguration": {"assignPublicIp": True}}, "networkConfiguration"),
    ("aws:elb/loadBalancer:LoadBalancer", {"internal": False}, "subnets"),
    ("aws:lb/loadBalancer:LoadBalancer", {"internal": False}, "subnets"),
    ("aws:lb/loadBalancer:LoadBalancer", {"internal": False}, "subnetMappings"),
    ("aws:mq/broker:Broker", {"publiclyAccessible": True}, "subnetIds"),
    ("aws:msk/cluster:Cluster",
     {"brokerNodeGroupInfo": {"connectivityInfo": {"publicAccess": {"type": "SERVICE_PROVIDED_EIPS"}}}},
     "brokerNodeGroupInfo"),
    ("aws:opensearch/domain:Domain", {}, ""),
    ("aws:rds/instance:Instance", {"publiclyAccessible": True}, "dbSubnetGroupName"),
    ("aws:redshift/cluster:Cluster", {"publiclyAccessible": True}, "clusterSubnetGroupName"),
)  # fmt: skip
"""What may have a public address, with one, and the property that names its subnets or their group."""
MEMBERS = (
    ("aws:neptune/clusterInstance:ClusterInstance", "aws:neptune/cluster:Cluster", "neptuneSubnetGroupName"),
    ("aws:rds/clusterInstance:ClusterInstance", "aws:rds/cluster:Cluster", "dbSubnetGroupName"),
)
"""What has a public address for another, and the property that names the other's group of subnets."""
LENT: tuple[tuple[str, str, str], ...] = (
    ("aws:ec2/eip:Eip", "instance", INSTANCE),
    ("aws:ec2/eip:Eip", "networkInterface", "aws:ec2/networkInterface:NetworkInterface"),
    ("aws:ec2/eipAssociation:EipAssociation", "instanceId", INSTANCE),
    ("aws:ec2/eipAssociation:EipAssociation", "networkInterfaceId", "aws:ec2/networkInterface:NetworkInterface"),
    ("aws:globalaccelerator/endpointGroup:EndpointGroup", "endpointConfigurations", INSTANCE),
    ("aws:globalaccelerator/endpointGroup:EndpointGroup", "endpointConfigurations", BALANCER),
)
"""What lends a public address, the property that names to whom, and to what."""


def hops() -> Stack:
    """From one public balancer, a way over each kind of hop to a database of its own."""
    stack = open_way()
    for index, (kind, prop) in enumerate(HOPS):
        for group, source in ((f"to-{index}", "web"), (f"behind-{index}", f"to-{index}")):
            stack.add(GROUP, group, region=REGION, vpcId=Ref("vpc", "id"))
            admit(stack, group, referencedSecurityGroupId=Ref(source, "id"))
        worn: dict[str, Any] = {prop: [Ref(f"to-{index}", "id")]}
        stack.add(kind, f"hop-{index}", region=REGION, **worn)
        store: dict[str, Any] = {"vpcSecurityGroupIds": [Ref(f"behind-{index}", "id")]}
        stack.add(DATABASE, f"store-{index}", region=REGION, **store)
    return stack


def entries() -> Stack:
    """Each kind of public address before a machine of its own that a database lets in."""
    stack = network()
    for service in ("docdb", "neptune", "rds", "redshift"):
        stack.add(f"aws:{service}/subnetGroup:SubnetGroup", service, region=REGION, subnetIds=[Ref("public", "id")])
    groups = {"replicationSubnetGroupId": "docdb", "clusterSubnetGroupName": "redshift", "dbSubnetGroupName": "rds"}
    for index, (kind, props, prop) in enumerate(ENTRIES):
        place = Ref(groups.get(prop, "public"), "id")
        placed = {prop: {**props[prop], "at": [place]} if prop in props else [place]} if prop else {}
        _entry(stack, f"entry-{index}", kind, {**props, **placed})
    for kind, cluster, prop in MEMBERS:
        service = cluster.split(":")[1].split("/")[0]
        worn: dict[str, Any] = {"vpcSecurityGroupIds": [Ref("app", "id")], prop: Ref(service, "id")}
        stack.add(cluster, f"{service}-cluster", region=REGION, **worn)
        owned: dict[str, Any] = {"clusterIdentifier": Ref(f"{service}-cluster", "id"), "publiclyAccessible": True}
        stack.add(kind, f"{service}-instance", region=REGION, **owned)
    for index, (kind, prop, to) in enumerate(LENT):
        _entry(stack, f"lent-{index}", to, {"subnetId": Ref("public", "id"), "internal": True})
        lent: dict[str, Any] = {prop: [{"endpointId": Ref(f"lent-{index}", "id")}]}
        stack.add(kind, f"lender-{index}", region=REGION, **lent)
    stack.nodes["app"].props["ingress"] = [{"cidrBlocks": ["0.0.0.0/0"]}]
    return stack


OUTSIDE = "aws:opensearch/domain:Domain"
"""What has a public address where it is in no network, and no groups then."""


def _entry(stack: Stack, name: str, kind: str, props: dict[str, Any]) -> None:
    """Declare what may have a public address, and a database behind it that nothing else reaches."""
    wears = {each: prop for each, prop in HOPS if prop != "networkInterfaces"}[kind]
    stack.add(GROUP, name + "-group", region=REGION, vpcId=Ref("vpc", "id"))
    admit(stack, name + "-group", cidrIpv4="0.0.0.0/0")
    worn: dict[str, Any] = {wears: [Ref(name + "-group", "id")]}
    if wears in props:
        worn = {wears: {**props[wears], "groups": worn[wears]}}
    stack.add(kind, name, region=REGION, **{**props, **(worn if kind != OUTSIDE else {})})
    stack.add(GROUP, name + "-store-group", region=REGION, vpcId=Ref("vpc", "id"))
    admit(stack, name + "-store-group", referencedSecurityGroupId=Ref(name + "-group", "id"))
    store: dict[str, Any] = {"vpcSecurityGroupIds": [Ref(name + "-store-group", "id")]}
    stack.add(DATABASE, name + "-store", region=REGION, **store)


def corners() -> Stack:
    """Ways by addresses: of subnets, of networks, of IPv6, and by routes that a table holds itself."""
    stack = network()
    stack.add("aws:docdb/subnetGroup:SubnetGroup", "documents", region=REGION, subnetIds=[Ref("private", "id")])
    stack.add("aws:ec2/routeTable:RouteTable", "inline", region=REGION, routes=[{"gatewayId": Ref("igw", "id")}])
    stack.add("aws:ec2/subnet:Subnet", "inner", region=REGION, cidrBlock="10.0.2.0/24")
    ends: dict[str, Any] = {"routeTableId": Ref("inline", "id"), "subnetId": Ref("inner", "id")}
    stack.add("aws:ec2/routeTableAssociation:RouteTableAssociation", "inner-association", region=REGION, **ends)
    stack.nodes["out"].props.update(destinationCidrBlock=None, destinationIpv6CidrBlock="::/0")
    stack.nodes["public"].props["mapPublicIpOnLaunch"] = True
    admit(stack, "web", cidrIpv6="::/0")
    stack.nodes["app"].props = {"region": REGION, "ingress": [{"securityGroups": [Ref("web", "id")]}]}
    worn: dict[str, Any] = {"vpcSecurityGroupIds": [Ref("web", "id")]}
    stack.add(INSTANCE, "machine", region=REGION, subnetId=Ref("public", "id"), **worn)
    documents: dict[str, Any] = {"vpcSecurityGroupIds": [Ref("app", "id")], "dbSubnetGroupName": Ref("documents", "id")}
    stack.add("aws:docdb/cluster:Cluster", "behind", region=REGION, **documents)
    subnet: dict[str, Any] = {"associatePublicIpAddress": True, "subnetId": Ref("inner", "id")}
    stack.add(INSTANCE, "inside", region=REGION, **worn, **subnet)
    stack.add("aws:ec2/vpc:Vpc", "other", region=REGION, cidrBlock="10.9.0.0/16")
    stack.add(GROUP, "elsewhere", region=REGION, vpcId=Ref("other", "id"))
    stack.nodes["elsewhere"].props["ingress"] = [{"ipv6CidrBlocks": ["::/0"]}]
    interface = {"associatePublicIpAddress": "true", "securityGroups": [Ref("elsewhere", "id")]}
    template = "aws:ec2/launchTemplate:LaunchTemplate"
    stack.add(template, "template", region=REGION, networkInterfaces=[interface])
    for name, block in (("by-subnet", "10.0.2.0/25"), ("by-group", "10.0.1.0/25"), ("by-network", "10.9.0.0/24")):
        stack.add(GROUP, name, region=REGION, vpcId=Ref("vpc", "id"))
        admit(stack, name, cidrIpv4=block)
        store: dict[str, Any] = {"vpcSecurityGroupIds": [Ref(name, "id")]}
        stack.add(DATABASE, f"{name}-store", region=REGION, **store)
    return stack


def guarded() -> Stack:
    """A way that a web ACL closes."""
    stack = open_way()
    association = "aws:wafv2/webAclAssociation:WebAclAssociation"
    stack.add(association, "acl", region=REGION, resourceArn=Ref("balancer"))
    return stack
