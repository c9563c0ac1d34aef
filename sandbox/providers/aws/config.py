"""AWS Config: recorder, delivery channel and rules."""

from sandbox.providers.aws import tags
from sandbox.providers.aws.act import Act
from sandbox.providers.aws.spec import ID, Autoname, Call, Read, Run, Type
from sandbox.providers.aws.tags import tagged_by_arn

_RECORDER = {"ConfigurationRecorderName": ID}
_IN_RECORDER = {
    "name": "ConfigurationRecorder.name",
    "roleArn": "ConfigurationRecorder.roleARN",
    "recordingGroup": "ConfigurationRecorder.recordingGroup",
    "recordingMode": "ConfigurationRecorder.recordingMode",
}
RECORDER = Type(
    "aws:cfg/recorder:Recorder",
    service="config",
    id="{name}",
    create=Call("put_configuration_recorder", rename=_IN_RECORDER),
    read=Read(
        "describe_configuration_recorders", {"ConfigurationRecorderNames": [ID]}, result="ConfigurationRecorders"
    ),
    update=Call("put_configuration_recorder", rename=_IN_RECORDER),
    delete=Call("delete_configuration_recorder", _RECORDER),
    name=Autoname("name", 256),
    rename={
        "recordingGroup.recordingStrategies": "recordingStrategy",
        "recordingMode.recordingModeOverride": "recordingModeOverrides",
    },
    replaces={"name"},
    forgotten={"recordingMode": "the emulator doesn't tell it"},
)


def _start_or_stop(act: Act) -> None:
    running = act.inputs.get("isEnabled")
    act.call(
        "start_configuration_recorder" if running else "stop_configuration_recorder",
        ConfigurationRecorderName=act["name"],
    )


RECORDER_STATUS = Type(
    "aws:cfg/recorderStatus:RecorderStatus",
    service="config",
    id="{name}",
    create=Run(_start_or_stop, takes={"isEnabled", "name"}),
    read=Read(
        "describe_configuration_recorder_status",
        {"ConfigurationRecorderNames": [ID]},
        rename={"isEnabled": "recording"},
        result="ConfigurationRecordersStatus",
    ),
    update=Run(_start_or_stop, takes={"isEnabled"}),
    delete=Call("stop_configuration_recorder", _RECORDER),
    replaces={"name"},
)

_IN_CHANNEL = {
    "name": "DeliveryChannel.name",
    "s3BucketName": "DeliveryChannel.s3BucketName",
    "s3KeyPrefix": "DeliveryChannel.s3KeyPrefix",
    "s3KmsKeyArn": "DeliveryChannel.s3KmsKeyArn",
    "snapshotDeliveryProperties": "DeliveryChannel.configSnapshotDeliveryProperties",
    "snsTopicArn": "DeliveryChannel.snsTopicARN",
}
DELIVERY_CHANNEL = Type(
    "aws:cfg/deliveryChannel:DeliveryChannel",
    service="config",
    id="{name}",
    create=Call("put_delivery_channel", rename=_IN_CHANNEL),
    read=Read(
        "describe_delivery_channels",
        {"DeliveryChannelNames": [ID]},
        rename={"snapshotDeliveryProperties": "configSnapshotDeliveryProperties"},
        result="DeliveryChannels",
    ),
    update=Call("put_delivery_channel", rename=_IN_CHANNEL),
    delete=Call("delete_delivery_channel", {"DeliveryChannelName": ID}),
    name=Autoname("name", 256),
    replaces={"name"},
)


def _put_again(act: Act) -> None:
    """Change the rule; the emulator forgets the tags that aren't sent along."""
    act.send(_PUT_RULE, {**act.inputs, "tags": tags.all_tags(act.resource.provider, act.inputs)})


_IN_RULE = {
    "name": "ConfigRule.ConfigRuleName",
    "description": "ConfigRule.Description",
    "evaluationModes": "ConfigRule.EvaluationModes",
    "inputParameters": "ConfigRule.InputParameters",
    "maximumExecutionFrequency": "ConfigRule.MaximumExecutionFrequency",
    "scope": "ConfigRule.Scope",
    "source": "ConfigRule.Source",
}
_PUT_RULE = Call("put_config_rule", rename=_IN_RULE)
RULE = Type(
    "aws:cfg/rule:Rule",
    service="config",
    id="{name}",
    create=_PUT_RULE,
    read=Read(
        "describe_config_rules", {"ConfigRuleNames": [ID]}, rename={"name": "ConfigRuleName"}, result="ConfigRules"
    ),
    update=Run(_put_again, takes=_IN_RULE),
    delete=Call("delete_config_rule", {"ConfigRuleName": ID}),
    name=Autoname("name", 128),
    tags=tagged_by_arn(),
    outputs={"arn": "ConfigRuleArn", "ruleId": "ConfigRuleId"},
    replaces={"name"},
)

TYPES = (RECORDER, RECORDER_STATUS, DELIVERY_CHANNEL, RULE)
