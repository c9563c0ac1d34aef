"""Programs of other projects that tests need, built from Go modules of pinned versions: `python -m tools` builds them.

One folder is one Go module, whose `go.mod` names versions and whose `go.sum` their hashes. What is built lies outside
the tree, in `$XDG_CACHE_HOME/groot/tools` (`~/.cache` without it), under a name that says from what and by which Go.
"""
