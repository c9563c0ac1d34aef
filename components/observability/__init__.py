"""How the platform is watched: where alarms go, tracing, objectives, synthetic checks and dashboards.

Alarms themselves live in the component they watch; what attackers do is watched in `components/security`.
"""
