"""What is true of the whole deployment and every component needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi

from components._shared.naming import physical_name
from settings import DataClass


@dataclass(frozen=True, kw_only=True)
class Context:
    """Facts of one deployment, handed to every component."""

    prefix: str
    """`<project>-<stack>`, the start of every physical name."""
    account_id: pulumi.Input[str]
    """Account that the stack is deployed into, for ARNs and globally unique names."""
    tags: Mapping[str, str] = field(default_factory=dict)
    """Cost and ownership tags for every resource that takes tags."""
    class_tags: Mapping[DataClass, Mapping[str, str]] = field(default_factory=dict)
    """What the tags of a store say of its data's class besides its name."""
    protect: bool = False
    """Whether stateful resources are protected from deletion."""
    account_owner: str = ""
    """Prefix of the stack that declares what AWS keeps once per account; empty for this one."""

    @property
    def owns_account(self) -> bool:
        """Whether this stack declares what AWS keeps once per account, or once per region of it."""
        return self.account_owner in ("", self.prefix)

    def physical_name(self, role: str, max_length: int = 63) -> str:
        """Return the cloud's name for the thing that plays *role* in this stack."""
        return physical_name(self.prefix, role, max_length)

    def tagged(self, name: str, data_class: DataClass | None = None, **extra: str) -> dict[str, str]:
        """Return the tags of the resource called *name*; a store names the class of the data it holds."""
        labels = {"data-class": data_class.value, **self.class_tags.get(data_class, {})} if data_class else {}
        return {**self.tags, **labels, **extra, "Name": name, "stack": self.prefix}

    def stateful(self, parent: pulumi.Resource, opts: pulumi.ResourceOptions | None = None) -> pulumi.ResourceOptions:
        """Return the options of a child of *parent* that holds data: protected when the deployment says so."""
        return pulumi.ResourceOptions.merge(pulumi.ResourceOptions(parent=parent, protect=self.protect), opts)
