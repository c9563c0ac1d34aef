"""The sandbox: an embedded engine that deploys the same Pulumi program with nothing but Python.

`engine/` plans and carries out steps, `state/` keeps them in Pulumi's checkpoint format, `providers/` talks to what
stands in for the cloud (a moto server, a folder of manifests, `cryptography`). Nothing here knows the platform's
components or policies, and production never needs it: the stock engine runs the same program unchanged.
"""
