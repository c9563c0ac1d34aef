"""Where workloads run: a Kubernetes cluster in every region, and the service mesh that leads requests between regions.

Clusters are AWS resources; the mesh is manifests, rendered for each cluster and applied from inside it, since its
endpoint is private. What runs in the mesh is deployed by `delivery`, the way in from outside belongs to `edge`.
"""
