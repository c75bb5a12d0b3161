"""Who belongs where, and what they paid for."""
