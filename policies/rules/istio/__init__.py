"""Rules on Istio's resources: who talks to whom in the mesh, and how."""
