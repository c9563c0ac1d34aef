"""Rules on AWS Global Accelerator."""
