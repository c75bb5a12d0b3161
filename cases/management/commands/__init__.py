"""The commands: `manage.py seed`, `manage.py demo`."""
