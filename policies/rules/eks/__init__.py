"""Rules on Amazon EKS."""
