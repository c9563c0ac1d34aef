"""The properties of brokers, as a configuration of MSK writes them: Java's `name=value`, a line each."""

from collections.abc import Mapping

from policies.model import Props


def server_properties(props: Props) -> Mapping[str, str]:
    """Return value by name; comments are left out."""
    lines = (line.partition("=") for line in str(props.get("serverProperties", "")).splitlines())
    return {name.strip(): found.strip() for name, _, found in lines if not name.strip().startswith("#")}
