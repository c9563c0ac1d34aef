"""YAML as the stock engine reads it, which is stricter than PyYAML: only true and false are booleans, `1:30` and dates
stay text, a key stands once, and a plain value keeps its own spelling (`1.10` is not `1.1`).
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

Nodes = Mapping[str, yaml.Node]


class YamlError(Exception):
    """A file is not the YAML it should be; the message names file, line and column."""


def load(path: Path) -> Nodes:
    """Return the top-level keys of the mapping in *path*; an empty file has none."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), _Loader)
    except yaml.MarkedYAMLError as error:
        raise YamlError(f"{path.name}{_at(error.problem_mark)}: {error.problem}; mend the YAML there") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise YamlError(f"{path.name}: not YAML text ({str(error).splitlines()[0]})") from None
    except OSError as error:
        raise YamlError(f"cannot read {path}: {error.strerror}") from None
    except RecursionError:
        raise YamlError(_too_deep(path)) from None
    if root is None or is_null(root):
        return {}
    return mapping(root, path)


def mapping(node: yaml.Node, path: Path) -> Nodes:
    """Return the keys of a mapping node. Raises `YamlError` when it is something else or a key stands twice."""
    if not isinstance(node, yaml.MappingNode):
        raise YamlError(f"{path.name}{_at(node.start_mark)}: expected `key: value` lines here")
    result: dict[str, yaml.Node] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise YamlError(f"{path.name}{_at(key.start_mark)}: a key is text; put it in quotes")
        if key.value in result:
            raise YamlError(f"{path.name}{_at(key.start_mark)}: {key.value} stands twice; keep one")
        result[str(key.value)] = value
    return result


def value(node: yaml.Node, path: Path) -> Any:
    """Return *node* as plain Python, mappings and lists included."""
    try:
        return _value(node, path)
    except RecursionError:
        raise YamlError(_too_deep(path)) from None


def is_null(node: yaml.Node) -> bool:
    """Return whether *node* is nothing, `null` or `~`."""
    return node.tag == "tag:yaml.org,2002:null"


def _value(node: yaml.Node, path: Path) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key: _value(item, path) for key, item in mapping(node, path).items()}
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, path) for item in node.value]
    return _scalar(node, path)


def _scalar(node: yaml.Node, path: Path) -> Any:
    loader = _Loader("")
    try:
        result = loader.construct_object(node)
    except (yaml.YAMLError, ValueError):
        where, shown = f"{path.name}{_at(node.start_mark)}", node.value[:60]
        raise YamlError(f"{where}: {shown!r} cannot be read; put it in quotes") from None
    finally:
        loader.dispose()
    return int(result) if isinstance(result, float) and result.is_integer() else result


def _too_deep(path: Path) -> str:
    return f"{path.name}: nested too deeply, or an alias of what holds it; write it out"


def _at(mark: yaml.Mark | None) -> str:
    return f":{mark.line + 1}:{mark.column + 1}" if mark else ""


class _Loader(yaml.SafeLoader):
    """PyYAML's safe loader with the plain values of YAML 1.2."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's own attribute


for _tag, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("int", r"[-+]?(?:0|[1-9][0-9_]*|0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+)", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), list(_first))
