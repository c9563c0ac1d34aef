"""What a project's `sandbox.yaml` answers for what the sandbox can't ask: data sources, and other projects' stacks.

::

    dataSources:
      - token: aws:ec2/getAmi:getAmi
        args: {owners: [amazon]}          # optional: only when these were asked
        answer: {id: ami-0123456789abcdef0, architecture: arm64}
    stackReferences:
      acme/network/prod: {vpcId: vpc-0123456789abcdef0}
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from sandbox.project import ProjectError

FILE: Final = "sandbox.yaml"
"""Beside `Pulumi.yaml`."""
DATA_SOURCES: Final = "dataSources"
STACK_REFERENCES: Final = "stackReferences"


@dataclass(frozen=True, kw_only=True)
class DataSource:
    """One answer."""

    token: str
    args: Mapping[str, Any]
    """Arguments that must be as they are here; others may be anything."""
    answer: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Fixtures:
    """The answers of one project."""

    data_sources: Sequence[DataSource] = ()
    stack_references: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Outputs by the stack's name as programs refer to it."""

    def answer(self, token: str, args: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Return the first answer for the data source *token* asked with *args*, or None."""
        for each in self.data_sources:
            if each.token == token and all(args.get(name) == value for name, value in each.args.items()):
                return each.answer
        return None


def load(root: Path) -> Fixtures:
    """Read the file in the project's *root*; without one there are no answers.

    Raises:
        ProjectError: it isn't of the form above.
    """
    path = root / FILE
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Fixtures()
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ProjectError(f"{FILE}: {' '.join(str(error).split())}") from None
    if content is None:
        return Fixtures()
    if not isinstance(content, dict) or content.keys() - {DATA_SOURCES, STACK_REFERENCES}:
        raise ProjectError(f"{FILE}: expected the keys {DATA_SOURCES} and {STACK_REFERENCES}")
    stacks = content.get(STACK_REFERENCES) or {}
    if not isinstance(stacks, dict) or not all(isinstance(outputs, dict) for outputs in stacks.values()):
        raise ProjectError(f"{FILE}: {STACK_REFERENCES}: expected outputs by name under each stack's name")
    return Fixtures(
        data_sources=[_data_source(number, each) for number, each in enumerate(content.get(DATA_SOURCES) or (), 1)],
        stack_references={str(name): outputs for name, outputs in stacks.items()},
    )


def _data_source(number: int, entry: Any) -> DataSource:
    where = f"{FILE}: {DATA_SOURCES} {number}"
    if not isinstance(entry, dict) or not isinstance(entry.get("token"), str):
        raise ProjectError(f"{where}: expected token, args and answer, such as token: aws:ec2/getAmi:getAmi")
    args, answer = entry.get("args") or {}, entry.get("answer")
    if not isinstance(args, dict) or not isinstance(answer, dict) or entry.keys() - {"token", "args", "answer"}:
        raise ProjectError(f"{where}: {entry['token']}: expected args and answer, each with values by name")
    return DataSource(token=entry["token"], args=args, answer=answer)
