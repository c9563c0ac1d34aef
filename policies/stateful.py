"""Types whose replacement or deletion loses what nothing in the program can make anew: data, keys, identities.

The rules on stores and the comment on pull requests share the table.
"""

from policies.rules.stack._keys import KEY_BY_TYPE
from policies.rules.stack._switches import STORES

STATEFUL = frozenset(
    {
        *KEY_BY_TYPE,
        *STORES,
        "aws:acmpca/certificateAuthority:CertificateAuthority",
        "aws:cloudhsmv2/cluster:Cluster",
        "aws:cloudhsmv2/hsm:Hsm",
        "aws:codecommit/repository:Repository",
        "aws:cognito/identityPool:IdentityPool",
        "aws:cognito/userPool:UserPool",
        "aws:ecr/repository:Repository",
        "aws:elasticache/cluster:Cluster",
        "aws:elasticache/serverlessCache:ServerlessCache",
        "aws:fsx/lustreFileSystem:LustreFileSystem",
        "aws:fsx/ontapFileSystem:OntapFileSystem",
        "aws:fsx/openZfsFileSystem:OpenZfsFileSystem",
        "aws:fsx/windowsFileSystem:WindowsFileSystem",
        "aws:glacier/vault:Vault",
        "aws:keyspaces/table:Table",
        "aws:kms/customKeyStore:CustomKeyStore",
        "aws:kms/externalKey:ExternalKey",
        "aws:kms/key:Key",
        "aws:kms/replicaKey:ReplicaKey",
        "aws:memorydb/cluster:Cluster",
        "aws:mq/broker:Broker",
        "aws:msk/cluster:Cluster",
        "aws:msk/serverlessCluster:ServerlessCluster",
        "aws:opensearch/serverlessCollection:ServerlessCollection",
        "aws:redshiftserverless/namespace:Namespace",
        "aws:route53/zone:Zone",
        "aws:s3/directoryBucket:DirectoryBucket",
        "aws:s3tables/table:Table",
        "aws:ssm/parameter:Parameter",
        "aws:timestreaminfluxdb/dbInstance:DbInstance",
    }
)
