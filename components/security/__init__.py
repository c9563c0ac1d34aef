"""How attacks are recorded, found and looked into: audit trail, log archive, threat detection and the search domain.

Keys, networks and account guardrails live in `components/foundation`; where alarms go, in `components/observability`.
"""
