"""Rules on AWS CodeArtifact."""
