"""What every component uses: the deployment's context, physical names, IAM statements, log groups and alarms.

Helpers here create at most one resource each and decide nothing about the platform's shape.
"""
