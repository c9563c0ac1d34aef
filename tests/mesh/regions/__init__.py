"""Regions whose mesh is real: Istio's control plane, its proxies and Kubernetes's control plane, in network namespaces.

From below: `namespaces.py` and `network.py` make the network; `containers.py`, `environment.py`, `volumes.py`, `pod.py`
and `kubelet.py` run what the API server has pods for, `services.py` leads services' addresses to them and `relay.py`
joins them with the API server; `manifests.py`, `charts.py` and `certificates.py` are what a cluster is given;
`region.py` brings up one, `mesh.py` several, and `traffic.py` asks them.
"""
