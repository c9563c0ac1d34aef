"""AWS for the sandbox: resource types as table rows, driven by boto3 against one endpoint.

`spec.py` says what a row can hold, `registry.py` collects the `TYPES` of every module here, `provider.py` carries a row
out. One service, one module: add a type there. What the engine decides (order, state, policies) isn't here.
"""
