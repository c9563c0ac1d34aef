from typing import Any

from tests.sandbox.providers.aws.bench import Bench

ACCESS = "aws:cloudfront/originAccessControl:OriginAccessControl"
DISTRIBUTION = "aws:cloudfront/distribution:Distribution"
HEADERS = "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy"


def access(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "description": "site",
        "originAccessControlOriginType": "s3",
        "signingBehavior": "always",
        "signingProtocol": "sigv4",
    }


def distribution(comment: str, **more: Any) -> dict[str, Any]:
    https = {
        "httpPort": 80,
        "httpsPort": 443,
        "originProtocolPolicy": "https-only",
        "originSslProtocols": ["TLSv1.2"],
    }
    behavior = {
        "viewerProtocolPolicy": "redirect-to-https",
        "allowedMethods": ["GET", "HEAD", "OPTIONS"],
        "cachedMethods": ["GET", "HEAD"],
        "compress": True,
        "cachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
        "responseHeadersPolicyId": "headers",
    }
    return {
        "comment": comment,
        "enabled": True,
        "isIpv6Enabled": True,
        "httpVersion": "http2and3",
        "priceClass": "PriceClass_100",
        "aliases": ["example.com", "www.example.com"],
        "defaultRootObject": "index.html",
        "origins": [
            {"originId": "one", "domainName": "one.s3.us-east-1.amazonaws.com", "originAccessControlId": "E1"},
            {"originId": "two", "domainName": "two.s3.eu-west-1.amazonaws.com", "originAccessControlId": "E1"},
            {
                "originId": "api",
                "domainName": "api.example.com",
                "customOriginConfig": https,
                "customHeaders": [{"name": "x-token", "value": "shown"}],
            },
        ],
        "originGroups": [
            {
                "originId": "site",
                "failoverCriteria": {"statusCodes": [500, 502, 503, 504]},
                "members": [{"originId": "one"}, {"originId": "two"}],
            }
        ],
        "defaultCacheBehavior": {**behavior, "targetOriginId": "site"},
        "orderedCacheBehaviors": [{**behavior, "targetOriginId": "api", "pathPattern": "/api/*"}],
        "restrictions": {"geoRestriction": {"restrictionType": "none"}},
        "viewerCertificate": {
            "acmCertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/one",
            "minimumProtocolVersion": "TLSv1.3_2025",
            "sslSupportMethod": "sni-only",
        },
        "webAclId": "arn:aws:wafv2:us-east-1:123456789012:global/webacl/guard/one",
        "tags": {"stack": "cdn"},
        **more,
    }


def test_access_control_lives(bench: Bench) -> None:
    bench.lives(ACCESS, access("lives"), {"description": None, "signingBehavior": "no-override"})


def test_signing_switched_off_out_of_band_is_drift(bench: Bench) -> None:
    made = bench.deploy(ACCESS, **access("unsigned"))
    cloudfront = bench.boto("cloudfront")
    found = cloudfront.get_origin_access_control(Id=made.id)
    config = {**found["OriginAccessControl"]["OriginAccessControlConfig"], "SigningBehavior": "never"}
    cloudfront.update_origin_access_control(Id=made.id, IfMatch=found["ETag"], OriginAccessControlConfig=config)
    assert made.drift() == ["signingBehavior"]


def test_distribution_lives(bench: Bench) -> None:
    changes = {
        "enabled": False,
        "aliases": ["example.com"],
        "webAclId": "arn:aws:wafv2:us-east-1:123456789012:global/webacl/guard/two",
        "tags": {"stack": "other"},
    }
    bench.lives(DISTRIBUTION, distribution("lives"), changes)


def test_distribution_is_made_as_declared(bench: Bench) -> None:
    made = bench.deploy(DISTRIBUTION, **distribution("declared"))
    found = bench.boto("cloudfront").get_distribution(Id=made.id)["Distribution"]
    config = found["DistributionConfig"]
    assert (made.outputs["arn"], made.outputs["domainName"]) == (found["ARN"], found["DomainName"])
    assert made.outputs["hostedZoneId"] == "Z2FDTNDATAQYW2"
    assert config["Aliases"]["Items"] == ["example.com", "www.example.com"]
    assert [origin["Id"] for origin in config["Origins"]["Items"]] == ["one", "two", "api"]
    assert config["Origins"]["Items"][2]["CustomOriginConfig"]["OriginSslProtocols"]["Items"] == ["TLSv1.2"]
    group = config["OriginGroups"]["Items"][0]
    assert group["FailoverCriteria"]["StatusCodes"]["Items"] == [500, 502, 503, 504]
    assert [member["OriginId"] for member in group["Members"]["Items"]] == ["one", "two"]
    assert config["DefaultCacheBehavior"]["AllowedMethods"]["CachedMethods"]["Items"] == ["GET", "HEAD"]
    assert config["CacheBehaviors"]["Items"][0]["PathPattern"] == "/api/*"
    assert config["ViewerCertificate"]["MinimumProtocolVersion"] == "TLSv1.3_2025"


def test_default_behaviour_over_a_group_asks_its_first_origin(bench: Bench) -> None:
    made = bench.deploy(DISTRIBUTION, **distribution("grouped"))
    config = bench.boto("cloudfront").get_distribution(Id=made.id)["Distribution"]["DistributionConfig"]
    assert config["DefaultCacheBehavior"]["TargetOriginId"] == "one"


def test_distribution_of_one_origin_needs_no_group(bench: Bench) -> None:
    inputs = distribution("single", originGroups=[], orderedCacheBehaviors=[])
    inputs["defaultCacheBehavior"]["targetOriginId"] = "two"
    made = bench.deploy(DISTRIBUTION, **inputs)
    config = bench.boto("cloudfront").get_distribution(Id=made.id)["Distribution"]["DistributionConfig"]
    assert config["DefaultCacheBehavior"]["TargetOriginId"] == "two"


def test_tls_loosened_out_of_band_is_drift(bench: Bench) -> None:
    made = bench.deploy(DISTRIBUTION, **distribution("loosened"))
    cloudfront = bench.boto("cloudfront")
    found = cloudfront.get_distribution_config(Id=made.id)
    config = found["DistributionConfig"]
    config["ViewerCertificate"]["MinimumProtocolVersion"] = "TLSv1"
    cloudfront.update_distribution(Id=made.id, IfMatch=found["ETag"], DistributionConfig=config)
    assert made.drift() == ["viewerCertificate"]


def test_headers_policy_stands_in_the_state_alone(bench: Bench) -> None:
    resource = bench.resource(HEADERS)
    checked = bench.provider.check(resource, {}, {"name": "headers", "securityHeadersConfig": {}})
    physical_id, outputs = bench.provider.create(resource, checked)
    assert outputs["arn"].endswith(f"response-headers-policy/{physical_id}")
    assert bench.provider.fidelity(HEADERS) == "recorded"
