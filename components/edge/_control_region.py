"""Where AWS keeps the control plane of its global edge services."""

CONTROL_REGION = "us-east-1"
"""Region that CloudFront, Route 53 and CLOUDFRONT-scoped WAF are run from, whatever regions the platform uses.

Their certificates, log groups, metrics and DNSSEC keys must stand here (AWS Fault Isolation Boundaries, "Global
services": the control planes of edge services in the `aws` partition are hosted in us-east-1).
"""
