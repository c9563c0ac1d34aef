"""Who writes what where Argo CD keeps the workload, and what it is told."""

import gzip
import io
import json
import tarfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as some

from ops import cli
from ops.feed.applications import applications
from ops.feed.files import archive, files
from ops.feed.gitops import GUARDED, MOST_OBJECTS, OPTIONS, WAVE, WAVES, Gitops, kept, kind_of
from ops.feed.parcels import Parcel, parcels
from ops.feed.publishing import files_artifact
from ops.feed.release import digest, feeds, release
from ops.feed.rights import rights
from ops.request import OperationError
from tests.ops.feed.test_release import TOLD, provider, rendered, state

ROLE = "arn:aws:iam::123456789012:role/groot-argo-cd"
CLUSTERS = {
    region: {
        "arn": f"arn:aws:eks:{region}:123456789012:cluster/room-{region}",
        "repository": f"123456789012.dkr.ecr.{region}.amazonaws.com/groot-manifests",
    }
    for region in ("us-east-1", "eu-west-1")
}
GITOPS = Gitops(
    namespace="argocd", role=ROLE, team="api", members=["g-1"], workloads="groot", clusters=CLUSTERS
)  # fmt: skip
WORKLOAD = [
    {"apiVersion": f"{kind.split('/')[0]}/v1".lstrip("/"), "kind": kind.split("/")[1],
     "metadata": {"name": "api", "namespace": "groot"}}
    for kind in WAVES
]  # fmt: skip


def placed(api: str, kind: str, namespace: str = "groot") -> dict[str, Any]:
    return {"apiVersion": api, "kind": kind, "metadata": {"name": "one", "namespace": namespace}}


POLICIES = [
    placed("networking.k8s.io/v1", "NetworkPolicy"),
    placed("security.istio.io/v1", "AuthorizationPolicy"),
    placed("rbac.authorization.k8s.io/v1", "Role"),
    placed("apps/v1", "Deployment", "istio-ingress"),
    {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "groot"}},
]


def told(**changes: Any) -> dict[str, Any]:
    """Return the output `feeds` of a stack with Argo CD in us-east-1."""
    abroad = {**TOLD["us-east-1"], "cluster": "room-eu"}
    return {"us-east-1": {**TOLD["us-east-1"], "gitops": {**vars(GITOPS), **changes}}, "eu-west-1": abroad}


def known(outputs: Mapping[str, Any], manifests: Sequence[Mapping[str, Any]] = (*WORKLOAD, *POLICIES)) -> Any:
    regions = ("us-east-1", "eu-west-1")
    resources = [rendered(region, one) for region in regions for one in manifests]
    return state(*(provider(region) for region in regions), *resources, outputs={"feeds": outputs})


def parcelled(outputs: Mapping[str, Any]) -> list[Parcel]:
    found = known(outputs)
    return parcels(feeds(found), found)


def names(manifests: Sequence[Mapping[str, Any]]) -> set[tuple[str, str, str]]:
    return {(kind_of(one), one["metadata"].get("namespace", ""), one["metadata"]["name"]) for one in manifests}


def by_kind(manifests: Sequence[Mapping[str, Any]], kind: str) -> Any:
    [found] = [one for one in manifests if one["kind"] == kind]
    return found


def test_without_argo_cd_the_feeder_writes_everything() -> None:
    outputs = {region: {**TOLD["us-east-1"]} for region in ("us-east-1", "eu-west-1")}
    for one in parcelled(outputs):
        assert (names(one.fed), one.left, one.files) == (names([*WORKLOAD, *POLICIES]), [] or (), {})


def test_each_object_has_one_writer_and_what_confines_the_workload_is_not_argo_cd_s() -> None:
    for one in parcelled(told()):
        assert names(one.left) == names(WORKLOAD)
        assert names(POLICIES) <= names(one.fed)
        assert not names(one.fed) & names(one.left)


def test_the_region_whose_cluster_argo_cd_is_told_in_is_fed_last_and_alone_has_applications() -> None:
    abroad, home = parcelled(told())
    assert (abroad.feed.region, home.feed.region) == ("eu-west-1", "us-east-1")
    assert not {one["kind"] for one in abroad.fed} & {"Application", "ApplicationSet", "AppProject", "Secret"}
    assert {"ApplicationSet", "AppProject", "Secret"} <= {one["kind"] for one in home.fed}


def test_every_region_has_an_application_at_the_digest_of_what_its_registry_is_given() -> None:
    found = parcelled(told())
    elements = by_kind(found[-1].fed, "ApplicationSet")["spec"]["generators"][0]["list"]["elements"]
    assert {one["region"]: one["revision"] for one in elements} == {one.feed.region: one.revision for one in found}
    for one in found:
        assert one.revision == digest(files_artifact(one.archive).encode())
        assert one.revision.startswith("sha256:")
    assert [one["repository"] for one in elements] == [
        f"oci://123456789012.dkr.ecr.{region}.amazonaws.com/groot-manifests" for region in ("eu-west-1", "us-east-1")
    ]


def test_a_release_names_what_it_leaves_so_that_a_cluster_fed_before_keeps_it() -> None:
    [abroad, _] = parcelled(told())
    document = json.loads(gzip.decompress(release(abroad.feed, abroad.fed, [], abroad.left)))
    assert {(kind, name) for _, kind, _, name in document["left"]} == {(one["kind"], "api") for one in WORKLOAD}
    assert all(namespace == "groot" for _, _, namespace, _ in document["left"])


