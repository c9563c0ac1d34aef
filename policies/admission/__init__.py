"""The rules on workloads as CEL, for a cluster to refuse what no program declared: what `workloads.yaml` says, joined
with what each rule says of itself. `python -m ops.admission` writes the outcome to where the clusters' component reads
it (docs/adr/0043-rules-held-by-the-cluster.md).
"""
