from typing import Any

from tests.sandbox.providers.aws.bench import Bench

TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
KEY = "arn:aws:kms:us-east-1:123456789012:key/one"


def template(name: str, **more: Any) -> dict[str, Any]:
    volume = {
        "volumeType": "gp3",
        "volumeSize": 80,
        "encrypted": "true",
        "kmsKeyId": KEY,
        "deleteOnTermination": "true",
    }
    return {
        "name": name,
        "updateDefaultVersion": True,
        "ebsOptimized": "true",
        "vpcSecurityGroupIds": ["sg-1"],
        "metadataOptions": {"httpEndpoint": "enabled", "httpTokens": "required", "httpPutResponseHopLimit": 1},
        "monitoring": {"enabled": True},
        "blockDeviceMappings": [{"deviceName": "/dev/xvdb", "ebs": volume}],
        "tagSpecifications": [{"resourceType": "volume", "tags": {"stack": "one"}}],
        "tags": {"stack": "one"},
        **more,
    }


def test_template_lives(bench: Bench) -> None:
    changes = {
        "metadataOptions": {"httpEndpoint": "enabled", "httpTokens": "required", "httpPutResponseHopLimit": 2},
        "vpcSecurityGroupIds": ["sg-1", "sg-2"],
        "description": "wider",
        "tags": {"stack": "other"},
    }
    bench.lives(TEMPLATE, template("lives"), changes)


def test_instances_get_what_is_declared(bench: Bench) -> None:
    made = bench.deploy(TEMPLATE, **template("made"))
    found = bench.boto("ec2").describe_launch_template_versions(LaunchTemplateId=made.id, Versions=["$Latest"])
    data = found["LaunchTemplateVersions"][0]["LaunchTemplateData"]
    assert data["MetadataOptions"]["HttpTokens"] == "required"
    assert data["SecurityGroupIds"] == ["sg-1"]
    ebs = data["BlockDeviceMappings"][0]["Ebs"]
    assert (ebs["Encrypted"], ebs["KmsKeyId"], ebs["VolumeType"], ebs["VolumeSize"]) == (True, KEY, "gp3", 80)
    assert {"ResourceType": "volume", "Tags": [{"Key": "stack", "Value": "one"}]} in data["TagSpecifications"]
    assert data["EbsOptimized"] is True


def test_change_makes_a_version_and_the_default(bench: Bench) -> None:
    made = bench.deploy(TEMPLATE, **template("newer"))
    assert (made.outputs["latestVersion"], made.outputs["defaultVersion"]) == (1, 1)
    made.update(monitoring={"enabled": False})
    assert (made.outputs["latestVersion"], made.outputs["defaultVersion"]) == (2, 2)
    kept = bench.boto("ec2").describe_launch_template_versions(LaunchTemplateId=made.id, Versions=["1", "2"])
    assert len(kept["LaunchTemplateVersions"]) == 2


def test_other_tags_make_no_version(bench: Bench) -> None:
    made = bench.deploy(TEMPLATE, **template("retagged"))
    made.update(tags={"stack": "other"})
    assert made.outputs["latestVersion"] == 1


def test_version_added_out_of_band_is_drift(bench: Bench) -> None:
    made = bench.deploy(TEMPLATE, **template("loosened"))
    bench.boto("ec2").create_launch_template_version(
        LaunchTemplateId=made.id,
        SourceVersion="1",
        LaunchTemplateData={"MetadataOptions": {"HttpTokens": "optional"}},
    )
    assert "metadataOptions" in made.drift()


def test_another_name_replaces(bench: Bench) -> None:
    made = bench.deploy(TEMPLATE, **template("named"))
    assert made.diff(name="renamed").replaces == ["name"]
