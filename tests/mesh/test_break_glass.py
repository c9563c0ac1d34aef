"""Who may run a workload in spite of the rules, by what, and what the log has of it."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from moto.logs.utils import EventMessageFilter

from components.compute.admission import TICKET
from components.compute.cluster_alarms import BROKEN_UNDER_TICKET
from policies.admission.table import load
from tests.mesh.held import Held, until
from tests.mesh.workloads import GOOD, WRONG, workload

DEPLOYMENT = "apps/v1:Deployment"
BROKEN = set(load().holds) - {"kubernetes_pod_is_not_in_default_namespace"}
"""What `WRONG` breaks in a namespace of its own."""
CLAIM = {TICKET: "SEC-7"}


def rings(entry: Mapping[str, Any]) -> bool:
    """Return whether CloudWatch's filter on the audit log would take *entry*."""
    return EventMessageFilter(BROKEN_UNDER_TICKET).matches(json.dumps(entry))


def test_who_has_the_right_and_names_a_ticket_is_let_in_and_the_log_says_by_which_and_past_which_rules(
    cluster: Held,
) -> None:
    answer = cluster.judged(workload(DEPLOYMENT, WRONG, annotations=CLAIM), cluster.bob)
    assert (answer.status, answer.told) == (201, dict.fromkeys(BROKEN, "broken under SEC-7"))
    assert (answer.entry["user"].get("username"), answer.entry["responseStatus"]["code"]) == ("bob", 201)
    assert rings(answer.entry)
    assert answer.entry["objectRef"] | {"apiVersion": "v1"} == {
        "resource": "deployments", "namespace": "groot", "name": "tried", "apiGroup": "apps", "apiVersion": "v1"
    }  # fmt: skip


def test_who_has_no_right_is_refused_and_the_log_says_that_it_was_tried(cluster: Held) -> None:
    answer = cluster.judged(workload(DEPLOYMENT, WRONG, annotations=CLAIM), cluster.ann)
    assert (answer.status, answer.told) == (403, dict.fromkeys(BROKEN, "broken under SEC-7"))
    assert (answer.entry["user"].get("username"), answer.entry["responseStatus"]["code"]) == ("ann", 403)
    assert rings(answer.entry)


@pytest.mark.parametrize("annotations", [{}, {TICKET: ""}])
def test_the_right_alone_exempts_from_nothing(cluster: Held, annotations: dict[str, str]) -> None:
    answer = cluster.judged(workload(DEPLOYMENT, WRONG, annotations=annotations), cluster.bob)
    assert (answer.status, answer.told) == (403, dict.fromkeys(BROKEN, "broken"))
    assert not rings(answer.entry)


def test_what_complies_needs_no_exemption_and_the_log_is_told_of_none(cluster: Held) -> None:
    answer = cluster.judged(workload(DEPLOYMENT, GOOD, annotations=CLAIM), cluster.bob)
    assert (answer.status, answer.told) == (201, {})
    assert not rings(answer.entry)


def test_an_exempted_workload_gets_its_pods_and_nobody_else_may_change_it(cluster: Held) -> None:
    """Controllers ask for what was let in, and what leaves the specification alone needs no exemption."""
    exempted = workload(DEPLOYMENT, WRONG, name="exempted", annotations=CLAIM)
    assert cluster.judged(exempted, cluster.bob, kept=True).status == 201
    until(lambda: cluster.pods("groot", "app=tried"), "its controllers have made no pod")
    labelled = workload(DEPLOYMENT, WRONG, name="exempted", annotations=CLAIM, labels={"seen": "yes"})
    assert cluster.judged(labelled, cluster.ann, verb="PUT").status == 200
    changed = workload(DEPLOYMENT, {**WRONG, "hostIPC": True}, name="exempted", annotations=CLAIM)
    assert cluster.judged(changed, cluster.ann, verb="PUT").status == 403
    assert cluster.judged(changed, cluster.bob, verb="PUT").status == 200


def test_nobody_takes_a_pod_for_a_controller_s_by_saying_so(cluster: Held) -> None:
    owner = {"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "some", "uid": "1", "controller": True}
    answer = cluster.judged(workload("core/v1:Pod", WRONG, ownerReferences=[owner]), cluster.ann)
    assert (answer.status, answer.broken) == (403, BROKEN - {"kubernetes_pod_tells_when_it_is_ready"})
