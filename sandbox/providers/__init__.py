"""Resource providers of the sandbox: what carries out one step on one resource.

`base.py` is the contract; `aws/` drives boto3 against an endpoint, `kubernetes/` renders manifests, `tls/` makes
keys and certificates. Planning, order and state belong to `sandbox.engine`.
"""
