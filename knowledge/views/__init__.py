"""The pages of what customers read."""
