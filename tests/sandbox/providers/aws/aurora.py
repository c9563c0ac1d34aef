"""What the tests of Aurora deploy."""

CLUSTER = "aws:rds/cluster:Cluster"
SUBNETS = "aws:rds/subnetGroup:SubnetGroup"
PARAMETERS = "aws:rds/clusterParameterGroup:ClusterParameterGroup"
AURORA = {"engine": "aurora-postgresql", "engineVersion": "16.6"}
MASTER = {"masterUsername": "chief", "masterPassword": "long-enough", "skipFinalSnapshot": True}
TAGS = {"stack": "rds"}
