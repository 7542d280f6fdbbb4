#!/usr/bin/env python3
"""Writes rules/objectives.yml: the objectives, the share of the error budget that each window burns, and the alerts.

The method is the Google SRE workbook's: an alert wants a long window, so that it matters, and a short one, so that it
is over soon after the fault is. `objectives.py --check` tells whether the file is what this would write.
"""

import pathlib
import sys

FILE = pathlib.Path(__file__).parent / "rules" / "objectives.yml"

# What people come for in moments; imports and reports may take their time.
INTERACTIVE = 'route!~"/api/v1/(imports|reports)/.*"'

# name, objective over 30 days, what it says, PromQL for the share of bad answers in the window {w}
OBJECTIVES = [
    ("availability", 0.999, "of the answers are no server errors, refusals for want of room included",
     '(sum(rate(microflow_answers_total{{status=~"5.."}}[{w}])) or vector(0))\n'
     "/ (sum(rate(microflow_answers_total[{w}])) > 0)"),
    ("latency", 0.99, "of the interactive requests are answered within 500 ms",
     '1 - sum(rate(microflow_http_request_seconds_bucket{{le="0.5",{i}}}[{w}]))\n'
     "/ (sum(rate(microflow_http_request_seconds_count{{{i}}}[{w}])) > 0)"),
]

# severity, long window, short window, how many times faster than the budget allows, which share of it is gone then
BURNS = [
    ("page", "1h", "5m", 14.4, "2 % in an hour"),
    ("page", "6h", "30m", 6, "5 % in six hours"),
    ("ticket", "1d", "2h", 3, "10 % in a day"),
    ("ticket", "3d", "6h", 1, "10 % in three days"),
]


def windows():
    seconds = {"m": 60, "h": 3600, "d": 86400}
    named = {window for _, long, short, _, _ in BURNS for window in (long, short)}
    return sorted(named, key=lambda window: int(window[:-1]) * seconds[window[-1]])


def indented(text, spaces):
    return text.replace("\n", "\n" + " " * spaces)


def rules():
    out = ["# Written by objectives.py; change that.", "groups:"]
    for name, objective, says, bad in OBJECTIVES:
        out += [f"  # {objective:.1%} {says}.", f"  - name: {name}", "    rules:"]
        for window in windows():
            out += [f"      - record: microflow:{name}:bad_ratio_rate{window}",
                    "        expr: |", "          " + indented(bad.format(w=window, i=INTERACTIVE), 10)]
        out += [f"      - record: microflow:{name}:budget_left_ratio3d",
                f"        expr: 1 - microflow:{name}:bad_ratio_rate3d / {1 - objective:.4g}"]
        for severity, long, short, factor, gone in BURNS:
            limit = f"{factor} * {1 - objective:.4g}"
            out += [f"      - alert: Microflow{name.title()}BudgetBurns",
                    "        expr: |",
                    f"          microflow:{name}:bad_ratio_rate{long} > {limit}",
                    f"          and microflow:{name}:bad_ratio_rate{short} > {limit}",
                    f"        labels: {{severity: {severity}, window: {long}}}",
                    "        annotations:",
                    f"          summary: The {name} budget of 30 days burns at {gone}.",
                    f"          description: \"{objective:.1%} {says}; in the last {long}, "
                    "{{ $value | humanizePercentage }} were bad.\""]
    return "\n".join(out) + "\n"


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(FILE.read_text(encoding="utf-8") != rules() and f"{FILE} is not what objectives.py writes")
    FILE.write_text(rules(), encoding="utf-8")
