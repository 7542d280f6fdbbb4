"""One round of every fault under load, on real processes and engines; `./dev faults` plays for as long as one likes."""

import os
import time
import unittest

from tests.faults.run import Run, verdict
from tests.faults.stage import Stage


class Faults(unittest.TestCase):
    def test_nothing_is_lost_doubled_or_illegal(self):
        seed = int(os.environ.get("MICROFLOW_FAULT_SEED", time.time_ns() % 1_000_000))
        print(f"seed {seed}: ./dev faults --seed {seed} repeats it")
        with Stage() as stage:
            counts = Run(stage, seed).whole()
            self.assertEqual(verdict(counts), "lost 0, doubled 0, illegal 0")


if __name__ == "__main__":
    unittest.main()
