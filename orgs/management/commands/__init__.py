"""Commands of people and rights."""
