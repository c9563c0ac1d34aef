"""A Pulumi project and one stack's configuration, read and checked as the stock command does.

What the program gets is text: a plain value as it is written, a structured one as JSON, secrets opened. Declared
defaults come from `Pulumi.yaml` and declared types are held to, so that a stack refused here is refused there.
"""

import os
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from sandbox.declarations import Value, apply_declarations
from sandbox.sealed import Opener
from sandbox.state.errors import SecretsError
from sandbox.yaml_text import Nodes, YamlError, is_null, load, mapping, value

PROJECT_FILE = "Pulumi.yaml"
OWN_FOLDER = ".sandbox"
"""What the sandbox keeps in a project's folder: its state, secrets in it, which is no part of the program."""
STACK_KEYS = frozenset({"config", "encryptedkey", "encryptionsalt", "environment", "secretsprovider"})
"""Top-level keys of a stack file (Pulumi docs, "Pulumi stack settings file reference")."""
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,100}")


class ProjectError(Exception):
    """The project or stack files cannot be used; the message holds one line per fault."""


@dataclass(frozen=True, kw_only=True)
class Project:
    """A project and the configuration of one of its stacks."""

    name: str
    root: Path
    stack: str
    config: Mapping[str, str] = field(default_factory=dict)
    """Values by fully qualified key, secrets in clear."""
    secret_keys: frozenset[str] = frozenset()
    encryption_salt: str = ""
    """Of the stack file's secrets; empty when it has none."""
    closed: Sequence[str] = ()
    """A line for each value that holds a secret which couldn't be opened: why, and what takes its place."""


@dataclass(frozen=True, kw_only=True)
class Runtime:
    """How a project's program is run."""

    name: str = "python"
    environment: str | None = None
    """Folder of the virtual environment, from the project's."""
    main: str = ""
    """The program's folder or file, from the project's."""


def runtime_of(root: Path) -> Runtime:
    """Return how the program of the project in *root* is run (Pulumi docs, "Pulumi project file reference").

    Raises:
        ProjectError: the file cannot be read.
    """
    path = root / PROJECT_FILE
    try:
        declared = {key: value(node, path) for key, node in load(path).items()}
    except YamlError as error:
        raise ProjectError(str(error)) from None
    runtime = declared.get("runtime")
    given = runtime if isinstance(runtime, dict) else {"name": runtime}
    options = given.get("options")
    environment = options.get("virtualenv") if isinstance(options, dict) else None
    return Runtime(
        name=str(given.get("name") or "python"),
        environment=str(environment) if environment else None,
        main=str(declared.get("main") or ""),
    )


def find_root(start: Path) -> Path:
    """Return the nearest folder at or above *start* with a `Pulumi.yaml`. Raises `ProjectError` when none has."""
    for folder in (start, *start.parents):
        if (folder / PROJECT_FILE).is_file():
            return folder
    raise ProjectError(f"no {PROJECT_FILE} in {start} or above it; run this in the project's folder")


def contents(folder: Path) -> list[Path]:
    """Return the files in *folder*, whatever they are in, but for the sandbox's own."""
    found = (file for file in folder.glob("**/*") if file.is_file())
    return [file for file in found if OWN_FOLDER not in file.relative_to(folder).parts]


def stacks_in(root: Path) -> list[str]:
    """Return the stacks of the project in *root* that have a file, sorted. Raises `ProjectError`."""
    path = root / PROJECT_FILE
    try:
        node = load(path).get("stackConfigDir")
    except YamlError as error:
        raise ProjectError(str(error)) from None
    return _stacks(root / str(value(node, path) if node else ""))


def find_passphrase(root: Path) -> str:
    """Return the passphrase of the environment, or the sandbox's own, made once and kept in `.sandbox/passphrase`."""
    if (given := os.environ.get("PULUMI_CONFIG_PASSPHRASE")) is not None:
        return given
    if file := os.environ.get("PULUMI_CONFIG_PASSPHRASE_FILE"):
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ProjectError(f"PULUMI_CONFIG_PASSPHRASE_FILE: cannot read {file}: {error}") from None
    path = root / ".sandbox" / "passphrase"
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        if not path.exists():
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as stream:
                stream.write(secrets.token_urlsafe(32))
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ProjectError(f"cannot keep a passphrase in {path}: {error.strerror}") from None


