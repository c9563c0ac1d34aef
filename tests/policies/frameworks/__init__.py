"""The compliance frameworks: complete, exact, and refused when malformed."""
