"""Tests of what every component uses: physical names, IAM statements and log retention."""
