"""Rules on Amazon VPC Lattice."""
