"""A small believable world: seven customers, their people, their cases."""

from cases.demo.loader import is_loaded, load

__all__ = ["is_loaded", "load"]
