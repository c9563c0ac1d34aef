"""What functions share: one file a subject, bundled into each of them."""
