"""Commands of what customers read."""
