"""What a user of Pulumi expects of an engine, on a provider that keeps its cloud in memory."""

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pulumi
import pytest

from sandbox.engine.deployment import Options
from sandbox.engine.events import Op, Result, StepStarted, Violation
from sandbox.engine.judge import Judge, Judged, Verdict
from sandbox.providers.base import ProviderError, Resource
from tests.sandbox.engine.conftest import Stack
from tests.sandbox.engine.permissive import failing

Program = Callable[[], Any]
THING = "aws:test/thing:Thing"


class Thing(pulumi.CustomResource):
    """A resource with one known output besides whatever it is given."""

    arn: pulumi.Output[str]

    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None, **props: Any) -> None:
        super().__init__(THING, name, {"arn": None, **props}, opts)


class Group(pulumi.ComponentResource):
    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None, child: str | None = None) -> None:
        super().__init__("groot:index:Group", name, {}, opts)
        self.thing = Thing(child or f"{name}-thing", pulumi.ResourceOptions(parent=self), size=1)
        self.register_outputs({"thing": self.thing.id})


def ops(result: Result) -> dict[str, Op]:
    return {step.name: step.op for step in result.steps if step.type == THING and step.op is not Op.DELETE_REPLACED}


def up(stack: Stack, program: Program, **options: Any) -> Result:
    return stack.deployment(program).up(Options(**options))


def succeeded(result: Result) -> Result:
    assert not result.failed, (result.failures, result.diagnostics)
    return result


def names(stack: Stack) -> list[str]:
    return sorted(urn.rsplit("::", 1)[1] for urn, _ in stack.provider.cloud.values())


def test_a_changed_property_is_updated_in_place_and_named(stack: Stack) -> None:
    succeeded(up(stack, lambda: Thing("a", tags={"owner": "x", "team": "y"})))
    before = set(stack.provider.cloud)
    result = succeeded(up(stack, lambda: Thing("a", tags={"owner": "z", "team": "y"})))

    assert ops(result) == {"a": Op.UPDATE}
    step = next(step for step in result.steps if step.name == "a")
    assert [(change.path, change.old, change.new) for change in step.changes] == [("tags.owner", "x", "z")]
    assert set(stack.provider.cloud) == before


def test_a_replacement_is_created_and_wired_before_its_original_is_deleted(stack: Stack) -> None:
    def program(kind: str) -> Program:
        return lambda: Thing("user", of=Thing("used", type=kind).arn)

    succeeded(up(stack, program("one")))
    stack.provider.calls.clear()
    result = succeeded(up(stack, program("two")))

    assert stack.provider.calls == [("create", "used"), ("update", "user"), ("delete", "used")]
    assert ops(result)["user"] is Op.UPDATE
    assert names(stack) == ["used", "user"]


def test_delete_before_replace_takes_dependents_that_must_be_replaced_along(stack: Stack) -> None:
    def program(kind: str) -> Program:
        def declare() -> None:
            used = Thing("used", pulumi.ResourceOptions(delete_before_replace=True), type=kind)
            follower = Thing("follower", type=used.arn)
            Thing("observer", of=follower.arn)

        return declare

    succeeded(up(stack, program("one")))
    stack.provider.calls.clear()
    succeeded(up(stack, program("two")))

    assert stack.provider.calls == [
        ("delete", "follower"),
        ("delete", "used"),
        ("create", "used"),
        ("create", "follower"),
        ("update", "observer"),
    ]


def test_what_is_no_longer_declared_is_deleted_dependents_first(stack: Stack) -> None:
    def program() -> None:
        first = Thing("first")
        second = Thing("second", of=first.arn)
        Thing("third", pulumi.ResourceOptions(depends_on=[second]))

    succeeded(up(stack, program))
    stack.provider.calls.clear()
    succeeded(up(stack, lambda: None))

    assert stack.provider.calls == [("delete", "third"), ("delete", "second"), ("delete", "first")]


def test_a_failed_create_leaves_its_dependents_alone_and_the_rest_done(stack: Stack) -> None:
    def program() -> None:
        broken = Thing("broken")
        Thing("dependent", of=broken.arn)
        Thing("independent")

    stack.provider.fail_on = failing("create", "broken")
    result = up(stack, program)

    assert [failure.step.name for failure in result.failures] == ["broken"]
    assert "create of broken is refused" in result.failures[0].message
    assert names(stack) == ["independent"]

    stack.provider.fail_on = lambda method, resource: None
    assert ops(succeeded(up(stack, program))) == {"broken": Op.CREATE, "dependent": Op.CREATE, "independent": Op.SAME}


