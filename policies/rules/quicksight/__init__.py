"""Rules on Amazon QuickSight."""
