"""Journeys of several people, with the worker inside and the mails in a list."""
