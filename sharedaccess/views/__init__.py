"""The pages of the doors."""
