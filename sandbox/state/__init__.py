"""What the sandbox remembers between runs, in Pulumi's own checkpoint format (deployment version 3).

`model.py` is a resource in memory, `codec.py` its JSON, `checkpoint.py` the file around it; `image.py` is what a
checkpoint and later records amount to, `journal.py` makes each record durable; `store.py` ties them to a folder and a
`lock.py`; `secrets.py` speaks Pulumi's passphrase format. Nothing here decides what a step does.
"""
