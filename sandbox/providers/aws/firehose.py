"""Amazon Data Firehose.

The emulator knows the OpenSearch destination by its former name only, Elasticsearch, with the same members.
"""

from collections.abc import Iterator

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.spec import As, Aspect, Autoname, Call, Read, Rename, Run, Type
from sandbox.providers.aws.tags import tagged_by
from sandbox.values import Properties

_STREAM = {"DeliveryStreamName": "{name}"}
_DESCRIBE = Read("describe_delivery_stream", _STREAM, result="DeliveryStreamDescription")
_S3_BLOCKS = (
    "extendedS3Configuration",
    "extendedS3Configuration.s3BackupConfiguration",
    "opensearchConfiguration.s3Configuration",
)


def _blocks() -> Iterator[tuple[str, str]]:
    """Yield where properties stand that the API groups further, which the SDK doesn't."""
    for block in (*_S3_BLOCKS, "opensearchConfiguration"):
        yield f"{block}.bufferingInterval", "BufferingHints.IntervalInSeconds"
        yield f"{block}.bufferingSize", "BufferingHints.SizeInMBs"
    for block in _S3_BLOCKS:
        yield f"{block}.kmsKeyArn", "EncryptionConfiguration.KMSEncryptionConfig.AWSKMSKeyARN"
    yield "opensearchConfiguration.retryDuration", "RetryOptions.DurationInSeconds"
    yield "opensearchConfiguration.vpcConfig", "VpcConfiguration"
    partitioning = "extendedS3Configuration.dynamicPartitioningConfiguration"
    yield f"{partitioning}.retryDuration", "RetryOptions.DurationInSeconds"


_CREATED: Rename = {
    "extendedS3Configuration": "ExtendedS3DestinationConfiguration",
    "opensearchConfiguration": "ElasticsearchDestinationConfiguration",
    "kinesisSourceConfiguration": "KinesisStreamSourceConfiguration",
}
_UPDATED: Rename = {
    "extendedS3Configuration": "ExtendedS3DestinationUpdate",
    "extendedS3Configuration.s3BackupConfiguration": "S3BackupUpdate",
    "opensearchConfiguration": "ElasticsearchDestinationUpdate",
    "opensearchConfiguration.s3Configuration": "S3Update",
}
_DESCRIBED: Rename = {
    "extendedS3Configuration": "Destinations.ExtendedS3DestinationDescription",
    "extendedS3Configuration.s3BackupConfiguration": "S3BackupDescription",
    "opensearchConfiguration": "Destinations.ElasticsearchDestinationDescription",
    "opensearchConfiguration.s3Configuration": "S3DestinationDescription",
    "opensearchConfiguration.vpcConfig": None,
    "kinesisSourceConfiguration": "Source.KinesisStreamSourceDescription",
}


def _encrypt(act: Act) -> Properties:
    wanted = act["serverSideEncryption"]
    key = {"KeyType": wanted.get("keyType", "AWS_OWNED_CMK")}
    if "keyArn" in wanted:
        key["KeyARN"] = wanted["keyArn"]
    act.call(
        "start_delivery_stream_encryption",
        DeliveryStreamName=act["name"],
        DeliveryStreamEncryptionConfigurationInput=key,
    )
    return {}


def _encryption(told: Properties) -> Properties:
    """Return the block that says how a stream is encrypted."""
    if told.get("Status") not in ("ENABLED", "ENABLING"):
        return {"enabled": False}
    kept = {"keyType": told.get("KeyType"), "keyArn": told.get("KeyARN")}
    return {"enabled": True, **{name: value for name, value in kept.items() if value}}


def _destination_of(act: Act) -> str:
    found = act.look(_DESCRIBE) or {}
    return found["Destinations"][0]["DestinationId"]


def _version_of(act: Act) -> str:
    found = act.look(_DESCRIBE) or {}
    return found["VersionId"]


DELIVERY_STREAM = Type(
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
    service="firehose",
    id="arn:{partition}:firehose:{region}:{account}:deliverystream/{name}",
    create=Call(
        "create_delivery_stream",
        {
            "DeliveryStreamType": lambda act: (
                "KinesisStreamAsSource" if act.inputs.get("kinesisSourceConfiguration") else "DirectPut"
            )
        },
        rename=_CREATED,
    ),
    read=Read(_DESCRIBE.operation, _DESCRIBE.params, result=_DESCRIBE.result, rename=_DESCRIBED),
    update=Call(
        "update_destination",
        {**_STREAM, "CurrentDeliveryStreamVersionId": _version_of, "DestinationId": _destination_of},
        rename=_UPDATED,
    ),
    delete=Call("delete_delivery_stream", _STREAM),
    aspects=(
        Aspect(
            {"serverSideEncryption"},
            put=Run(_encrypt, takes={"serverSideEncryption"}),
            clear=Call("stop_delivery_stream_encryption", _STREAM),
            read=Read(
                _DESCRIBE.operation,
                _DESCRIBE.params,
                result=_DESCRIBE.result,
                rename={"serverSideEncryption": As("DeliveryStreamEncryptionConfiguration", dict, _encryption)},
            ),
            when=lambda inputs: bool((inputs.get("serverSideEncryption") or {}).get("enabled")),
        ),
    ),
    tags=tagged_by(
        _STREAM, put="tag_delivery_stream", remove="untag_delivery_stream", read="list_tags_for_delivery_stream"
    ),
    name=Autoname("name", 64),
    rename={"name": "DeliveryStreamName", **dict(_blocks())},
    outputs={
        "arn": "arn:{partition}:firehose:{region}:{account}:deliverystream/{name}",
        "destinationId": "Destinations.DestinationId",
        "versionId": "VersionId",
    },
    replaces={
        "destination",
        "kinesisSourceConfiguration",
        "name",
        "opensearchConfiguration.s3BackupMode",
        "opensearchConfiguration.vpcConfig",
    },
    not_emulated={
        "destinationId": "AWS numbers destinations itself",
        "mskSourceConfiguration": "the emulator reads no MSK topics; the stream takes records directly",
    },
    differs={
        "extendedS3Configuration.bufferingInterval": "the emulator delivers each record at once",
        "extendedS3Configuration.compressionFormat": "the emulator compresses nothing, and adds no extension",
        "extendedS3Configuration.bufferingSize": "the emulator delivers each record at once",
    },
    forgotten={
        "opensearchConfiguration.vpcConfig": "the emulator describes it under the name it was given with, not AWS's"
    },
    local={"destination"},
)

TYPES = (DELIVERY_STREAM,)
