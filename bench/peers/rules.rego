# The rules of `bench.stack.EQUIVALENT`, of one resource each, so that OPA finds by the type which of them to try.
package groot.bench

whole := {sprintf("%s %s", [rule, resource.urn]) |
	some resource in input.resources
	some rule in data.groot.bench.violated with input as resource
}

violated contains "apigateway_stage_traces_requests" if {
	input.type == "aws:apigateway/stage:Stage"
	not input.props.xrayTracingEnabled == true
}

violated contains "athena_workgroup_enforces_its_settings" if {
	input.type == "aws:athena/workgroup:Workgroup"
	input.props.configuration.enforceWorkgroupConfiguration == false
}

violated contains "cloudfront_distribution_requires_https" if {
	input.type == "aws:cloudfront/distribution:Distribution"
	not secure(object.get(input.props, "defaultCacheBehavior", {}))
}

violated contains "cloudfront_distribution_requires_https" if {
	input.type == "aws:cloudfront/distribution:Distribution"
	some behavior in input.props.orderedCacheBehaviors
	not secure(behavior)
}

secure(behavior) if behavior.viewerProtocolPolicy in {"https-only", "redirect-to-https"}

violated contains "cloudtrail_trail_validates_files" if {
	input.type == "aws:cloudtrail/trail:Trail"
	not input.props.enableLogFileValidation == true
}

violated contains "cloudwatch_log_group_keeps_a_year" if {
	input.type == "aws:cloudwatch/logGroup:LogGroup"
	input.props.retentionInDays != 0
	not at_least(input.props.retentionInDays, 365)
}

at_least(found, least) if {
	is_number(found)
	found >= least
}

violated contains "codebuild_project_is_not_privileged" if {
	input.type == "aws:codebuild/project:Project"
	input.props.environment.privilegedMode == true
}

violated contains "dax_cluster_is_encrypted" if {
	input.type == "aws:dax/cluster:Cluster"
	not input.props.serverSideEncryption.enabled == true
}

violated contains "docdb_cluster_keeps_backups" if {
	input.type == "aws:docdb/cluster:Cluster"
	not at_least(object.get(input.props, "backupRetentionPeriod", null), 7)
}

violated contains "docdb_cluster_keeps_backups" if {
	input.type == "aws:docdb/elasticCluster:ElasticCluster"
	not at_least(object.get(input.props, "backupRetentionPeriod", null), 7)
}

violated contains "dynamodb_table_recovers_to_a_point_in_time" if {
	input.type == "aws:dynamodb/table:Table"
	not input.props.pointInTimeRecovery.enabled == true
}

violated contains "dynamodb_table_recovers_to_a_point_in_time" if {
	input.type == "aws:dynamodb/table:Table"
	some replica in input.props.replicas
	not replica.pointInTimeRecovery == true
}

violated contains "ecr_repository_scans_images" if {
	input.type == "aws:ecr/repository:Repository"
	not input.props.imageScanningConfiguration.scanOnPush == true
}

violated contains "ecs_cluster_has_container_insights" if {
	input.type == "aws:ecs/cluster:Cluster"
	not shows_insights
}

shows_insights if {
	some setting in input.props.settings
	setting.name == "containerInsights"
	setting.value in {"enabled", "enhanced"}
}

violated contains "eks_cluster_logs_are_complete" if {
	input.type == "aws:eks/cluster:Cluster"
	every_log := {"api", "audit", "authenticator", "controllerManager", "scheduler"}
	count(every_log - {log | some log in input.props.enabledClusterLogTypes}) > 0
}

violated contains "elasticache_group_fails_over" if {
	input.type == "aws:elasticache/replicationGroup:ReplicationGroup"
	not input.props.automaticFailoverEnabled == true
}

violated contains "elb_policy_requires_tls_1_2" if {
	input.type == "aws:elb/loadBalancerPolicy:LoadBalancerPolicy"
	input.props.policyTypeName == "SSLNegotiationPolicyType"
	not negotiates_tls_1_2
}

negotiates_tls_1_2 if {
	some attribute in input.props.policyAttributes
	attribute.name == "Reference-Security-Policy"
	attribute.value == "ELBSecurityPolicy-TLS-1-2-2017-01"
}

violated contains "guardduty_detector_is_on" if {
	input.type == "aws:guardduty/detector:Detector"
	input.props.enable == false
}

violated contains "iam_password_policy_asks_length" if {
	input.type == "aws:iam/accountPasswordPolicy:AccountPasswordPolicy"
	not at_least(object.get(input.props, "minimumPasswordLength", null), 14)
}

violated contains "kms_key_rotation_is_enabled" if {
	input.type == "aws:kms/key:Key"
	object.get(input.props, "customerMasterKeySpec", "SYMMETRIC_DEFAULT") == "SYMMETRIC_DEFAULT"
	object.get(input.props, "keyUsage", "ENCRYPT_DECRYPT") == "ENCRYPT_DECRYPT"
	not input.props.customKeyStoreId
	not input.props.enableKeyRotation == true
}

violated contains "lambda_function_keeps_failed_events" if {
	input.type == "aws:lambda/function:Function"
	object.get(input.props, ["deadLetterConfig", "targetArn"], "") == ""
}

violated contains "lb_load_balancer_drops_invalid_headers" if {
	input.type == "aws:alb/loadBalancer:LoadBalancer"
	passes_invalid_headers
}

violated contains "lb_load_balancer_drops_invalid_headers" if {
	input.type == "aws:lb/loadBalancer:LoadBalancer"
	passes_invalid_headers
}

passes_invalid_headers if {
	object.get(input.props, "loadBalancerType", "application") == "application"
	not input.props.dropInvalidHeaderFields == true
}

violated contains "memorydb_cluster_requires_tls" if {
	input.type == "aws:memorydb/cluster:Cluster"
	input.props.tlsEnabled == false
}

violated contains "memorydb_cluster_requires_tls" if {
	input.type == "aws:memorydb/multiRegionCluster:MultiRegionCluster"
	input.props.tlsEnabled == false
}

violated contains "mq_broker_is_not_public" if {
	input.type == "aws:mq/broker:Broker"
	input.props.publiclyAccessible == true
}

violated contains "rds_instance_spans_zones" if {
	input.type == "aws:rds/instance:Instance"
	not input.props.replicateSourceDb
	not input.props.multiAz == true
}

violated contains "s3_bucket_ownership_is_enforced" if {
	input.type == "aws:s3/bucketOwnershipControls:BucketOwnershipControls"
	not input.props.rule.objectOwnership == "BucketOwnerEnforced"
}

violated contains "s3_bucket_public_access_is_blocked" if {
	input.type == "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
	some switch in ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"]
	not input.props[switch] == true
}

violated contains "s3_bucket_versioning_is_enabled" if {
	input.type == "aws:s3/bucketVersioning:BucketVersioning"
	not input.props.versioningConfiguration.status == "Enabled"
}

violated contains "s3_bucket_versioning_is_enabled" if {
	input.type == "aws:s3/bucketVersioningV2:BucketVersioningV2"
	not input.props.versioningConfiguration.status == "Enabled"
}

violated contains "sagemaker_notebook_has_no_root" if {
	input.type == "aws:sagemaker/notebookInstance:NotebookInstance"
	not input.props.rootAccess == "Disabled"
}

violated contains "sfn_state_machine_is_traced" if {
	input.type == "aws:sfn/stateMachine:StateMachine"
	not input.props.tracingConfiguration.enabled == true
}
