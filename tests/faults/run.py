"""The whole run: the load, the faults one after another, the check at the end.

python3 -m tests.faults.run [--seed N] [--minutes M]
Without --minutes: the short form, one round of every kind of fault. The last line counts what was lost, doubled and
illegal; the exit code is 1 if anything was."""

import argparse
import concurrent.futures
import sys
import time

from tests.faults.checker import Checker
from tests.faults.faults import FAULTS, ROUND, schedule
from tests.faults.load import Load, describe
from tests.faults.stage import Stage
from tests.harness.suite import wait_until
from tests.harness.world import World

RECOVERY = 60          # seconds after a fault until work goes on; more is a finding
SHORT, LONG = 2.5, 20  # seconds that a fault lasts, at most
SHOWN = 20             # findings of a kind


class Run:
    def __init__(self, stage, seed, minutes=None, say=print, only=()):
        self.stage, self.seed, self.say = stage, seed, say
        self.until = None if minutes is None else time.monotonic() + minutes * 60
        self.only = only
        self.recoveries = {}
        self.late = []

    def whole(self):
        """The counts."""
        for text in self.stage.missing:
            self.say(f"left out here: {text}")
        world = World(self.stage, technicians=4)
        load = Load(world, self.seed)
        load.start()
        self.warm_up(load)
        for number, blows in enumerate(self.schedule()):
            if self.over(number):
                break
            self.play(load, blows)
        load.finish(120)
        self.settle()
        checker = Checker(self.stage, world, load)
        counts = checker.run()
        counts["lost"] += len(self.late)
        self.tell(load, checker)
        return counts

    def schedule(self):
        """The short form: one blow at a time, and short ones."""
        lengths, doubles = (SHORT,), 0.0
        if self.until is not None:
            lengths, doubles = (SHORT, SHORT, SHORT, LONG), 0.3
        return schedule(self.seed, self.stage, self.only or ROUND, lengths, doubles)

    def over(self, number):
        return number >= len(self.only or ROUND) if self.until is None else time.monotonic() > self.until

    def warm_up(self, load):
        begin = time.monotonic()
        wait_until(lambda: load.recovered(begin) is not None, seconds=60, what="the first order's end")

    def play(self, load, blows):
        begin = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor() as hands:
            for done in [hands.submit(blow.fault.play, self.stage, blow.target, blow.seconds) for blow in blows]:
                done.result()
        mended = time.monotonic()
        what = " and ".join(f"{blow.fault.name} {blow.target}" for blow in blows)
        while (recovery := load.recovered(mended)) is None and time.monotonic() < mended + RECOVERY:
            time.sleep(0.05)
        self.stage.wait_ready(RECOVERY)
        if recovery is None:
            self.late.append(f"no work went on within {RECOVERY} s after {what}")
        else:
            self.recoveries.setdefault(" and ".join(sorted(blow.fault.name for blow in blows)), []).append(recovery)
        self.say(f"  {what:<60} {mended - begin:4.1f} s, "
                 + (f"work went on after {recovery:5.2f} s" if recovery else "AND NO WORK WENT ON"))

    def settle(self):
        """Every event is where it belongs, and every mail is out."""
        self.stage.wait_ready(RECOVERY)
        wait_until(self.stage.quiet, seconds=90, what="the end of all events")
        pending = "SELECT count(*) AS n FROM notifications WHERE state = 'pending'"
        wait_until(lambda: self.stage.rows("notifications", pending)[0]["n"] == 0, seconds=90, what="the mails' way")
        wait_until(self.stage.quiet, seconds=90, what="the end of the mails' events")

    def tell(self, load, checker):
        closed = sum(order.closed for order in checker.orders)
        self.say(f"{len(checker.orders)} orders acknowledged, {closed} closed; unclear answers on the way: "
                 f"{describe(load.troubles)}")
        self.say("recovery after (seconds: median, longest):")
        for name, times in sorted(self.recoveries.items()):
            self.say(f"  {name:<32} {sorted(times)[len(times) // 2]:5.2f} {max(times):6.2f}   of {len(times)}")
        for kind, found in {**checker.findings, "late": self.late}.items():
            for text in found[:SHOWN]:
                self.say(f"{kind.upper()}: {text}")
            if len(found) > SHOWN:
                self.say(f"{kind.upper()}: and {len(found) - SHOWN} more")


def verdict(counts):
    return ", ".join(f"{name} {counts[name]}" for name in ("lost", "doubled", "illegal"))


def main():
    parser = argparse.ArgumentParser(prog="./dev faults")
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--replicas", type=int, default=1, help="of each service")
    parser.add_argument("--only", action="append", choices=sorted(FAULTS), default=[], help="this kind of fault; may be given again")
    parser.add_argument("--log", help="a file for what the services write")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    with Stage(options.replicas) as stage:
        counts = Run(stage, options.seed, options.minutes, lambda text: print(text, flush=True), options.only).whole()
        if options.log:
            with open(options.log, "w") as log:
                log.write(stage.whole_log())
    print(verdict(counts))
    return 1 if any(counts.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
