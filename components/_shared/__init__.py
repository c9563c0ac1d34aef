"""What several rooms use: the deployment's context, names, IAM statements, logs, alarms, buckets' guards, group rules.

Helpers here declare what always belongs together and decide nothing about the platform's shape.
"""
