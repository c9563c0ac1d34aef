"""Rules on Kubernetes manifests: pods, access, network."""
