"""Which property of each type keeps AWS from deleting it."""

STORES = {
    "aws:backup/vault:Vault": ("forceDestroy", False),
    "aws:docdb/cluster:Cluster": ("deletionProtection", True),
    "aws:docdb/globalCluster:GlobalCluster": ("deletionProtection", True),
    "aws:dsql/cluster:Cluster": ("deletionProtectionEnabled", True),
    "aws:dynamodb/table:Table": ("deletionProtectionEnabled", True),
    "aws:dynamodb/tableReplica:TableReplica": ("deletionProtectionEnabled", True),
    "aws:neptune/cluster:Cluster": ("deletionProtection", True),
    "aws:neptune/globalCluster:GlobalCluster": ("deletionProtection", True),
    "aws:rds/cluster:Cluster": ("deletionProtection", True),
    "aws:rds/globalCluster:GlobalCluster": ("deletionProtection", True),
    "aws:rds/instance:Instance": ("deletionProtection", True),
    "aws:s3/bucket:Bucket": ("forceDestroy", False),
}
"""Types that hold data, and the property with the value that keeps AWS from deleting them; false by default."""
SWITCHES = {
    **STORES,
    "aws:eks/cluster:Cluster": ("deletionProtection", True),
    "aws:lb/loadBalancer:LoadBalancer": ("enableDeletionProtection", True),
    "aws:networkfirewall/firewall:Firewall": ("deleteProtection", True),
}
"""Those, and types that carry traffic."""
