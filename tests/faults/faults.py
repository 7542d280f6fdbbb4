"""The faults: each one breaks something, holds it broken for a while, and mends it. A table; chance comes from the seed."""

import os
import random
import time
from typing import NamedTuple

from tests.faults.broker import Broker
from tests.harness.suite import SERVICES, wait_until


class Fault:
    """One kind. `play(stage, chance, seconds)` returns once it is mended; `targets(stage)` are what it may hit."""

    def __init__(self, name, play, targets):
        self.name, self.play, self.targets = name, play, targets


def kill(stage, target, seconds):
    replica = stage.by_name[target]
    replica.kill()
    time.sleep(seconds)
    wait_until(lambda: started(replica), seconds=60, what=f"the start of {target}")


def started(replica):
    """As whoever watches over processes does: what can't start yet, without its database, is started again."""
    try:
        return replica.start()
    except RuntimeError:
        time.sleep(0.2)
        return None


def kill_nats(stage, _, seconds):
    stage.nats.kill()
    time.sleep(seconds)
    stage.nats.start()


def crash_postgres(stage, _, seconds):
    stage.server.kill()
    time.sleep(seconds)
    stage.server.start()


def cut_cable(stage, target, seconds):
    stage.network.cut(target)
    time.sleep(seconds)
    stage.network.heal(target)


def cut_wire(stage, target, seconds):
    stage.wires[target].cut()
    time.sleep(seconds)
    stage.wires[target].heal()


def delay(stage, target, seconds):
    stage.wires[target].slow(0.15)
    time.sleep(seconds)
    stage.wires[target].heal()


def fill_disk(stage, _, seconds):
    path = stage.disk + "/filler"
    with open(path, "wb", buffering=0) as file:
        try:
            while file.write(b"x" * 65536):
                pass
        except OSError:
            pass  # full
    time.sleep(seconds)
    os.remove(path)


def freeze(stage, target, seconds):
    process = stage.by_name[target].process
    process.freeze()
    time.sleep(seconds)
    process.thaw()


def repeat(stage, target, seconds):
    """What was delivered comes again, out of order: copies of the stream's last events of one service."""
    with Broker(stage.nats.port) as broker:
        copies = broker.repeat(os.path.basename(stage.folder), target, 200)
    assert copies, f"{target} has published nothing that could be repeated"
    time.sleep(seconds)


def jump(stage, target, seconds):
    """Its clock is set forth, or back, and then right again; as far as an allowed difference goes."""
    name, offset = target
    stage.set_clock(name, offset)
    time.sleep(seconds + 1)
    stage.set_clock(name, 0)


def services(stage):
    return [replica.name for replica in stage.services]


FAULTS = {fault.name: fault for fault in (
    Fault("kill", kill, lambda stage: list(stage.by_name)),
    Fault("kill nats", kill_nats, lambda stage: ["nats"]),
    Fault("crash postgres", crash_postgres, lambda stage: ["postgres"]),
    Fault("cut off", cut_cable, lambda stage: services(stage) if stage.network else []),
    Fault("cut", cut_wire, lambda stage: sorted(stage.wires.all)),
    Fault("delay", delay, lambda stage: sorted(stage.wires.all)),
    Fault("full disk", fill_disk, lambda stage: ["tracking"] if stage.disk else []),
    Fault("slow consumer", freeze, services),
    Fault("repeat", repeat, lambda stage: ["workorders", "dispatch", "tracking"]),
    Fault("clock", jump, lambda stage: [(name, offset) for name in services(stage) for offset in (-3600, -45, 45, 3600)]
          if stage.clocks else []),
)}

# What one round holds; kills come for every process in turn.
ROUND = (*("kill",) * (len(SERVICES) + 1), "kill nats", "crash postgres", "cut off", "cut", "delay", "full disk",
         "slow consumer", "repeat", "clock")


class Blow(NamedTuple):
    """One fault that is to come."""

    fault: Fault
    target: object
    seconds: float

    def clashes(self, other):
        """Both hold the same process."""
        return self.fault is other.fault or str(self.target) in str(other.target) or str(other.target) in str(self.target)


def schedule(seed, stage, kinds, lengths, doubles):
    """For ever: the blows that come at once, one or (as often as `doubles` says) two, in rounds of these kinds. A blow's
    longest time is one of `lengths`. The same for the same seed on a machine that can do the same."""
    chance = random.Random(seed)
    blows = deal(chance, stage, kinds, lengths)
    waiting = next(blows)
    while True:
        first, waiting = waiting, next(blows)
        if chance.random() < doubles and not first.clashes(waiting):
            second, waiting = waiting, next(blows)
            yield [first, second]
        else:
            yield [first]


def deal(chance, stage, kinds, lengths):
    """For ever: blows of all kinds in turn, and of each kind on all its targets in turn."""
    decks = {}
    possible = [name for name in kinds if FAULTS[name].targets(stage)]
    if not possible:
        raise SystemExit("this machine can play none of these faults")
    while True:
        cards = list(possible)
        chance.shuffle(cards)
        for name in cards:
            fault = FAULTS[name]
            if not decks.get(name):
                decks[name] = list(fault.targets(stage))
                chance.shuffle(decks[name])
            yield Blow(fault, decks[name].pop(), chance.uniform(0.3, chance.choice(lengths)))
