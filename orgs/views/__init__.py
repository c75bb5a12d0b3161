"""The pages of people and rights."""
