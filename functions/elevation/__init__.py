"""Privileged access for a while: asked for with a reason, given by others, ended by itself, revoked at once."""