def test_what_pods_need_comes_before_them_and_the_ways_to_them_after() -> None:
    waves = {kind_of(one): int(one["metadata"]["annotations"][WAVE]) for one in kept(WORKLOAD, GITOPS)}
    assert waves["/ServiceAccount"] < waves["apps/Deployment"] < waves["argoproj.io/Rollout"]
    assert waves["argoproj.io/Rollout"] < waves["networking.istio.io/VirtualService"]


def test_nothing_without_which_nothing_answers_is_pruned_unasked() -> None:
    guarded = {kind_of(one) for one in kept(WORKLOAD, GITOPS) if "annotations" in one["metadata"]
               and one["metadata"]["annotations"].get(OPTIONS) == "Prune=confirm"}  # fmt: skip
    assert guarded == GUARDED
    spec = by_kind(applications(GITOPS, dict.fromkeys(CLUSTERS, "sha256:1")), "ApplicationSet")["spec"]
    assert spec["syncPolicy"] == {"applicationsSync": "create-update", "preserveResourcesOnDeletion": True}
    sync = spec["template"]["spec"]["syncPolicy"]
    assert sync["automated"] == {"prune": True, "selfHeal": True, "allowEmpty": False}
    assert {"PruneLast=true", "FailOnSharedResource=true"} <= set(sync["syncOptions"])


def test_annotations_that_were_there_stay() -> None:
    annotated = {**WORKLOAD[0], "metadata": {**WORKLOAD[0]["metadata"], "annotations": {"a": "b"}}}
    assert kept([annotated], GITOPS)[0]["metadata"]["annotations"]["a"] == "b"
    assert "wave" not in json.dumps(annotated)


def test_the_project_lets_the_workload_s_kinds_into_its_namespace_and_nothing_else() -> None:
    spec = by_kind(applications(GITOPS, dict.fromkeys(CLUSTERS, "sha256:1")), "AppProject")["spec"]
    assert spec["clusterResourceWhitelist"] == []
    assert {f"{one['group']}/{one['kind']}" for one in spec["namespaceResourceWhitelist"]} == set(WAVES)
    assert {one["namespace"] for one in spec["destinations"]} == {"groot"}
    assert {one["server"] for one in spec["destinations"]} == {one["arn"] for one in CLUSTERS.values()}
    assert spec["sourceNamespaces"] == ["argocd"]
    assert all(policy.endswith("api/*, allow") for role in spec["roles"] for policy in role["policies"])


def test_argo_cd_reads_no_secret_and_writes_in_one_namespace() -> None:
    found = {one["kind"]: one for one in rights(GITOPS)}
    for one in found.values():
        for rule in one.get("rules", ()):
            assert "*" not in (*rule["apiGroups"], *rule["resources"], *rule["verbs"])
            assert "secrets" not in rule["resources"]
    assert {verb for rule in found["ClusterRole"]["rules"] for verb in rule["verbs"]} == {"get", "list", "watch"}
    assert found["Role"]["metadata"]["namespace"] == "groot"
    assert {one["subjects"][0]["name"] for one in (found["RoleBinding"], found["ClusterRoleBinding"])} == {
        f"eks-access-entry:{ROLE}"
    }


def test_more_objects_than_an_application_takes_are_refused() -> None:
    many = [{**WORKLOAD[0], "metadata": {"name": f"n-{n}", "namespace": "groot"}} for n in range(MOST_OBJECTS + 1)]
    with pytest.raises(OperationError, match="151 objects in groot; Argo CD takes 150"):
        kept(many, GITOPS)


@given(order=some.permutations(WORKLOAD))
def test_files_are_the_same_bytes_whatever_the_order(order: list[dict[str, Any]]) -> None:
    shuffled = [dict(reversed(one.items())) for one in order]
    assert archive(files(shuffled)) == archive(files(WORKLOAD))


def test_a_file_is_one_resource_and_a_change_of_it_one_line() -> None:
    before = files([{**WORKLOAD[0], "data": {"a": "1", "b": "2"}}])
    after = files([{**WORKLOAD[0], "data": {"a": "1", "b": "3"}}])
    assert [*before] == [*after] == ["groot/configmap-api.yaml"]
    changed = set(after.popitem()[1].splitlines()) ^ set(before.popitem()[1].splitlines())
    assert changed == {"  b: '2'", "  b: '3'"}


def test_two_manifests_of_one_name_are_told() -> None:
    with pytest.raises(OperationError, match=r"groot/configmap-api\.yaml: the stack has it twice"):
        files([WORKLOAD[0], WORKLOAD[0]])


def test_an_archive_holds_the_files_and_says_nothing_of_who_made_it() -> None:
    with tarfile.open(fileobj=io.BytesIO(gzip.decompress(archive(files(WORKLOAD))))) as tar:
        members = tar.getmembers()
        read = [yaml.safe_load(tar.extractfile(one) or b"") for one in members]
    assert names(read) == names(WORKLOAD)
    assert {(one.mtime, one.uid, one.gid, one.uname, one.gname) for one in members} == {(0, 0, 0, "", "")}


def test_what_argo_cd_is_given_is_written_where_it_is_asked_for_and_what_is_gone_goes(tmp_path: Path) -> None:
    exported, out = tmp_path / "state.json", tmp_path / "made"
    exported.write_text(json.dumps(known(told())))
    assert cli.run(["feed", "--state-file", str(exported), "--out", str(out)]) == 0
    folder = out / "eu-west-1-argo-cd" / "groot"
    assert len(list(folder.iterdir())) == len(WAVES)
    exported.write_text(json.dumps(known(told(), [*WORKLOAD[:1], *POLICIES])))
    assert cli.run(["feed", "--state-file", str(exported), "--out", str(out)]) == 0
    assert [one.name for one in folder.iterdir()] == ["configmap-api.yaml"]
