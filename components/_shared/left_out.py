"""The mark of a room that the settings leave out: it tells policies and auditors what nothing in the stack shows."""

import pulumi


class LeftOut(pulumi.ComponentResource):
    """Stands in a room's place, as `left-out-<room>`: findings show names, not properties."""

    def __init__(self, room: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:LeftOut", f"left-out-{room}", {}, opts)
        self.register_outputs({})
