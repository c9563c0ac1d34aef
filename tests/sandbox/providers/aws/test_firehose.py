from sandbox.providers.base import UNSENT
from tests.sandbox.providers.aws.bench import Bench

STREAM = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"
ROLE = "arn:aws:iam::123456789012:role/deliver"
KEY = "arn:aws:kms:us-east-1:123456789012:key/one"
LOGGING = {"enabled": True, "logGroupName": "errors", "logStreamName": "search"}
ARCHIVE = {
    "bucketArn": "arn:aws:s3:::archive",
    "roleArn": ROLE,
    "prefix": "siem/",
    "errorOutputPrefix": "failed/",
    "bufferingInterval": 300,
    "compressionFormat": "GZIP",
    "kmsKeyArn": KEY,
}
SEARCH = {
    "domainArn": "arn:aws:es:us-east-1:123456789012:domain/siem",
    "roleArn": ROLE,
    "indexName": "siem",
    "indexRotationPeriod": "OneDay",
    "bufferingInterval": 60,
    "bufferingSize": 5,
    "retryDuration": 300,
    "s3BackupMode": "AllDocuments",
    "s3Configuration": ARCHIVE,
    "cloudwatchLoggingOptions": LOGGING,
    "vpcConfig": {"roleArn": ROLE, "subnetIds": ["subnet-1"], "securityGroupIds": ["sg-1"]},
    "processingConfiguration": {
        "enabled": True,
        "processors": [
            {
                "type": "Decompression",
                "parameters": [{"parameterName": "CompressionFormat", "parameterValue": "GZIP"}],
            }
        ],
    },
}
ENCRYPTION = {"enabled": True, "keyType": "CUSTOMER_MANAGED_CMK", "keyArn": KEY}


def test_stream_into_a_search_domain_lives(bench: Bench) -> None:
    inputs = {
        "name": "search-lives",
        "destination": "opensearch",
        "opensearchConfiguration": SEARCH,
        "serverSideEncryption": ENCRYPTION,
        "tags": {"stack": "one"},
    }
    changes = {
        "opensearchConfiguration": {
            **SEARCH,
            "bufferingInterval": 120,
            "s3Configuration": {**ARCHIVE, "bufferingInterval": 600},
        },
        "serverSideEncryption": None,
        "tags": {"stack": "other"},
    }
    bench.lives(STREAM, inputs, changes)


def test_stream_into_a_search_domain_is_made_as_declared(bench: Bench) -> None:
    made = bench.deploy(
        STREAM,
        name="search-made",
        destination="opensearch",
        opensearchConfiguration=SEARCH,
        serverSideEncryption=ENCRYPTION,
    )
    client = bench.boto("firehose")
    found = client.describe_delivery_stream(DeliveryStreamName="search-made")["DeliveryStreamDescription"]
    assert found["DeliveryStreamARN"] == made.id == made.outputs["arn"]
    assert found["DeliveryStreamEncryptionConfiguration"]["KeyARN"] == KEY
    search = found["Destinations"][0]["ElasticsearchDestinationDescription"]
    assert search["BufferingHints"] == {"IntervalInSeconds": 60, "SizeInMBs": 5}
    assert search["RetryOptions"] == {"DurationInSeconds": 300}
    assert search["S3BackupMode"] == "AllDocuments"
    archive = search["S3DestinationDescription"]
    assert archive["EncryptionConfiguration"]["KMSEncryptionConfig"]["AWSKMSKeyARN"] == KEY
    assert archive["Prefix"] == "siem/"


def test_stream_into_a_bucket_lives(bench: Bench) -> None:
    inputs = {
        "name": "bucket-lives",
        "destination": "extended_s3",
        "extendedS3Configuration": {**ARCHIVE, "bufferingSize": 64, "cloudwatchLoggingOptions": LOGGING},
    }
    changes = {"extendedS3Configuration": {**ARCHIVE, "bufferingSize": 128, "cloudwatchLoggingOptions": LOGGING}}
    bench.lives(STREAM, inputs, changes)


def test_encryption_stopped_out_of_band_is_drift(bench: Bench) -> None:
    made = bench.deploy(
        STREAM,
        name="bucket-open",
        destination="extended_s3",
        extendedS3Configuration=ARCHIVE,
        serverSideEncryption=ENCRYPTION,
    )
    bench.boto("firehose").stop_delivery_stream_encryption(DeliveryStreamName="bucket-open")
    assert made.drift() == ["serverSideEncryption"]


def test_what_cannot_be_updated_replaces_the_stream(bench: Bench) -> None:
    made = bench.deploy(STREAM, name="search-fixed", destination="opensearch", opensearchConfiguration=SEARCH)
    assert made.diff(opensearchConfiguration={**SEARCH, "bufferingInterval": 90}).replaces == []
    failed_only = {**SEARCH, "s3BackupMode": "FailedDocumentsOnly"}
    assert made.diff(opensearchConfiguration=failed_only).replaces == ["opensearchConfiguration"]


def test_destination_that_is_not_emulated_is_told_by_name(bench: Bench) -> None:
    inputs = {"name": "splunk", "destination": "splunk", "splunkConfiguration": {"hecToken": "t"}}
    assert bench.provider.check(bench.resource(STREAM), {}, inputs)[UNSENT] == ["splunkConfiguration"]
