"""Stack rules take time in proportion to the stack, however its resources hang together."""

import json
import time
from collections.abc import Sequence
from typing import Any

from policies.core import Judge
from policies.model import Resource
from tests.policies.platform import HELD_TAGS, platform
from tests.policies.stack import Ref
from tests.policies.stack_case import STACK_RULES, TWO

SMALL, FACTOR = 60, 8
SLACK = 2.5
"""Far above what noise does to a linear rule at these sizes, far below what a quadratic one costs (a factor of 8)."""


def stack_of(count: int) -> Sequence[Resource]:
    """A platform with *count* tenants, machines behind one another, tables with plans, shipped logs, trails, alarms."""
    stack = platform(TWO)
    region = TWO[0]
    stack.add("aws:cloudwatch/logDestination:LogDestination", "door", region=region, targetArn=Ref("stream"))
    stack.add("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "stream", region=region)
    stack.add("aws:ec2/securityGroup:SecurityGroup", "group-0", region=region)
    stack.add(
        "aws:ec2/instance:Instance", "entry", associatePublicIpAddress=True, vpcSecurityGroupIds=[Ref("group-0", "id")]
    )
    ingress = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
    stack.add(ingress, "open", region=region, securityGroupId=Ref("group-0", "id"), cidrIpv4="0.0.0.0/0")
    for index in range(1, count + 1):
        tags = {**HELD_TAGS, "tenant": f"tenant-{index}"}
        props: dict[str, Any] = {"region": region, "tags": tags}
        stack.add("aws:dynamodb/table:Table", f"table-{index}", name=f"table-{index}", **props)
        stack.add("aws:iam/role:Role", f"role-{index}", name=f"role-{index}", tags=tags)
        statement = {"Effect": "Allow", "Action": ["dynamodb:*", "kms:Decrypt"], "Resource": "*"}
        policy = json.dumps({"Statement": [statement]})
        stack.add("aws:iam/rolePolicy:RolePolicy", f"policy-{index}", role=Ref(f"role-{index}", "name"), policy=policy)
        stack.add("aws:cloudwatch/logGroup:LogGroup", f"logs-{index}", **props)
        filtered: dict[str, Any] = {"logGroup": Ref(f"logs-{index}", "id"), "destinationArn": Ref("door")}
        stack.add("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", f"filter-{index}", **filtered)
        stack.add("aws:cloudtrail/trail:Trail", f"trail-{index}", cloudWatchLogsGroupArn=Ref(f"logs-{index}"), **props)
        metric = {"namespace": "Audit", "name": f"metric-{index}"}
        counted: dict[str, Any] = {"logGroupName": Ref(f"logs-{index}", "id"), "metricTransformation": metric}
        stack.add("aws:cloudwatch/logMetricFilter:LogMetricFilter", f"count-{index}", region=region, **counted)
        stack.add("aws:ec2/securityGroup:SecurityGroup", f"group-{index}", region=region)
        rule: dict[str, Any] = {"referencedSecurityGroupId": Ref(f"group-{index // 2}", "id")}
        rule |= {"securityGroupId": Ref(f"group-{index}", "id"), "cidrIpv4": f"10.0.{index % 200}.0/24"}
        stack.add(ingress, f"rule-{index}", region=region, **rule)
        worn: dict[str, Any] = {"vpcSecurityGroupIds": [Ref(f"group-{index}", "id")]}
        stack.add("aws:ec2/instance:Instance", f"machine-{index}", region=region, **worn)
        stack.add("aws:rds/proxy:Proxy", f"proxy-{index}", region=region, name=f"proxy-{index}", **worn)
        watched: dict[str, Any] = {"dimensions": {"ProxyName": f"proxy-{index}"}, "alarmActions": ["topic"]}
        stack.add("aws:cloudwatch/metricAlarm:MetricAlarm", f"alarm-{index}", region=region, **watched)
    return stack.graph()


def seconds(resources: Sequence[Resource]) -> float:
    """Return the least processor time of three judgements."""
    times: list[float] = []
    for _ in range(3):
        start = time.process_time()
        assert not Judge(STACK_RULES).evaluate_stack(resources).errors
        times.append(time.process_time() - start)
    return min(times)


def test_a_larger_stack_takes_longer_in_proportion() -> None:
    small, large = stack_of(SMALL), stack_of(SMALL * FACTOR)
    assert seconds(large) < seconds(small) * len(large) / len(small) * SLACK
