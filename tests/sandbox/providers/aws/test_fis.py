import pytest

from tests.sandbox.providers.aws.bench import Bench

TEMPLATE = "aws:fis/experimentTemplate:ExperimentTemplate"
INPUTS = {
    "description": "Nodes end",
    "roleArn": "arn:aws:iam::123456789012:role/chaos",
    "stopConditions": [
        {"source": "aws:cloudwatch:alarm", "value": "arn:aws:cloudwatch:us-east-1:123456789012:alarm:a"}
    ],
    "actions": [
        {
            "name": "stop",
            "actionId": "aws:ec2:stop-instances",
            "parameters": [{"key": "startInstancesAfterDuration", "value": "PT5M"}],
            "target": {"key": "Instances", "value": "nodes"},
        },
        {
            "name": "wait",
            "actionId": "aws:fis:wait",
            "parameters": [{"key": "duration", "value": "PT1M"}],
            "startAfters": ["stop"],
        },
    ],
    "targets": [
        {
            "name": "nodes",
            "resourceType": "aws:ec2:instance",
            "selectionMode": "ALL",
            "resourceTags": [{"key": "stack", "value": "groot-test"}],
            "filters": [{"path": "State.Name", "values": ["running"]}],
        }
    ],
    "logConfiguration": {
        "logSchemaVersion": 2,
        "cloudwatchLogsConfiguration": {"logGroupArn": "arn:aws:logs:us-east-1:123456789012:log-group:g:*"},
    },
    "experimentOptions": {"accountTargeting": "single-account", "emptyTargetResolutionMode": "fail"},
    "tags": {"stack": "groot-test"},
}


def test_template_lives(bench: Bench) -> None:
    bench.lives(TEMPLATE, INPUTS, {"tags": {"stack": "other"}})


def test_template_is_made_as_the_api_spells_it(bench: Bench) -> None:
    template = bench.deploy(TEMPLATE, **INPUTS)
    found = bench.boto("fis").get_experiment_template(id=template.id)["experimentTemplate"]
    assert found["actions"] == {
        "stop": {
            "actionId": "aws:ec2:stop-instances",
            "parameters": {"startInstancesAfterDuration": "PT5M"},
            "targets": {"Instances": "nodes"},
        },
        "wait": {"actionId": "aws:fis:wait", "parameters": {"duration": "PT1M"}, "startAfter": ["stop"]},
    }
    assert found["targets"] == {
        "nodes": {
            "resourceType": "aws:ec2:instance",
            "selectionMode": "ALL",
            "resourceTags": {"stack": "groot-test"},
            "filters": [{"path": "State.Name", "values": ["running"]}],
        }
    }
    assert found["stopConditions"] == INPUTS["stopConditions"]
    assert found["logConfiguration"]["cloudWatchLogsConfiguration"]["logGroupArn"].endswith(":*")


@pytest.mark.parametrize("change", [{"description": "Other nodes end"}, {"targets": []}])
def test_a_change_is_seen_and_made_in_place(bench: Bench, change: dict[str, object]) -> None:
    template = bench.deploy(TEMPLATE, **INPUTS)
    assert list(template.diff(**change).changed) == list(change)
    assert not template.diff(**change).replaces
