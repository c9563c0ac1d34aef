"""A resource as the state knows it, named after the checkpoint's own fields."""

from dataclasses import dataclass, field
from typing import Any, Literal

from sandbox.values import Properties


@dataclass(kw_only=True)
class ResourceState:
    """One resource of a stack. `inputs` and `outputs` hold `Secret` where the checkpoint holds ciphertext."""

    urn: str
    type: str
    custom: bool
    id: str = ""
    inputs: Properties = field(default_factory=dict)
    outputs: Properties = field(default_factory=dict)
    parent: str = ""
    protect: bool = False
    external: bool = False
    """Read by the program (`Resource.get`), not managed."""
    dependencies: list[str] = field(default_factory=list)
    property_dependencies: dict[str, list[str]] = field(default_factory=dict)
    provider: str = ""
    """`<urn>::<id>` of the provider resource."""
    delete: bool = False
    """Replaced already; still to be deleted."""
    pending_replacement: bool = False
    """Deleted already, its replacement not created yet."""
    additional_secret_outputs: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    ignore_changes: list[str] = field(default_factory=list)
    replace_on_changes: list[str] = field(default_factory=list)
    retain_on_delete: bool = False
    deleted_with: str = ""
    custom_timeouts: dict[str, Any] = field(default_factory=dict)
    import_id: str = ""
    init_errors: list[str] = field(default_factory=list)
    source_position: str = ""
    created: str = ""
    modified: str = ""
    extra: dict[str, Any] = field(default_factory=dict)
    """Fields that only other versions of the format know; kept as they were read."""
    seq: int = -1
    """Identity within one store, given by it; one URN can stand twice while it is replaced."""

    @property
    def name(self) -> str:
        """Logical name: what follows the last `::` of the URN."""
        return self.urn.split("::", 3)[3]


OperationType = Literal["creating", "updating", "deleting", "reading", "importing"]


@dataclass(kw_only=True)
class PendingOperation:
    """A step whose outcome the state has not seen."""

    type: OperationType
    resource: ResourceState
