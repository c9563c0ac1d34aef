"""Policies: what must hold of every resource and of the stack as a whole, apart from any engine.

`model.py` says what a rule is and `graph.py` what one on the stack is, `rules/` holds one rule a file, `core.py`
judges. `packs/` are what Pulumi's own policy engine starts, `pulumi_pack.py` serves them, `offer.py` lists what each
has and `analyzer.py` answers about resources.
Policies judge resources, never code: nothing here imports a component or the sandbox.
"""
