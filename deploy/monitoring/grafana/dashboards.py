#!/usr/bin/env python3
"""Writes dashboards/*.json for Grafana 9 and newer from the tables below. `dashboards.py --check` tells whether the
files are what this would write."""

import json
import pathlib
import sys

FOLDER = pathlib.Path(__file__).parent / "dashboards"
SOURCE = {"type": "prometheus", "uid": "microflow"}

# dashboard: title, rows of panels; panel: title, unit, what it says, (legend, PromQL)…
DASHBOARDS = {
    "services": ("MicroFlow: services", [
        [("Requests", "reqps", "by service", ("{{service}}", "microflow:requests:rate5m")),
         ("Answers that were server errors", "percentunit", "of all that left the door",
          ("5 minutes", "microflow:availability:bad_ratio_rate5m"),
          ("an hour", "microflow:availability:bad_ratio_rate1h"))],
        [("Time to answer, 99 of 100", "s", "by service",
          ("{{service}}", "microflow:request_seconds:p99_rate5m")),
         ("Answers by status", "reqps", "refusals at the door among them",
          ("{{status}}", "sum by (status) (rate(microflow_answers_total[5m]))"))],
        [("Error budget left", "percentunit", "if the last three days were all thirty",
          ("availability", "microflow:availability:budget_left_ratio3d"),
          ("latency", "microflow:latency:budget_left_ratio3d")),
         ("Slowest routes", "s", "mean of five minutes",
          ("{{method}} {{route}}", "topk(8, sum by (method, route) (rate(microflow_http_request_seconds_sum[5m])) "
           "/ sum by (method, route) (rate(microflow_http_request_seconds_count[5m])))"))],
        [("Events published", "ops", "by service", ("{{service}}", "microflow:events:rate5m")),
         ("Events not taken in yet", "short", "by consumer",
          ("{{service}}", "sum by (service) (microflow_events_lag)"))],
        [("Events that wait for the broker", "short", "by the service that published them",
          ("{{service}}", "sum by (service) (microflow_events_unrelayed)")),
         ("Dead letters", "short", "events that a service gave up",
          ("{{service}}", "sum by (service) (microflow_dead_letters)"))],
        [("Units of work in a commit", "short", "how many share one fsync",
          ("{{service}}", "sum by (service) (rate(microflow_units_total[5m])) "
           "/ sum by (service) (rate(microflow_commits_total[5m]))"))],
    ]),
    "orders": ("MicroFlow: the flow of orders", [
        [("Live orders", "short", "not closed or cancelled", ("live", "sum(microflow_orders_live)"),
          ("overdue", "sum(microflow_orders_overdue)")),
         ("Past their promised time", "percentunit", "of the live orders",
          ("overdue", "max(microflow:orders:overdue_ratio)"))],
        [("Opened", "ops", "orders a second",
          ("opened", 'sum(rate(microflow_http_requests_total{method="POST",route="/api/v1/orders",status="201"}[15m]))')),
         ("Moved on", "ops", "transitions a second, by their answer",
          ("{{status}}", "sum by (status) (rate(microflow_http_requests_total"
           '{method="POST",route="/api/v1/orders/{id}/transitions"}[15m]))'))],
        [("Wait for a technician", "short", "orders in dispatch's queue",
          ("waiting", "sum(microflow_dispatch_waiting)")),
         ("Messages to send", "short", "mail that waits for its server",
          ("waiting", "sum(microflow_notifications_pending)"))],
    ]),
    "machine": ("MicroFlow: the machine", [
        [("Memory", "bytes", "of the container or unit, and of the process",
          ("container", "microflow_cgroup_memory_bytes"), ("process", "process_resident_memory_bytes"),
          ("limit", "microflow_cgroup_memory_limit_bytes > 0")),
         ("Memory of the limit", "percentunit", "nothing where there is none",
          ("{{instance}}", "microflow:cgroup_memory:ratio"))],
        [("CPU", "short", "processors in use",
          ("container", "rate(microflow_cgroup_cpu_seconds_total[5m])"),
          ("process", "rate(process_cpu_seconds_total[5m])"), ("limit", "microflow_cgroup_cpu_limit > 0")),
         ("CPU of the limit", "percentunit", "nothing where there is none",
          ("{{instance}}", "microflow:cgroup_cpu:ratio_rate5m"))],
        [("Requests that wait for a worker", "short", "at 256, new ones are refused",
          ("waiting", "microflow_requests_waiting"), ("workers", "microflow_workers")),
         ("Units of work that wait for the writer", "short", "by service",
          ("{{service}}", "microflow_writers_waiting"))],
        [("Commits", "ops", "each one fsync", ("{{service}}", "rate(microflow_commits_total[5m])")),
         ("Open files", "short", "and sockets", ("{{instance}}", "process_open_fds"))],
    ]),
}


def panel(number, row, column, title, unit, says, *queries):
    return {
        "id": number, "type": "timeseries", "title": title, "description": says, "datasource": SOURCE,
        "gridPos": {"x": 12 * column, "y": 8 * row, "w": 12, "h": 8},
        "fieldConfig": {"defaults": {"unit": unit, "min": 0, "custom": {"fillOpacity": 8, "lineWidth": 1}},
                        "overrides": []},
        "options": {"legend": {"displayMode": "list", "placement": "bottom"}, "tooltip": {"mode": "multi"}},
        "targets": [{"refId": chr(ord("A") + place), "datasource": SOURCE, "expr": query, "legendFormat": legend}
                    for place, (legend, query) in enumerate(queries)],
    }


def dashboard(name):
    title, rows = DASHBOARDS[name]
    places = [(row, column, cells[column]) for row, cells in enumerate(rows) for column in range(len(cells))]
    return {
        "uid": "microflow-" + name, "title": title, "tags": ["microflow"], "schemaVersion": 37, "version": 1,
        "editable": False, "refresh": "30s", "time": {"from": "now-6h", "to": "now"}, "timezone": "browser",
        "templating": {"list": []}, "annotations": {"list": []},
        "panels": [panel(number + 1, row, column, *what) for number, (row, column, what) in enumerate(places)],
    }


def text(name):
    return json.dumps(dashboard(name), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for each in DASHBOARDS:
        file = FOLDER / f"{each}.json"
        if "--check" not in sys.argv:
            file.write_text(text(each), encoding="utf-8")
        elif file.read_text(encoding="utf-8") != text(each):
            sys.exit(f"{file} is not what dashboards.py writes")
