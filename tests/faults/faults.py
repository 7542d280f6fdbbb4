"""The faults: each one breaks something, holds it broken for a while, and mends it. A table; chance comes from the seed."""

import os
import random
import time

from tests.faults.broker import Broker
from tests.harness.apart import EVERYONE
from tests.harness.suite import SERVICES


class Fault:
    """One kind. `play(stage, chance, seconds)` returns once it is mended; `targets(stage)` are what it may hit."""

    def __init__(self, name, play, targets):
        self.name, self.play, self.targets = name, play, targets


def kill(stage, target, seconds):
    stage.kill_one(target)
    time.sleep(seconds)
    stage.start_one(target)


def kill_nats(stage, _, seconds):
    stage.nats.kill()
    time.sleep(seconds)
    stage.nats.start()


def crash_postgres(stage, _, seconds):
    stage.postgres.kill()
    time.sleep(seconds)
    stage.postgres.start()


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
    stage.members[target].freeze()
    time.sleep(seconds)
    stage.members[target].thaw()


def repeat(stage, target, seconds):
    """What was delivered comes again, out of order: copies of the stream's last events of one service."""
    with Broker(stage.nats.port) as broker:
        broker.repeat(os.path.basename(stage.folder), target, 60)
    time.sleep(seconds)


def jump(stage, target, seconds):
    """Its clock is set forth, or back, and then right again; as far as an allowed difference goes."""
    name, offset = target
    stage.set_clock(name, offset)
    time.sleep(seconds + 1)
    stage.set_clock(name, 0)


FAULTS = {fault.name: fault for fault in (
    Fault("kill", kill, lambda stage: EVERYONE),
    Fault("kill nats", kill_nats, lambda stage: ["nats"]),
    Fault("crash postgres", crash_postgres, lambda stage: ["postgres"]),
    Fault("cut off", cut_cable, lambda stage: SERVICES if stage.network else []),
    Fault("cut", cut_wire, lambda stage: sorted(stage.wires.all)),
    Fault("delay", delay, lambda stage: sorted(stage.wires.all)),
    Fault("full disk", fill_disk, lambda stage: ["tracking"] if stage.disk else []),
    Fault("slow consumer", freeze, lambda stage: SERVICES),
    Fault("repeat", repeat, lambda stage: ["workorders", "dispatch", "tracking"]),
    Fault("clock", jump, lambda stage: [(name, offset) for name in SERVICES for offset in (-3600, -45, 45, 3600)]
          if stage.clocks else []),
)}

# What one round holds; kills come for every process in turn.
ROUND = (*("kill",) * len(EVERYONE), "kill nats", "crash postgres", "cut off", "cut", "delay", "full disk",
         "slow consumer", "repeat", "clock")


def schedule(seed, stage, kinds):
    """For ever: (fault, target, how long), in rounds of these kinds. The same for the same seed on a machine that can do the same."""
    chance = random.Random(seed)
    decks = {}
    while True:
        cards = list(kinds)
        chance.shuffle(cards)
        for name in cards:
            fault = FAULTS[name]
            if not decks.get(name):
                decks[name] = list(fault.targets(stage))
                chance.shuffle(decks[name])
            if decks[name]:
                yield fault, decks[name].pop(), chance.uniform(0.3, 2.5)
