"""Reads the frameworks and says which rules a control rests on, and which controls a rule bears on."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from policies.graph import StackRule
from policies.model import Rule
from policies.objectives import Objective
from policies.registry import Registry

FOLDER = Path(__file__).parent
How = Literal["automated", "partial", "inherited", "organizational"]
_Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class FrameworkError(Exception):
    """A framework file does not hold what it must; the message holds one line per fault."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Automated(_Model):
    """Decided by rules."""

    objectives: tuple[Objective, ...] = ()
    """Every rule that serves one of these bears on the control."""
    rules: tuple[str, ...] = ()
    """Rules by name, where an objective would say too much."""

    @model_validator(mode="after")
    def _rests_on_something(self) -> Self:
        if not self.objectives and not self.rules:
            raise ValueError("an automated control names objectives or rules")
        return self


class Inherited(_Model):
    """Met by AWS, for its part of the shared responsibility."""

    report: _Text
    """Which report or artifact shows it, and where in AWS Artifact it is found."""


class Organizational(_Model):
    """Met by people: all of a control, or what rules or AWS leave of it."""

    owner: _Text
    """Role that answers for it."""
    record: _Text
    """What shows that it was done."""
    every_days: int = Field(ge=1, le=1096)
    """Longest time between two records."""
    evidence: Literal["change", "drill"] | None = None
    """Which part of a run's evidence is such a record, or a part of one: who approved the change, or a drill."""


class Control(_Model):
    """A control, or a finer requirement under one."""

    id: _Text
    """In the framework's own spelling."""
    title: _Text
    """What it is about, in a few words of ours."""
    rationale: _Text
    """Why it is answered so, in one line."""
    automated: Automated | None = None
    inherited: Inherited | None = None
    organizational: Organizational | None = None
    requirements: "tuple[Control, ...]" = ()
    """Finer requirements, where the answers differ; then these are assessed and counted, and it sums them up."""

    @model_validator(mode="after")
    def _is_answered(self) -> Self:
        if self.automated and self.inherited:
            raise ValueError("a control is automated or inherited, not both")
        if not (self.automated or self.inherited or self.organizational):
            raise ValueError("a control is automated, inherited or organizational; or one of the first two in part")
        return self

    @property
    def how(self) -> How:
        """Which way it is answered; partial where rules show a part and people owe a record of the rest."""
        if self.automated:
            return "partial" if self.organizational else "automated"
        return "inherited" if self.inherited else "organizational"


class Framework(_Model):
    """A compliance framework."""

    id: _Text
    """`<name>_<edition>`; the name of its file."""
    title: _Text
    pack: _Text
    """Folder of its policy pack, and what the settings call it."""
    version: _Text
    source: _Text
    """The published text that the control ids are from."""
    controls: tuple[Control, ...]

    def every_control(self) -> Iterator[Control]:
        """Yield the controls and the finer requirements under them, in order."""
        yield from _flattened(self.controls)


class Catalogue:
    """The frameworks, joined with the rules there are."""

    def __init__(self, frameworks: Sequence[Framework], registry: Registry) -> None:
        self.frameworks: Mapping[str, Framework] = {framework.id: framework for framework in frameworks}
        self.every_rule: Sequence[Rule | StackRule] = (*registry.rules, *registry.stack_rules)
        self._position = {rule.name: position for position, rule in enumerate(self.every_rule)}
        self._serving: dict[Objective, set[int]] = defaultdict(set)
        for position, rule in enumerate(self.every_rule):
            for objective in rule.objectives:
                self._serving[objective].add(position)

    def rules_of(self, control: Control) -> Sequence[Rule | StackRule]:
        """Return the rules that *control* rests on, sorted by name; none unless it is automated."""
        if control.automated is None:
            return ()
        named = {self._position[name] for name in control.automated.rules}
        found = named.union(*(self._serving[objective] for objective in control.automated.objectives))
        return [self.every_rule[position] for position in sorted(found)]

    @cached_property
    def controls_by_rule(self) -> Mapping[str, Mapping[str, Sequence[str]]]:
        """By rule and framework, the ids of the controls that the rule bears on."""
        index: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for framework in self.frameworks.values():
            for control in framework.every_control():
                for rule in self.rules_of(control):
                    index[rule.name][framework.id].append(control.id)
        return index

    def rules(self, framework: Framework) -> Sequence[Rule | StackRule]:
        """Return every rule that a control of *framework* rests on, once, sorted by name."""
        return [rule for rule in self.every_rule if framework.id in self.controls_by_rule.get(rule.name, ())]


def load(registry: Registry, folder: Path = FOLDER) -> Catalogue:
    """Read the frameworks of *folder*.

    Raises:
        FrameworkError: a file is malformed, names a rule that isn't in *registry*, has a control twice, or one that
            rests on a rule which none of its finer requirements rests on.
    """
    frameworks = [_read(path) for path in sorted(folder.glob("*.yaml"))]
    names = registry.names()
    faults = [fault for framework in frameworks for fault in _faults(framework, names)]
    if faults:
        raise FrameworkError("\n".join(faults))
    catalogue = Catalogue(frameworks, registry)
    if loose := [line for framework in frameworks for line in _loose(framework, catalogue)]:
        raise FrameworkError("\n".join(loose))
    return catalogue


@cache
def _read(path: Path) -> Framework:
    try:
        content: Any = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError) as error:
        raise FrameworkError(f"{path.name}: not YAML: {' '.join(str(error).split())}") from None
    try:
        framework = Framework.model_validate(content)
    except ValidationError as error:
        lines = [f"{path.name}: {_place(content, each['loc'])}: {each['msg']}" for each in error.errors()]
        raise FrameworkError("\n".join(lines)) from None
    if framework.id != path.stem:
        raise FrameworkError(f"{path.name}: its id is {framework.id}; a framework and its file share one name")
    return framework


def _place(content: Any, steps: Sequence[int | str]) -> str:
    """Return where *steps* lead in a file's *content*: from the innermost control on the way, by its id."""
    names: list[str] = []
    for step in steps:
        names.append(str(step))
        try:
            content = content[step]
        except (IndexError, KeyError, TypeError):
            continue
        if isinstance(content, dict) and "id" in content:
            names = [str(content["id"])]
    return ".".join(names)


def _faults(framework: Framework, rules: frozenset[str]) -> Iterable[str]:
    seen: set[str] = set()
    for control in framework.every_control():
        if control.id in seen:
            yield f"{framework.id}: {control.id} stands twice"
        seen.add(control.id)
        for name in control.automated.rules if control.automated else ():
            if name not in rules:
                yield f"{framework.id}: {control.id} names the rule {name}, which does not exist"


def _loose(framework: Framework, catalogue: Catalogue) -> Iterable[str]:
    """Yield a line for each control that says more than its requirements, by which alone it is assessed."""
    for control in framework.every_control():
        if not control.requirements:
            continue
        finer = {rule.name for each in control.requirements for rule in catalogue.rules_of(each)}
        if more := sorted({rule.name for rule in catalogue.rules_of(control)} - finer):
            yield f"{framework.id}: {control.id} rests on {more[0]}, which none of its requirements does"


def _flattened(controls: Iterable[Control]) -> Iterator[Control]:
    for control in controls:
        yield control
        yield from _flattened(control.requirements)
