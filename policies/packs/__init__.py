"""Policy packs for the stock engine: `pulumi preview --policy-pack policies/packs/<name>`.

Each folder is a `PulumiPolicy.yaml` and a `__main__.py` of a few lines; the rules themselves are in `policies.rules`.
"""
