"""How each language writes days and times, instead of how Django thinks it does."""