def test_nothing_is_deleted_while_something_failed(stack: Stack) -> None:
    succeeded(up(stack, lambda: (Thing("old"), Thing("kept"))))
    stack.provider.fail_on = failing("create", "new")
    result = up(stack, lambda: (Thing("kept"), Thing("new")))

    assert result.failed
    assert names(stack) == ["kept", "old"]


def test_a_failed_delete_is_reported_and_tried_again(stack: Stack) -> None:
    succeeded(up(stack, lambda: Thing("used", of=Thing("base").arn)))
    stack.provider.fail_on = failing("delete", "used")
    result = up(stack, lambda: None)

    assert [failure.step.name for failure in result.failures] == ["used"]
    assert names(stack) == ["base", "used"], "what a survivor needs stays"
    stack.provider.fail_on = lambda method, resource: None
    succeeded(up(stack, lambda: None))
    assert names(stack) == []


@pytest.mark.parametrize("change", [lambda: None, lambda: Thing("a", type="two")], ids=["delete", "replace"])
def test_a_protected_resource_is_neither_deleted_nor_replaced(stack: Stack, change: Program) -> None:
    protect = pulumi.ResourceOptions(protect=True)
    succeeded(up(stack, lambda: (Thing("a", protect, type="one"), Thing("b"))))
    result = up(stack, lambda: (change(), None)[1])

    assert "protected" in result.failures[0].message
    assert names(stack) == ["a", "b"]
    assert stack.deployment(lambda: None).destroy().failed
    stack.deployment(lambda: None).unprotect()
    succeeded(stack.deployment(lambda: None).destroy())
    assert names(stack) == []


def test_a_retained_resource_leaves_the_state_and_stays_in_the_cloud(stack: Stack) -> None:
    succeeded(up(stack, lambda: Thing("a", pulumi.ResourceOptions(retain_on_delete=True))))
    result = succeeded(up(stack, lambda: None))

    assert ops(result) == {"a": Op.RETAIN}
    assert names(stack) == ["a"]
    assert ops(succeeded(up(stack, lambda: Thing("a")))) == {"a": Op.CREATE}


@pytest.mark.parametrize(
    ("ignored", "expected"),
    [(["tags.owner"], {"owner": "old", "team": "new"}), (["tags"], {"owner": "old", "team": "old"}), (["x"], None)],
)
def test_ignored_changes_keep_the_old_value(stack: Stack, ignored: list[str], expected: dict[str, str] | None) -> None:
    succeeded(up(stack, lambda: Thing("a", tags={"owner": "old", "team": "old"})))
    opts = pulumi.ResourceOptions(ignore_changes=ignored)
    succeeded(up(stack, lambda: Thing("a", opts, tags={"owner": "new", "team": "new"})))

    (_, live), *_ = stack.provider.cloud.values()
    assert live["tags"] == (expected or {"owner": "new", "team": "new"})


def test_replace_on_changes_replaces_where_an_update_would_do(stack: Stack) -> None:
    succeeded(up(stack, lambda: Thing("a", size=1)))
    opts = pulumi.ResourceOptions(replace_on_changes=["size"])
    assert ops(succeeded(up(stack, lambda: Thing("a", opts, size=2)))) == {"a": Op.REPLACE}
    assert names(stack) == ["a"]


def test_a_renamed_resource_is_recognised_by_its_alias(stack: Stack) -> None:
    succeeded(up(stack, lambda: Thing("user", of=Thing("before").arn)))
    before = set(stack.provider.cloud)
    opts = pulumi.ResourceOptions(aliases=[pulumi.Alias(name="before")])
    result = succeeded(up(stack, lambda: Thing("user", of=Thing("after", opts).arn)))

    assert ops(result) == {"after": Op.SAME, "user": Op.SAME}
    assert set(stack.provider.cloud) == before
    assert ops(succeeded(up(stack, lambda: Thing("user", of=Thing("after").arn)))) == {
        "after": Op.SAME,
        "user": Op.SAME,
    }


def test_the_children_of_a_renamed_component_follow_it(stack: Stack) -> None:
    succeeded(up(stack, lambda: Group("before")))
    result = succeeded(up(stack, lambda: Group("after", pulumi.ResourceOptions(aliases=[pulumi.Alias(name="before")]))))
    assert ops(result) == {"after-thing": Op.SAME}


