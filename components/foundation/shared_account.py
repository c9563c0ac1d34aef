"""The mark of a stack whose account another one owns: it tells policies and auditors who answers for the account."""

import pulumi


class SharedAccount(pulumi.ComponentResource):
    """Stands in a stack that doesn't own its account, as `account-of-<owner>`: findings show names, not properties."""

    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:SharedAccount", name, {}, opts)
        self.register_outputs({})
