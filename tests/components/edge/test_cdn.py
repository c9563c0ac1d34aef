import json
from typing import Any

from settings import CONTROL_REGION, DataClass
from tests.components.edge.room import ABROAD, HOME, Room
from tests.components.site import ACCOUNT, LOG_DAYS, key


def config(room: Room, stack: str = "open") -> dict[str, Any]:
    identifier = room.output(f"{stack}Distribution")
    return room.boto("cloudfront").get_distribution(Id=identifier)["Distribution"]["DistributionConfig"]


def test_second_region_answers_when_the_first_fails(room: Room) -> None:
    group = config(room)["OriginGroups"]["Items"][0]
    assert [member["OriginId"] for member in group["Members"]["Items"]] == [HOME.name, ABROAD.name]
    assert group["FailoverCriteria"]["StatusCodes"]["Items"] == [500, 502, 503, 504]
    behavior = declared(room, "open")["defaultCacheBehavior"]
    assert behavior["targetOriginId"] == group["Id"]


def declared(room: Room, stack: str) -> dict[str, Any]:
    """Return the distribution as the program declared it, where the emulator keeps less."""
    return room.inputs(f"{stack}-cdn-distribution")


def test_one_region_needs_no_group(room: Room) -> None:
    assert config(room, "closed")["OriginGroups"]["Quantity"] == 0
    assert declared(room, "closed")["defaultCacheBehavior"]["targetOriginId"] == ABROAD.name


def test_buckets_are_asked_with_a_signature_and_answer_this_distribution_alone(room: Room) -> None:
    access = declared(room, "open")["origins"][0]["originAccessControlId"]
    found = room.boto("cloudfront").get_origin_access_control(Id=access)["OriginAccessControl"]
    assert found["OriginAccessControlConfig"]["SigningBehavior"] == "always"
    for region in (HOME, ABROAD):
        bucket = room.output(f"open-{region.name}Site")
        policy = json.loads(room.boto("s3", region).get_bucket_policy(Bucket=bucket)["Policy"])
        allowed = [statement for statement in policy["Statement"] if statement["Effect"] == "Allow"]
        assert [statement["Action"] for statement in allowed] == [["s3:GetObject"]]
        assert allowed[0]["Principal"] == {"Service": ["cloudfront.amazonaws.com"]}
        assert allowed[0]["Condition"] == {"StringEquals": {"aws:SourceArn": room.output("openDistributionArn")}}


def test_site_is_private_encrypted_and_recoverable(room: Room) -> None:
    for region in (HOME, ABROAD):
        s3, bucket = room.boto("s3", region), room.output(f"open-{region.name}Site")
        blocked = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
        assert all(blocked.values())
        rule = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"][0]
        assert rule["ApplyServerSideEncryptionByDefault"]["KMSMasterKeyID"] == key(region, DataClass.PUBLIC)
        assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"
        assert s3.get_bucket_logging(Bucket=bucket)["LoggingEnabled"]["TargetPrefix"] == "s3/site/"
        assert bucket.endswith(ACCOUNT)


def test_viewers_get_modern_tls_and_no_plain_http(room: Room) -> None:
    found = config(room)
    assert found["ViewerCertificate"]["MinimumProtocolVersion"] == "TLSv1.3_2025"
    assert found["HttpVersion"] == "http2and3"
    assert found["DefaultCacheBehavior"]["ViewerProtocolPolicy"] == "redirect-to-https"
    assert found["WebACLId"] == room.output("openGuard")


def test_api_is_passed_through_uncached_over_the_shared_name(room: Room) -> None:
    found = config(room)
    behavior = found["CacheBehaviors"]["Items"][0]
    assert behavior["PathPattern"] == "/api/*"
    assert set(behavior["AllowedMethods"]["Items"]) >= {"POST", "PUT", "PATCH", "DELETE"}
    origin = next(one for one in found["Origins"]["Items"] if one["Id"] == behavior["TargetOriginId"])
    assert origin["DomainName"] == "api.open.example.com"
    assert origin["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"


def test_api_with_client_certificates_is_not_offered_without_them(room: Room) -> None:
    assert config(room, "closed")["CacheBehaviors"]["Quantity"] == 0
    assert [origin["Id"] for origin in config(room, "closed")["Origins"]["Items"]] == [ABROAD.name]


def test_browsers_are_told_to_be_careful(room: Room) -> None:
    headers = room.inputs("open-cdn-headers")["securityHeadersConfig"]
    transport = headers["strictTransportSecurity"]
    assert transport["accessControlMaxAgeSec"] >= 63_072_000
    assert transport["preload"]
    assert transport["includeSubdomains"]
    assert headers["frameOptions"]["frameOption"] == "DENY"
    assert "default-src 'self'" in headers["contentSecurityPolicy"]["contentSecurityPolicy"]


def test_access_log_is_delivered_encrypted_and_kept(room: Room) -> None:
    logs = room.boto("logs")
    arn = room.output("openDistributionArn")
    source = next(one for one in logs.describe_delivery_sources()["deliverySources"] if arn in one["resourceArns"])
    deliveries = logs.describe_deliveries()["deliveries"]
    delivery = next(one for one in deliveries if one["deliverySourceName"] == source["name"])
    destinations = logs.describe_delivery_destinations()["deliveryDestinations"]
    found = next(one for one in destinations if one["arn"] == delivery["deliveryDestinationArn"])
    group_arn = found["deliveryDestinationConfiguration"]["destinationResourceArn"]
    name = group_arn.split(":log-group:")[1]
    group = logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"][0]
    assert (group["kmsKeyId"], group["retentionInDays"]) == (key(CONTROL_REGION, DataClass.INTERNAL), LOG_DAYS)
