"""What the sandbox remembers between runs, in Pulumi's own checkpoint format (deployment version 3).

`model.py` is a resource in memory; `checkpoint.py` its JSON; `image.py` what a checkpoint and later records amount to;
`journal.py` makes every step durable; `store.py` ties them to a folder and a lock; `secrets.py` speaks Pulumi's
passphrase format. Nothing here decides what a step does.
"""
