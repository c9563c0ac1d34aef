from components.security.trail_watches import BREAK_GLASS, WATCHES
from tests.components.security.room import HOME, REGIONS, TABLE, Room, archive_bucket, log_key
from tests.components.site import topic

TRAIL, LOG_GROUP = "groot-room-audit", "/groot-room/audit-trail"


def test_trail_records_every_region_and_can_be_verified(room: Room) -> None:
    cloudtrail = room.boto("cloudtrail")
    trail = cloudtrail.get_trail(Name=TRAIL)["Trail"]
    assert trail["IsMultiRegionTrail"]
    assert trail["IncludeGlobalServiceEvents"]
    assert trail["LogFileValidationEnabled"]
    assert trail["KmsKeyId"] == log_key(HOME)
    assert trail["S3BucketName"] == archive_bucket(HOME)
    assert cloudtrail.get_trail_status(Name=TRAIL)["IsLogging"]
    insights = cloudtrail.get_insight_selectors(TrailName=TRAIL)["InsightSelectors"]
    assert [one["InsightType"] for one in insights] == ["ApiCallRateInsight", "ApiErrorRateInsight"]


def test_trail_audits_every_object_but_those_that_its_own_deliveries_make(room: Room) -> None:
    selectors = room.boto("cloudtrail").get_event_selectors(TrailName=TRAIL)["AdvancedEventSelectors"]
    fields = {one["Name"]: {field["Field"]: field for field in one["FieldSelectors"]} for one in selectors}
    spared = fields["S3 objects outside the log buckets"]["resources.ARN"]["NotStartsWith"]
    buckets = [f"{kind}-{region.name}" for region in REGIONS for kind in ("archive", "deliveries")]
    assert sorted(spared) == sorted(f"arn:aws:s3:::{bucket}/" for bucket in buckets)
    assert fields["Items of audited tables"]["resources.ARN"]["Equals"] == [TABLE]
    assert fields["Management calls"]["eventCategory"]["Equals"] == ["Management"]


def test_trail_writes_into_its_own_encrypted_log_group_only(room: Room) -> None:
    group = room.boto("logs").describe_log_groups(logGroupNamePrefix=LOG_GROUP)["logGroups"][0]
    assert group["kmsKeyId"] == log_key(HOME)
    policy = room.boto("iam").get_role_policy(RoleName="groot-room-audit-trail", PolicyName="deliver-events")
    resources = [one["Resource"] for one in policy["PolicyDocument"]["Statement"]]
    assert resources == [
        [
            f"arn:aws:logs:us-east-1:123456789012:log-group:{group['logGroupName']}"
            ":log-stream:123456789012_CloudTrail_us-east-1*"
        ]
    ]


def test_every_watched_event_rings_the_home_regions_topic(room: Room) -> None:
    filters = room.boto("logs").describe_metric_filters(logGroupName=LOG_GROUP)["metricFilters"]
    alarms = {one["MetricName"]: one for one in room.boto("cloudwatch").describe_alarms()["MetricAlarms"]}
    metrics = {one["metricTransformations"][0]["metricName"]: one for one in filters}
    assert metrics.keys() == {watch.key for watch in (*WATCHES, BREAK_GLASS)}
    for watch in (*WATCHES, BREAK_GLASS):
        assert metrics[watch.key]["filterPattern"] == watch.pattern
        alarm = alarms[watch.key]
        assert alarm["AlarmActions"] == [topic(HOME)]
        assert alarm["Namespace"] == metrics[watch.key]["metricTransformations"][0]["metricNamespace"]
        assert (alarm["Statistic"], alarm["Threshold"]) == ("Sum", 1)
        assert f"{watch.control}:" in alarm["AlarmDescription"]