def load_project(
    root: Path,
    stack: str,
    passphrase_source: Callable[[Path], str] | None = find_passphrase,
    *,
    deploys: bool = False,
) -> Project:
    """Read `Pulumi.yaml` and `Pulumi.<stack>.yaml` in *root*.

    The passphrase is asked for only to open secrets; without a source they stay closed and read `[secret]`. A secret
    that it doesn't open, or that something else sealed, is an unknown value, or a stand-in for a run that *deploys*.

    Raises `ProjectError`: a file is missing, malformed or has unknown keys, a value is missing or of the wrong type,
    or a secret is damaged.
    """
    try:
        return _load(root, stack, passphrase_source, deploys=deploys)
    except YamlError as error:
        raise ProjectError(str(error)) from None


def _load(root: Path, stack: str, passphrase_source: Callable[[Path], str] | None, *, deploys: bool) -> Project:
    project_path = root / PROJECT_FILE
    if not project_path.is_file():
        raise ProjectError(f"no {PROJECT_FILE} in {root}; run this in the project's folder")
    declared = {key: value(node, project_path) for key, node in load(project_path).items()}
    name = declared.get("name")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ProjectError(f"{PROJECT_FILE}: `name` is {name!r}; expected letters, digits, hyphens, dots, underscores")
    path = _stack_path(root / str(declared.get("stackConfigDir") or ""), stack)
    nodes = load(path) if path else {}
    path = path or root / f"Pulumi.{stack}.yaml"
    if unknown := sorted(set(nodes) - STACK_KEYS):
        known = ", ".join(sorted(STACK_KEYS))
        raise ProjectError(
            "\n".join(
                f"{path.name}: {key}: unknown key; put configuration under `config:` (known keys: {known})"
                for key in unknown
            )
        )
    if "environment" in nodes:
        raise ProjectError(f"{path.name}: environment: Pulumi ESC is out of the sandbox's reach; give its values here")
    salt = _text(nodes, "encryptionsalt")
    passphrase = passphrase_source and (lambda: passphrase_source(root))
    opener = Opener(_text(nodes, "secretsprovider"), salt, passphrase, deploys=deploys)
    config: dict[str, Value] = {}
    if (node := nodes.get("config")) is not None and not is_null(node):
        config = {_qualified(name, key, path): _given(item, path, opener) for key, item in mapping(node, path).items()}
    declarations = declared.get("config") or {}
    if not isinstance(declarations, dict):
        raise ProjectError(f"{PROJECT_FILE}: `config` is {declarations!r:.40}; expected a mapping of keys")
    if faults := apply_declarations(config, declarations, name, stack):
        raise ProjectError("\n".join(f"{path.name}: {fault}" for fault in faults))
    instead = "deployed is a stand-in" if deploys else "its value is unknown here"
    return Project(
        name=name,
        root=root,
        stack=stack,
        config={key: item.text for key, item in config.items()},
        secret_keys=frozenset(key for key, item in config.items() if item.secret),
        encryption_salt=salt,
        closed=[f"{path.name}: {key}: {item.closed}; {instead}" for key, item in config.items() if item.closed],
    )


def _stack_path(folder: Path, stack: str) -> Path | None:
    """Return the stack's file; None where no stack has one, as before the first `pulumi config set`."""
    path = folder / f"Pulumi.{stack}.yaml"
    if _NAME.fullmatch(stack) and path.is_file():
        return path
    if path.is_file():
        raise ProjectError(
            f"{path.name}: a stack is called by at most 100 letters of a to z, digits, hyphens, dots and underscores; "
            "rename the file"
        )
    stacks = _stacks(folder)
    if not stacks and _NAME.fullmatch(stack):
        return None
    there_are = f"there are {', '.join(stacks)}" if stacks else "there is none yet"
    raise ProjectError(f"no stack {stack!r}: {there_are}; name one, or write {path.name}")


def _stacks(folder: Path) -> list[str]:
    return sorted(item.name.removeprefix("Pulumi.").removesuffix(".yaml") for item in folder.glob("Pulumi.*.yaml"))


def _given(node: yaml.Node, path: Path, opener: Opener) -> Value:
    if isinstance(node, yaml.ScalarNode):
        text = "" if is_null(node) else str(node.value)
        return Value(text=text, content=text)
    try:
        return opener.value(value(node, path))
    except SecretsError as error:
        raise ProjectError(f"{path.name}: {error}") from None


def _qualified(project: str, key: str, path: Path) -> str:
    parts = key.split(":")
    if len(parts) == 1:
        return f"{project}:{key}"
    if len(parts) == 3 and parts[1] == "config":
        del parts[1]
    if len(parts) != 2 or not all(parts):
        raise ProjectError(f"{path.name}: {key}: not a configuration key; expected <namespace>:<name>")
    return ":".join(parts)


def _text(nodes: Nodes, key: str) -> str:
    node = nodes.get(key)
    return str(node.value) if isinstance(node, yaml.ScalarNode) and not is_null(node) else ""
