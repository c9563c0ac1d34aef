"""Policies: what must hold of every resource and of the stack as a whole, apart from any engine.

`model.py` says what a rule is and `graph.py` what one on the stack is, `rules/` holds one rule a file, `core.py`
judges, `pulumi_pack.py` lends the rules to Pulumi's own policy engine and `packs/` are what that engine starts.
Policies judge resources, never code: nothing here imports a component or the sandbox.
"""
