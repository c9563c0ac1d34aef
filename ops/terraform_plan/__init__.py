"""A stack as a Terraform plan, so that what reads `terraform show -json` reads a Pulumi program: checkov, OPA, others.

Here live the names that Terraform has for Pulumi's types and properties, and the functions that write the document.
What judges it doesn't live here, nor anything that runs an engine or Terraform.
"""
