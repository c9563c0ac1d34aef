"""Webhooks: what happened, told to endpoints of customers by HTTPS, signed as Standard Webhooks 1.0.0 has it.

At least once, under an id that stays the same; in order of a key where an endpoint asks for it. Where customers point
is never trusted: `targets.py` and `addresses.py` say where a request may go.
"""
