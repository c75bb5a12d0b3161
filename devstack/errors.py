"""How a command of the workshop says no."""


class Refusal(Exception):  # noqa: N818 - people read it
    """One sentence for the person at the terminal: what is wrong, and what to do."""


class InUse(Refusal):
    """The data folder belongs to a runner that is still at work."""
