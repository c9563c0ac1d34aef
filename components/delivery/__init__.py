"""How clusters are fed: registries, what is released into them, and the function that hands it to an API server.

Nothing comes in from outside a cluster's VPC and nothing in it fetches from the internet: the pipeline copies images
and signed manifests into each region's registry, and a function inside the VPC applies them (docs/adr/0024).
"""
