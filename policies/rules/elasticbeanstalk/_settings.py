"""The option settings of an environment."""

from policies.answers import all_hold
from policies.lists import decided
from policies.model import NotApplicable, Props
from policies.read import items, value


def is_set(props: Props, namespace: str, name: str, wanted: str) -> bool:
    """Return whether an environment sets the option *name* of *namespace* to *wanted*.

    Raises:
        NotApplicable: the environment takes its settings from a template.
        UnknownValueError: it hangs on a value that is not known yet.
    """
    if props.get("templateName"):
        raise NotApplicable("a template may set it")

    def is_it(each: Props) -> bool:
        return all_hold(lambda: value(each, "namespace") == namespace, lambda: value(each, "name") == name)

    return decided(items(props, "settings"), is_it, lambda each: value(each, "value") == wanted)
