"""Tests of `components/sites`: what every region is given, on three regions deployed once."""
