"""From a stack's configuration to its settings, or to a line for each fault."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
from pulumi.runtime.config import CONFIG, is_config_secret
from pydantic import ValidationError
from pydantic.alias_generators import to_camel

from settings.platform import Settings

PLAIN_KEYS = frozenset(to_camel(name) for name in Settings.model_fields)
SECRET_KEYS = frozenset({"hsmKeyStorePassword"})


class SettingsError(pulumi.RunError):
    """The stack's configuration cannot be used; the message holds one line per fault."""


def parse(values: Mapping[str, Any], project: str = "groot", stack: str = "<stack>") -> Settings:
    """Return the settings in *values* (configuration keys without their namespace), or raise `SettingsError`."""
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        faults = error.errors(include_url=False)
        places = [fault["loc"] for fault in faults]
        lines = [_describe(fault, project, stack) for fault in faults if not _follows(fault, places)]
        raise SettingsError("\n".join(lines)) from None


def load() -> Settings:
    """Read the running program's configuration.

    Raises:
        SettingsError: a key is unknown, missing, of the wrong type, contradicts another, or holds a secret that would
            not stay one.
    """
    project, stack = pulumi.get_project(), pulumi.get_stack()
    config = pulumi.Config(project)
    given = {key.split(":", 1)[1] for key in CONFIG.get() if key.startswith(f"{project}:")}
    if unknown := sorted(given - PLAIN_KEYS - SECRET_KEYS):
        known = ", ".join(sorted(PLAIN_KEYS | SECRET_KEYS))
        raise SettingsError(
            "\n".join(
                f"{project}:{key}: unknown key in Pulumi.{stack}.yaml; "
                f"remove it with `pulumi config rm {project}:{key} --stack {stack}` (known keys: {known})"
                for key in unknown
            )
        )
    if sealed := sorted(key for key in given & PLAIN_KEYS if is_config_secret(f"{project}:{key}")):
        raise SettingsError(
            "\n".join(
                f"{project}:{key}: holds a `secure:` value in Pulumi.{stack}.yaml, which would stand in the state in "
                f"clear; only {', '.join(sorted(SECRET_KEYS))} can be secret: remove it with `pulumi config rm "
                f"{project}:{key} --stack {stack}`, and write in clear what may be seen"
                for key in sealed
            )
        )
    if bare := sorted(key for key in SECRET_KEYS if config.get(key) and not is_config_secret(f"{project}:{key}")):
        raise SettingsError(
            "\n".join(
                f"{project}:{key}: stands in Pulumi.{stack}.yaml in clear; seal it with "
                f"`pulumi config set --secret {project}:{key} --stack {stack}`, and change it where it is in use"
                for key in bare
            )
        )
    return parse({key: _decode(config.require(key)) for key in given & PLAIN_KEYS}, project, stack)


def hsm_key_store_password() -> pulumi.Output[str] | None:
    """Return the secret password of the HSM's `kmsuser`, when the stack gives one."""
    return pulumi.Config().get_secret("hsmKeyStorePassword") if pulumi.Config().get("hsmKeyStorePassword") else None


def _decode(text: str) -> Any:
    """Undo the engine's encoding: structured values, numbers and booleans arrive as JSON, strings as they are."""
    if re.fullmatch(r"true|false|-?\d+(\.\d+)?|[\[{].*", text, re.DOTALL):
        try:
            return json.loads(text)
        except json.JSONDecodeError:
            return text
    return text


def _follows(fault: Any, places: Sequence[tuple[int | str, ...]]) -> bool:
    """Return whether a list is found too short only because of what is wrong with its items."""
    place = fault["loc"]
    return fault["type"] == "too_short" and any(other[: len(place)] == place != other for other in places)


def _describe(fault: Any, project: str, stack: str) -> str:
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in fault["loc"] if part != "[key]")
    path = path.lstrip(".")
    message = fault["msg"].removeprefix("Value error, ")
    if not path:
        return f"{project}: {message} (Pulumi.{stack}.yaml)"
    mend = f"`pulumi config set --path '{project}:{path}' <value> --stack {stack}`"
    if fault["type"] == "missing":
        return f"{project}:{path}: missing from Pulumi.{stack}.yaml; set it with {mend}"
    if fault["type"] == "extra_forbidden":
        return f"{project}:{path}: unknown key in Pulumi.{stack}.yaml; remove it"
    return f"{project}:{path}: {fault['input']!r:.80}: {message[:1].lower()}{message[1:]}; set it with {mend}"
