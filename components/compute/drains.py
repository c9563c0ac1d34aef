"""How pods leave without a request lost: who is told when, and how long each part still works meanwhile.

A pod that is to go works on until nobody sends it anything and what it was sent is answered (Kubernetes, "Termination
of Pods"). Then its containers are asked to stop, its proxy last, as a sidecar outlives what it serves ("Sidecar
Containers").

The API, s:     0  told to go ─ others' proxies hear of it: 10 ─ the last request ends: 10 ─ stops: 5 ─ its proxy: 5
The gateway, s: 0  told to go ─ taken out of targets: 10 ─ balancers send no more: 120 ─ the last request ends: 10

Connections between meshes go on for as long as both ends do, so they are renewed (`CONNECTION_SECONDS`): within what
the gateway waits for the balancers, every one has moved, and had its last request answered.
"""

from typing import Final

REQUEST_SECONDS: Final = 10
"""Longest that a request takes with all its tries; the mesh ends it then (`routes.TIMEOUT`)."""
PUSH_SECONDS: Final = 10
"""Longest until proxies know that a pod goes: the mesh's control plane gathers changes for so long at most (Istio,
`PILOT_DEBOUNCE_MAX`; 0.1 s when nothing else changes)."""
CONTROLLER_SECONDS: Final = 10
"""Until the load balancer controller has taken a pod out of its target groups: assumed, so measure it."""
BALANCER_SECONDS: Final = 120
"""Until a network load balancer opens no more connections to a target that leaves: reported as about two minutes (AWS
Load Balancer Controller, issue 3270); an application load balancer stops at once ("Deregistration delay")."""
CONNECTION_SECONDS: Final = 60
"""Longest that a connection between proxies lasts; it goes once its last request is answered (Envoy,
`max_connection_duration`)."""
STOP_SECONDS: Final = 5
"""For the API's process to end, and for a proxy: what Istio gives one that drains (`terminationDrainDuration`)."""

API_LEAVES_SECONDS: Final = PUSH_SECONDS + REQUEST_SECONDS
"""From when a pod of the API is told to go until it stops."""
API_GRACE_SECONDS: Final = API_LEAVES_SECONDS + 2 * STOP_SECONDS
"""Until it is killed."""
GATEWAY_LEAVES_SECONDS: Final = CONTROLLER_SECONDS + BALANCER_SECONDS
"""From when a pod of the gateway is told to go until its listeners drain."""
GATEWAY_DRAINS_SECONDS: Final = REQUEST_SECONDS + STOP_SECONDS
"""How long they drain: connections are told to close, and requests under way end."""
GATEWAY_GRACE_SECONDS: Final = GATEWAY_LEAVES_SECONDS + GATEWAY_DRAINS_SECONDS + STOP_SECONDS
"""Until it is killed."""
REQUESTS_LEAVE_SECONDS: Final = 2 * REQUEST_SECONDS
"""Deregistration delay of an application load balancer's targets: AWS waits 300 s by default, for requests that nothing
here lets last that long."""
CONNECTIONS_LEAVE_SECONDS: Final = CONNECTION_SECONDS + REQUEST_SECONDS
"""Deregistration delay of a network load balancer's targets: connections that are open go on until then."""