def test_a_resource_moved_into_a_component_is_recognised(stack: Stack) -> None:
    succeeded(up(stack, lambda: Thing("thing", size=1)))

    class Holder(pulumi.ComponentResource):
        def __init__(self) -> None:
            super().__init__("groot:index:Holder", "holder")
            alias = pulumi.Alias(parent=pulumi.ROOT_STACK_RESOURCE)
            Thing("thing", pulumi.ResourceOptions(parent=self, aliases=[alias]), size=1)

    assert ops(succeeded(up(stack, Holder))) == {"thing": Op.SAME}


def test_secrets_stay_secret_on_disk_in_events_and_in_outputs(stack: Stack) -> None:
    def program(value: str) -> Program:
        def declare() -> None:
            thing = Thing("a", password=pulumi.Output.secret(value), nested={"key": pulumi.Output.secret(value)})
            Thing("b", copied=thing.arn, derived=pulumi.Output.secret(value).apply(lambda text: f"<{text}>"))
            pulumi.export("password", pulumi.Output.secret(value))

        return declare

    succeeded(up(stack, program("hunter2")))
    result = succeeded(up(stack, program("hunter3")))

    written = b"".join(path.read_bytes() for path in (stack.root / ".sandbox").iterdir())
    assert b"hunter" not in written
    assert "hunter" not in repr(result)
    assert result.outputs == {"password": "[secret]"}
    live = {urn.rsplit("::", 1)[1]: props for urn, props in stack.provider.cloud.values()}
    assert live["a"]["password"] == "hunter3", "the provider is given it in clear"
    assert live["b"]["derived"] == "<hunter3>"
    assert ops(succeeded(up(stack, program("hunter3")))) == {"a": Op.SAME, "b": Op.SAME}


def test_a_program_reads_what_it_does_not_manage(stack: Stack) -> None:
    class Existing(Thing):
        @staticmethod
        def get(name: str, physical_id: str) -> "Thing":
            return Thing(name, pulumi.ResourceOptions(id=physical_id))

    stack.provider.cloud["there-1"] = ("urn:x::y::z::there", {"size": 7})
    result = succeeded(up(stack, lambda: pulumi.export("arn", Existing.get("theirs", "there-1").arn)))

    assert result.outputs["arn"].endswith("there-1")
    succeeded(up(stack, lambda: None))
    assert "there-1" in stack.provider.cloud, "what is only read is never deleted"
    missing = up(stack, lambda: Existing.get("theirs", "nowhere"))
    assert "'nowhere' does not exist" in missing.failures[0].message


def test_an_import_adopts_what_is_there_when_the_program_says_the_same(stack: Stack) -> None:
    stack.provider.cloud["there-1"] = ("urn:x::y::z::there", {"size": 7})
    wrong = up(stack, lambda: Thing("a", pulumi.ResourceOptions(import_="there-1"), size=8))
    assert "do not match the existing resource: size" in wrong.failures[0].message

    right = succeeded(up(stack, lambda: Thing("a", pulumi.ResourceOptions(import_="there-1"), size=7)))
    assert ops(right) == {"a": Op.IMPORT}
    assert ops(succeeded(up(stack, lambda: Thing("a", size=7)))) == {"a": Op.SAME}
    assert not stack.provider.calls


