"""Other engines beside ours: checkov from PyPI, Guard from crates.io and OPA as a Go module.

Here are programs that time Guard and OPA, the rules that both share with us, and what builds and asks them. What a peer
judges, and whether it agrees, is checked before it is timed.
"""
