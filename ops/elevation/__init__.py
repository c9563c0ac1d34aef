"""What people elevate by, with their own credentials: `python -m ops.elevation`."""
