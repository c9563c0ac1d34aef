"""The platform's outer edge: names, certificates in use, content delivery, firewalls and the API's front door.

Everything from a client's query for a name up to the internal load balancer in front of a cluster's mesh. What runs
behind it belongs to `compute`; issuing certificates and keys belongs to `foundation`.
"""
