"""What may be done to pods on purpose: to one at a time, in one namespace, for minutes, and by name alone."""

import pytest

from components.compute.api import LABELS
from components.compute.mesh_names import APPLICATION_NAMESPACE
from components.compute.pod_faults import EXPERIMENTS, MINUTES, spec_of
from sandbox.providers.kubernetes.schemas import validate
from settings import PodFault


@pytest.mark.parametrize("fault", EXPERIMENTS)
def test_an_experiment_is_on_one_of_the_api_s_pods_and_over_in_minutes(fault: PodFault) -> None:
    spec = spec_of(fault)
    assert spec["selector"] == {"namespaces": [APPLICATION_NAMESPACE], "labelSelectors": LABELS}
    assert (spec["mode"], spec["duration"]) == ("one", f"{MINUTES}m")
    assert MINUTES <= 15
    metadata = {"name": fault, "namespace": APPLICATION_NAMESPACE}
    validate(
        {"apiVersion": "chaos-mesh.org/v1alpha1", "kind": EXPERIMENTS[fault].kind, "metadata": metadata, "spec": spec},
        "1.36",
    )
