"""What a container's variables and arguments are, as the kubelet makes them of a pod.

Kubernetes, "Expose Pod Information to Containers Through Environment Variables" and "Define Dependent Environment
Variables": `fieldRef`, `resourceFieldRef` and `$(NAME)`. What a container doesn't limit is the node's, which is this
machine's here.
"""

import os
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

_UNITS: Final = {"Ki": 2**10, "Mi": 2**20, "Gi": 2**30}
_NODE_MEMORY_BYTES: Final = 2 * 2**30


def environment(container: Mapping[str, Any], pod: Mapping[str, Any]) -> dict[str, str]:
    """Return the variables of *container* in *pod*."""
    found: dict[str, str] = {}
    for variable in container.get("env") or ():
        found[variable["name"]] = _value(variable, container, pod, found)
    return found


def command(container: Mapping[str, Any], entry: Sequence[str], variables: Mapping[str, str]) -> list[str]:
    """Return what *container* runs, where its image's entry point is *entry*."""
    words = [*(container.get("command") or entry), *(container.get("args") or ())]
    return [_expanded(word, variables) for word in words]


def field(pod: Mapping[str, Any], path: str) -> str:
    """Return the field of *pod* at *path*, as the downward API gives it: mappings a line for each entry."""
    found: Any = pod
    for part in re.findall(r"\['(.+?)'\]|([^.\[\]]+)", path):
        found = (found or {}).get(part[0] or part[1])
    if isinstance(found, Mapping):
        return "".join(f'{key}="{value}"\n' for key, value in found.items())
    return "" if found is None else str(found)


def _value(variable: Mapping[str, Any], container: Mapping[str, Any], pod: Mapping[str, Any], known: Any) -> str:
    source = variable.get("valueFrom")
    if source is None:
        return _expanded(variable.get("value") or "", known)
    if "fieldRef" in source:
        return field(pod, source["fieldRef"]["fieldPath"])
    return _limit(source["resourceFieldRef"]["resource"], container)


def _limit(resource: str, container: Mapping[str, Any]) -> str:
    limits = (container.get("resources") or {}).get("limits") or {}
    match resource:
        case "limits.memory":
            quantity = str(limits.get("memory", _NODE_MEMORY_BYTES))
            return str(int(quantity.rstrip("KMGi")) * _UNITS.get(quantity[-2:], 1))
        case "limits.cpu":
            return str(os.cpu_count() or 1)  # no manifest limits processors
        case _:
            raise ValueError(f"{resource}: a container asks for what this node doesn't tell; say above what it is")


def _expanded(text: str, known: Mapping[str, str]) -> str:
    return re.sub(r"\$\(([^)]+)\)", lambda name: known.get(name[1], name[0]), text)
