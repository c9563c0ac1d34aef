"""Decides for the gateways who calls and which of the API's operations they may use."""
