"""How broadly a policy names its actions, whatever else holds it."""

from typing import Any

from policies.iam.document import statements
from policies.iam.reading import NotAPolicy
from policies.iam.unknowns import known_statements

_NO_ACTION = "of-no-service-known"
"""An action of no service's: what takes it in takes in all of the service's."""


def broad(document: Any, prop: str) -> str | None:
    """Return how *document*, the property *prop*, allows all actions of a service, or all but some; None if it doesn't.

    Raises:
        UnknownValueError: it hangs on what isn't known yet.
    """
    try:
        found = statements(document)
    except NotAPolicy as error:
        return f"{prop} is no policy that IAM takes: {error}"
    for each in found:
        if each.allows and each.excepts_actions:
            return f"{each.label} allows all but some actions"
        services = {action.partition(":")[0] for action in each.actions}
        if each.allows and any(each.acts(f"{service}:{_NO_ACTION}") for service in services):
            return f"{each.label} allows every action of a service"
    known_statements(document, prop)
    return None
