"""The types of resource that take tags, as the AWS provider's schema has them."""

from pathlib import Path

TAGGABLE = frozenset(Path(__file__).with_name("taggable_types.txt").read_text(encoding="utf-8").split())
"""Every type whose inputs have a `tags` map."""

STORES = frozenset(
    {
        "aws:dynamodb/table:Table",
        "aws:ebs/volume:Volume",
        "aws:efs/fileSystem:FileSystem",
        "aws:elasticache/replicationGroup:ReplicationGroup",
        "aws:kinesis/stream:Stream",
        "aws:opensearch/domain:Domain",
        "aws:rds/cluster:Cluster",
        "aws:rds/instance:Instance",
        "aws:redshift/cluster:Cluster",
        "aws:s3/bucket:Bucket",
        "aws:s3/bucketV2:BucketV2",
        "aws:sqs/queue:Queue",
    }
)
"""Types that hold data at rest."""
