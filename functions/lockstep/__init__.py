"""What is decided on a release that goes through regions in step; nothing calls it yet (docs/adr/0049)."""
