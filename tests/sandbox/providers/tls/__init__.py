"""Tests of the tls provider: what it makes verifies, and says what was asked for."""
