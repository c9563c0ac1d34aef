"""Rules that need to see the whole stack, named `stack_<what>_<what_holds>`."""
