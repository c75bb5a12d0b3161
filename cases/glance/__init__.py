"""Where an organization stands, at a glance: what waits, how much there is, how it goes."""

from cases.glance.counts import Counts, count_cases
from cases.glance.plots import plots
from cases.glance.tasks import Task, tasks_of

__all__ = ["Counts", "Task", "count_cases", "plots", "tasks_of"]
