"""Where each type of resource that holds data names its key."""

KEY_BY_TYPE = {
    "aws:backup/vault:Vault": "kmsKeyArn",
    "aws:cloudtrail/trail:Trail": "kmsKeyId",
    "aws:cloudwatch/logGroup:LogGroup": "kmsKeyId",
    "aws:dynamodb/table:Table": "serverSideEncryption.kmsKeyArn",
    "aws:ebs/volume:Volume": "kmsKeyId",
    "aws:efs/fileSystem:FileSystem": "kmsKeyId",
    "aws:eks/cluster:Cluster": "encryptionConfig.provider.keyArn",
    "aws:elasticache/replicationGroup:ReplicationGroup": "kmsKeyId",
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": "serverSideEncryption.keyArn",
    "aws:kinesis/stream:Stream": "kmsKeyId",
    "aws:opensearch/domain:Domain": "encryptAtRest.kmsKeyId",
    "aws:rds/cluster:Cluster": "kmsKeyId",
    "aws:rds/instance:Instance": "kmsKeyId",
    "aws:redshift/cluster:Cluster": "kmsKeyId",
    "aws:secretsmanager/secret:Secret": "kmsKeyId",
    "aws:sns/topic:Topic": "kmsMasterKeyId",
    "aws:sqs/queue:Queue": "kmsMasterKeyId",
}
"""Types that hold data, and the property that names their key."""
