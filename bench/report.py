"""The rows of the table that run.sh prints."""

import statistics
import sys


def row(benchmark, what, measured, goal="", met=None):
    """One row on standard output; a figure without a goal has an empty one."""
    verdict = "" if met is None else "met" if met else "missed"
    print("\t".join((benchmark, what, measured, goal, verdict)), flush=True)


def say(text):
    """What is going on, for whoever waits."""
    print(text, file=sys.stderr, flush=True)


median = statistics.median
