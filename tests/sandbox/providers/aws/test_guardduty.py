from concurrent.futures import ThreadPoolExecutor

from tests.sandbox.providers.aws.bench import Bench

DETECTOR = "aws:guardduty/detector:Detector"
FEATURE = "aws:guardduty/detectorFeature:DetectorFeature"


def test_detector_lives(bench: Bench) -> None:
    inputs = {"region": "eu-north-1", "findingPublishingFrequency": "FIFTEEN_MINUTES", "tags": {"stack": "one"}}
    bench.lives(DETECTOR, inputs, {"enable": False, "findingPublishingFrequency": "ONE_HOUR", "tags": {"a": "b"}})


def test_detector_is_made_as_declared(bench: Bench) -> None:
    made = bench.deploy(DETECTOR, findingPublishingFrequency="FIFTEEN_MINUTES", tags={"stack": "one"})
    found = bench.boto("guardduty").get_detector(DetectorId=made.id)
    assert (found["Status"], found["FindingPublishingFrequency"]) == ("ENABLED", "FIFTEEN_MINUTES")
    assert found["Tags"] == {"stack": "one"}
    assert made.outputs["arn"] == f"arn:aws:guardduty:us-east-1:123456789012:detector/{made.id}"


def test_detector_suspended_out_of_band_is_drift_though_nobody_said_enabled(bench: Bench) -> None:
    made = bench.deploy(DETECTOR)
    bench.boto("guardduty").update_detector(DetectorId=made.id, Enable=False)
    assert made.drift() == ["enable"]


def test_features_set_at_once_all_stand(bench: Bench) -> None:
    detector = bench.deploy(DETECTOR)
    names = ["S3_DATA_EVENTS", "EKS_AUDIT_LOGS", "RDS_LOGIN_EVENTS", "LAMBDA_NETWORK_LOGS"]
    with ThreadPoolExecutor(4) as pool:
        made = list(
            pool.map(lambda name: bench.deploy(FEATURE, detectorId=detector.id, name=name, status="ENABLED"), names)
        )
    found = bench.boto("guardduty").get_detector(DetectorId=detector.id)["Features"]
    assert {feature["Name"] for feature in found} == set(names)
    assert [feature.drift() for feature in made] == [[]] * 4


def test_feature_changes_without_touching_the_others(bench: Bench) -> None:
    detector = bench.deploy(DETECTOR)
    bench.deploy(FEATURE, detectorId=detector.id, name="S3_DATA_EVENTS", status="ENABLED")
    agents = [{"name": "EKS_ADDON_MANAGEMENT", "status": "ENABLED"}]
    runtime = bench.deploy(
        FEATURE, detectorId=detector.id, name="RUNTIME_MONITORING", status="ENABLED", additionalConfigurations=agents
    )
    runtime.update(status="DISABLED")
    assert runtime.drift() == []
    found = bench.boto("guardduty").get_detector(DetectorId=detector.id)["Features"]
    assert [(feature["Name"], feature["Status"]) for feature in found] == [
        ("S3_DATA_EVENTS", "ENABLED"),
        ("RUNTIME_MONITORING", "DISABLED"),
    ]
    assert found[1]["AdditionalConfiguration"] == [{"Name": "EKS_ADDON_MANAGEMENT", "Status": "ENABLED"}]


def test_feature_is_gone_with_its_detector(bench: Bench) -> None:
    detector = bench.deploy(DETECTOR)
    feature = bench.deploy(FEATURE, detectorId=detector.id, name="S3_DATA_EVENTS", status="ENABLED")
    detector.delete()
    assert feature.read() is None
