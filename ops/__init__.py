"""The `groot` command: previews, deploys, destroys and compares a stack, in the sandbox or on a real account.

`cli.py` names the commands, `sandbox_engine.py` and `stock_engine.py` carry them out, `progress.py`, `diff.py`,
`summary.py` and `document.py` say what happened. What a step does belongs to `sandbox`, what is allowed to `policies`.
"""
