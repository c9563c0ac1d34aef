"""The option settings of an environment."""

from typing import Any

from policies.model import NotApplicable, Props
from policies.read import items, value


def setting(props: Props, namespace: str, name: str) -> Any:
    """Return the value of the option *name* of *namespace*, or None where an environment doesn't set it.

    Raises:
        NotApplicable: the environment takes its settings from a template.
    """
    if props.get("templateName"):
        raise NotApplicable("a template may set it")
    for each in items(props, "settings"):
        if value(each, "namespace") == namespace and value(each, "name") == name:
            return value(each, "value")
    return None
