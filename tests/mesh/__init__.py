"""What is rendered for clusters, on API servers that are Kubernetes's own: `make mesh-test`."""
