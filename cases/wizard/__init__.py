"""The wizard: four steps to a case."""
