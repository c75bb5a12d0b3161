"""The agents' desk: Django's admin with our theme, sign-in, bounded lists and log of edits."""