def test_transforms_change_a_resource_and_its_children(stack: Stack) -> None:
    def everything(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult | None:
        if args.type_ != THING:
            return None
        props = {**args.props, "tags": {"by": "stack"}}
        return pulumi.ResourceTransformResult(props=props, opts=args.opts)

    def own(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult:
        props: dict[str, Any] = dict(args.props)
        return pulumi.ResourceTransformResult(
            props={**props, "size": 9} if args.custom else props,
            opts=pulumi.ResourceOptions.merge(args.opts, pulumi.ResourceOptions(protect=args.custom)),
        )

    def program() -> None:
        pulumi.runtime.register_resource_transform(everything)
        Group("g", pulumi.ResourceOptions(transforms=[own]))

    succeeded(up(stack, program))

    (_, live), *_ = stack.provider.cloud.values()
    assert live["size"] == 9
    assert live["tags"] == {"by": "stack"}
    assert up(stack, lambda: None).failures, "the transform protected it"


def test_an_explicit_provider_is_told_to_its_resources(stack: Stack) -> None:
    told: dict[str, Resource] = {}
    stack.provider.fail_on = lambda method, resource: told.__setitem__(resource.name, resource)

    class Explicit(pulumi.ProviderResource):
        def __init__(self, **props: Any) -> None:
            super().__init__("aws", "explicit", props)

    def program() -> None:
        Thing("near", pulumi.ResourceOptions(provider=Explicit(region="eu-west-1")))
        Thing("far")

    succeeded(up(stack, program))
    assert told["near"].provider["region"] == "eu-west-1"
    assert "region" not in told["far"].provider


def test_a_component_keeps_the_outputs_it_registers(stack: Stack) -> None:
    succeeded(up(stack, lambda: Group("g")))
    result = succeeded(up(stack, lambda: pulumi.export("id", Group("g").thing.id)))
    assert result.outputs["id"].startswith("g-thing-")


def test_a_target_changes_alone(stack: Stack) -> None:
    def program(size: int) -> Program:
        return lambda: (Thing("a", size=size), Thing("b", size=size), Thing("new") if size == 2 else None)

    succeeded(up(stack, program(1)))
    result = succeeded(up(stack, program(2), targets=["*::a"]))

    assert ops(result) == {"a": Op.UPDATE, "b": Op.SAME}
    assert names(stack) == ["a", "b"]
    partly = stack.deployment(program(2)).destroy(Options(targets=["*::b"]))
    assert ops(succeeded(partly)) == {"b": Op.DELETE}


def test_a_target_that_others_need_is_not_destroyed_alone(stack: Stack) -> None:
    succeeded(up(stack, lambda: Thing("user", of=Thing("used").arn)))
    result = stack.deployment(lambda: None).destroy(Options(targets=["*::used"]))

    assert "make it a target as well" in result.failures[0].message
    assert names(stack) == ["used", "user"]


def test_a_preview_shows_what_a_replacement_makes_unknown(stack: Stack) -> None:
    def program(kind: str) -> Program:
        return lambda: Thing("user", of=Thing("used", type=kind).arn)

    succeeded(up(stack, program("one")))
    result = succeeded(stack.deployment(program("two")).preview())

    assert ops(result) == {"used": Op.REPLACE, "user": Op.UPDATE}
    user = next(step for step in result.steps if step.name == "user")
    assert user.changes[0].new == "[unknown]"


def test_two_resources_of_one_name_are_refused(stack: Stack) -> None:
    result = up(stack, lambda: (Thing("a"), Thing("a")))
    assert any("duplicate resource URN" in item.message for item in result.diagnostics)


def test_an_error_in_the_program_names_its_line(recorded: Stack) -> None:
    (recorded.root / "__main__.py").write_text("import pulumi\n\nvalue = {}['missing']\n")
    from sandbox.engine.host import program_at

    result = recorded.deployment(program_at(recorded.root)).preview()
    assert result.diagnostics[0].message == "KeyError: 'missing' (__main__.py:3)"


def test_a_create_whose_answer_was_lost_is_found_again(stack: Stack) -> None:
    def lost(method: str, resource: Resource) -> None:
        if (method, resource.name) == ("create", "a"):
            stack.provider.cloud["a-1"] = (resource.urn, {"size": 1})
            raise ProviderError("the connection broke", outcome_unknown=True)

    stack.provider.fail_on = lost
    assert up(stack, lambda: Thing("a", size=1)).failed
    stack.provider.fail_on = lambda method, resource: None

    result = succeeded(up(stack, lambda: Thing("a", size=1)))
    assert ops(result) == {"a": Op.SAME}
    assert list(stack.provider.cloud) == ["a-1"]


def test_a_cloud_that_forgot_everything_is_built_again(stack: Stack) -> None:
    def program() -> None:
        Thing("user", of=Thing("used").arn)

    succeeded(up(stack, program))
    stack.provider.cloud.clear()

    preview = succeeded(stack.deployment(program).preview())
    assert ops(preview) == {"used": Op.CREATE, "user": Op.CREATE}
    assert ops(succeeded(up(stack, program))) == {"used": Op.CREATE, "user": Op.CREATE}
    assert names(stack) == ["used", "user"]


def test_a_refresh_follows_what_was_changed_and_forgets_what_is_gone(stack: Stack) -> None:
    def program() -> None:
        Thing("user", of=Thing("used", size=1).arn)

    succeeded(up(stack, program))
    physical = {urn.rsplit("::", 1)[1]: key for key, (urn, _) in stack.provider.cloud.items()}
    stack.provider.cloud[physical["used"]][1]["size"] = 5
    del stack.provider.cloud[physical["user"]]

    told = stack.deployment(program).refresh(dry_run=True)
    assert {step.name: step.op for step in told.steps} == {"used": Op.REFRESH, "user": Op.DELETE}
    assert ops(succeeded(stack.deployment(program).preview()))["user"] is Op.CREATE

    succeeded(stack.deployment(program).refresh())
    assert ops(succeeded(up(stack, program))) == {"used": Op.UPDATE, "user": Op.CREATE}


def test_a_fault_of_a_provider_itself_is_told_with_the_resource_it_was_about(stack: Stack) -> None:
    def break_down(method: str, resource: Resource) -> None:
        if resource.name == "b":
            raise KeyError("shape")

    stack.provider.fail_on = break_down
    result = up(stack, lambda: [Thing("a"), Thing("b")])
    assert [item.message for item in result.diagnostics] == [f"{THING} b: KeyError: 'shape'"]


class Rules(Judge):
    """A judge that forbids one resource, and on demand the stack."""

    def __init__(self, forbidden: str = "", level: str = "mandatory", stack: bool = False) -> None:
        self._forbidden, self._level, self._stack = forbidden, level, stack

    def resource(self, resource: Judged) -> Verdict:
        if resource.name != self._forbidden:
            return Verdict()
        return Verdict(violations=[Violation(rule="no", level=self._level, message="forbidden", urn=resource.urn)])

    def stack(self, resources: Sequence[Judged]) -> Verdict:
        found = [Violation(rule="stack", level=self._level, message="incomplete")] if self._stack else []
        return Verdict(violations=found)


def test_a_mandatory_violation_stops_the_step_and_an_advisory_one_does_not(stack: Stack) -> None:
    blocked = up(stack, lambda: Thing("b", of=Thing("a").arn), judge=Rules("a"))
    assert blocked.blocked
    assert names(stack) == []

    advised = up(stack, lambda: Thing("b", of=Thing("a").arn), judge=Rules("a", "advisory"))
    assert not advised.blocked
    assert [violation.rule for violation in advised.violations] == ["no"]
    assert names(stack) == ["a", "b"]


def test_a_preview_tells_every_violation_and_what_would_be_done_once_they_are_mended(stack: Stack) -> None:
    """The stock engine's previews too judge the stack whatever single resources violate."""
    succeeded(up(stack, lambda: Thing("old")))

    def program() -> None:
        Thing("b", of=Thing("a").arn)

    told = stack.deployment(program).preview(Options(judge=Rules("a", stack=True)))

    assert [violation.rule for violation in told.violations] == ["no", "stack"]
    assert ops(told) == {"a": Op.CREATE, "b": Op.CREATE, "old": Op.DELETE}


class Mender(Judge):
    """A judge that puts one property right."""

    def remediate(self, _resource: Judged) -> Mapping[str, Any]:
        return {"size": 3} if _resource.name == "a" else {}

    def resource(self, resource: Judged) -> Verdict:
        return Verdict()

    def stack(self, resources: Sequence[Judged]) -> Verdict:
        return Verdict()


def test_what_a_policy_puts_right_is_deployed_and_told_and_settles(stack: Stack) -> None:
    def program() -> None:
        Thing("b", of=Thing("a", size=1).arn, size=1)

    result = succeeded(up(stack, program, judge=Mender()))
    sizes = {urn.rsplit("::", 1)[1]: made["size"] for urn, made in stack.provider.cloud.values()}
    assert sizes == {"a": 3, "b": 1}
    assert [item.message for item in result.diagnostics] == ["a: a policy put right size"]
    assert set(ops(succeeded(up(stack, program, judge=Mender()))).values()) == {Op.SAME}


def test_a_stack_violation_stops_deletions(stack: Stack) -> None:
    succeeded(up(stack, lambda: Thing("a")))
    assert up(stack, lambda: None, judge=Rules(stack=True)).blocked
    assert names(stack) == ["a"]


def test_a_cancelled_run_starts_nothing_further_and_keeps_what_it_did(stack: Stack) -> None:
    cancelled = threading.Event()

    def on_event(event: object) -> None:
        if isinstance(event, StepStarted) and event.step.name == "a":
            cancelled.set()

    def program() -> None:
        Thing("b", of=Thing("a").arn)

    result = up(stack, program, cancelled=cancelled, on_event=on_event)
    assert any("stopped on request" in item.message for item in result.diagnostics)
    assert names(stack) == ["a"]
    assert ops(succeeded(up(stack, program))) == {"a": Op.SAME, "b": Op.CREATE}


def test_what_goes_with_its_container_is_not_deleted_by_hand(stack: Stack) -> None:
    def program() -> None:
        container = Thing("container")
        Thing("inside", pulumi.ResourceOptions(deleted_with=container))

    succeeded(up(stack, program))
    stack.provider.calls.clear()
    succeeded(up(stack, lambda: None))
    assert stack.provider.calls == [("delete", "container")]
