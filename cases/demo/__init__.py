"""A small believable world: seven customers, their people, sixty cases."""

from cases.demo.loader import is_loaded, load

__all__ = ["is_loaded", "load"]
