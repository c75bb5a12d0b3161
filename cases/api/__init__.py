"""Cases for programs: the same wall, the same actions, the same words as the pages."""
