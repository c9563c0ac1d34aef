"""Says whether this region can answer what the API is asked."""
