"""The work: requests for support, from the wizard to the closing."""
