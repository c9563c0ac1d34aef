from typing import Any

import pytest

from tests.sandbox.providers.aws.bench import ACCOUNT, REGION, Bench

ACL = "aws:wafv2/webAcl:WebAcl"
ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation"
LOGGING = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"


def visible(metric: str) -> dict[str, Any]:
    return {"cloudwatchMetricsEnabled": True, "metricName": metric, "sampledRequestsEnabled": True}


def acl(name: str, **more: Any) -> dict[str, Any]:
    rate = {"aggregateKeyType": "IP", "limit": 2000, "evaluationWindowSec": 300}
    group = {"name": "AWSManagedRulesCommonRuleSet", "vendorName": "AWS"}
    return {
        "name": name,
        "scope": "REGIONAL",
        "description": "guard",
        "defaultAction": {"allow": {}},
        "rules": [
            {
                "name": "rate",
                "priority": 0,
                "action": {"block": {}},
                "statement": {"rateBasedStatement": rate},
                "visibilityConfig": visible("rate"),
            },
            {
                "name": "common",
                "priority": 1,
                "overrideAction": {"none": {}},
                "statement": {"managedRuleGroupStatement": group},
                "visibilityConfig": visible("common"),
            },
        ],
        "visibilityConfig": visible(name),
        "tags": {"stack": "waf"},
        **more,
    }


@pytest.mark.parametrize("scope", ["REGIONAL", "CLOUDFRONT"])
def test_acl_lives(bench: Bench, scope: str) -> None:
    inputs = acl(f"lives-{scope.lower()}", scope=scope)
    changes = {
        "description": "other",
        "defaultAction": {"block": {}},
        "rules": inputs["rules"][:1],
        "tags": {"stack": "other"},
    }
    bench.lives(ACL, inputs, changes)


def test_rates_are_narrowed_down_and_bodies_looked_through_as_declared(bench: Bench) -> None:
    token = {
        "positionalConstraint": "EXACTLY",
        "searchString": "shown",
        "fieldToMatch": {"singleHeader": {"name": "x-token"}},
        "textTransformations": [{"priority": 0, "type": "NONE"}],
    }
    inputs = acl(
        "narrowed", associationConfig={"requestBodies": [{"apiGateway": {"defaultSizeInspectionLimit": "KB_64"}}]}
    )
    rate = inputs["rules"][0]["statement"]["rateBasedStatement"]
    rate["scopeDownStatement"] = {"notStatement": {"statement": {"byteMatchStatement": token}}}
    made = bench.deploy(ACL, **inputs)
    found = bench.boto("wafv2").get_web_acl(Name="narrowed", Scope="REGIONAL", Id=made.id)["WebACL"]
    assert found["AssociationConfig"] == {"RequestBody": {"API_GATEWAY": {"DefaultSizeInspectionLimit": "KB_64"}}}
    narrowed = found["Rules"][0]["Statement"]["RateBasedStatement"]["ScopeDownStatement"]
    assert narrowed["NotStatement"]["Statement"]["ByteMatchStatement"]["SearchString"] == b"shown"
    bench.lives(ACL, {**inputs, "name": "narrowed-lives"}, {"description": "other"})


def test_acl_blocks_and_allows_as_declared(bench: Bench) -> None:
    made = bench.deploy(ACL, **acl("declared"))
    found = bench.boto("wafv2").get_web_acl(Name="declared", Scope="REGIONAL", Id=made.id)["WebACL"]
    assert made.outputs["arn"] == found["ARN"]
    assert found["DefaultAction"] == {"Allow": {}}
    assert [rule["Name"] for rule in found["Rules"]] == ["rate", "common"]
    assert found["Rules"][0]["Action"] == {"Block": {}}
    assert found["Rules"][0]["Statement"]["RateBasedStatement"]["Limit"] == 2000
    assert found["Rules"][1]["OverrideAction"] == {"None": {}}


def test_rule_loosened_out_of_band_is_drift(bench: Bench) -> None:
    made = bench.deploy(ACL, **acl("loosened"))
    waf = bench.boto("wafv2")
    found = waf.get_web_acl(Name="loosened", Scope="REGIONAL", Id=made.id)
    rules = found["WebACL"]["Rules"]
    rules[0]["Statement"]["RateBasedStatement"]["Limit"] = 2_000_000
    waf.update_web_acl(
        Name="loosened",
        Scope="REGIONAL",
        Id=made.id,
        DefaultAction={"Allow": {}},
        Rules=rules,
        VisibilityConfig=found["WebACL"]["VisibilityConfig"],
        LockToken=found["LockToken"],
    )
    assert "rules" in made.drift()


def test_renaming_an_acl_replaces_it(bench: Bench) -> None:
    made = bench.deploy(ACL, **acl("named"))
    assert made.diff(name="renamed", scope="CLOUDFRONT").replaces == ["name", "scope"]


def test_stage_is_guarded_until_the_association_goes(bench: Bench) -> None:
    gateway = bench.boto("apigateway")
    api = gateway.create_rest_api(name="guarded")["id"]
    root = gateway.get_resources(restApiId=api)["items"][0]["id"]
    gateway.put_method(restApiId=api, resourceId=root, httpMethod="GET", authorizationType="NONE")
    gateway.put_integration(restApiId=api, resourceId=root, httpMethod="GET", type="MOCK")
    gateway.create_deployment(restApiId=api, stageName="live")
    stage_arn = f"arn:aws:apigateway:{REGION}::/restapis/{api}/stages/live"
    guard = bench.deploy(ACL, **acl("guard"))
    inputs = {"resourceArn": stage_arn, "webAclArn": guard.outputs["arn"]}
    bench.lives(ASSOCIATION, inputs, {})
    bench.deploy(ASSOCIATION, **inputs)
    waf = bench.boto("wafv2")
    assert waf.get_web_acl_for_resource(ResourceArn=stage_arn)["WebACL"]["ARN"] == guard.outputs["arn"]


def test_logging_redacts_headers(bench: Bench) -> None:
    guard = bench.deploy(ACL, **acl("logged"))
    group = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:aws-waf-logs-logged"
    inputs = {
        "resourceArn": guard.outputs["arn"],
        "logDestinationConfigs": [group],
        "redactedFields": [{"singleHeader": {"name": "authorization"}}, {"singleHeader": {"name": "cookie"}}],
    }
    bench.lives(LOGGING, inputs, {"redactedFields": [{"singleHeader": {"name": "cookie"}}]})
    bench.deploy(LOGGING, **inputs)
    waf = bench.boto("wafv2")
    found = waf.get_logging_configuration(ResourceArn=guard.outputs["arn"])["LoggingConfiguration"]
    assert found["LogDestinationConfigs"] == [group]
    assert found["RedactedFields"] == [
        {"SingleHeader": {"Name": "authorization"}},
        {"SingleHeader": {"Name": "cookie"}},
    ]
