"""Networks in which the internet reaches stores: one way hop by hop, and one of each kind there is."""

from typing import Any

from tests.policies.stack import Ref, Stack

REGION = "eu-west-1"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
GROUP, BALANCER = "aws:ec2/securityGroup:SecurityGroup", "aws:lb/loadBalancer:LoadBalancer"
INSTANCE, DATABASE = "aws:ec2/instance:Instance", "aws:rds/cluster:Cluster"


def network() -> Stack:
    """A network with a public and a private subnet, where the internet reaches nothing yet."""
    stack = Stack()
    stack.add("aws:ec2/vpc:Vpc", "vpc", region=REGION, cidrBlock="10.0.0.0/16")
    stack.add("aws:ec2/internetGateway:InternetGateway", "igw", region=REGION, vpcId=Ref("vpc", "id"))
    for name, block in (("public", "10.0.0.0/24"), ("private", "10.0.1.0/24")):
        stack.add("aws:ec2/subnet:Subnet", name, region=REGION, vpcId=Ref("vpc", "id"), cidrBlock=block)
        stack.add("aws:ec2/routeTable:RouteTable", f"{name}-table", region=REGION)
        table, subnet = Ref(f"{name}-table", "id"), Ref(name, "id")
        association = "aws:ec2/routeTableAssociation:RouteTableAssociation"
        stack.add(association, f"{name}-association", region=REGION, routeTableId=table, subnetId=subnet)
    route: dict[str, Any] = {"routeTableId": Ref("public-table", "id"), "gatewayId": Ref("igw", "id")}
    stack.add("aws:ec2/route:Route", "out", region=REGION, destinationCidrBlock="0.0.0.0/0", **route)
    for name in ("web", "app", "data"):
        stack.add(GROUP, name, region=REGION, vpcId=Ref("vpc", "id"))
    return stack


def open_way() -> Stack:
    """A public balancer before machines before a database."""
    stack = network()
    admit(stack, "web", cidrIpv4="0.0.0.0/0")
    admit(stack, "app", referencedSecurityGroupId=Ref("web", "id"))
    admit(stack, "data", referencedSecurityGroupId=Ref("app", "id"))
    subnets: dict[str, Any] = {"subnets": [Ref("private", "id"), Ref("public", "id")]}
    stack.add(BALANCER, "balancer", region=REGION, securityGroups=[Ref("web", "id")], **subnets)
    stack.add(INSTANCE, "machine", region=REGION, vpcSecurityGroupIds=[Ref("app", "id")], subnetId=Ref("private", "id"))
    stack.add(DATABASE, "database", region=REGION, vpcSecurityGroupIds=[Ref("data", "id")])
    return stack


def admit(stack: Stack, group: str, **source: Any) -> None:
    """Let *source* into *group*."""
    stack.add(INGRESS, f"{group}-in", region=REGION, securityGroupId=Ref(group, "id"), **source)
