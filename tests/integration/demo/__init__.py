"""The demo world and the reference data."""
