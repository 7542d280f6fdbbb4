"""The checker of the faults finds what it is there to find: after a run without faults the truth is bent by hand, one
thing at a time, and each is counted as what it is."""

import glob
import os
import time
import unittest

from tests.faults.checker import Checker
from tests.faults.load import Load
from tests.faults.run import Run
from tests.faults.stage import Stage
from tests.harness.suite import wait_until
from tests.harness.world import World

ONE = "(SELECT id FROM {0} ORDER BY id LIMIT 1)"


class BentTruth(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stage = Stage()
        cls.addClassCleanup(cls.stage.__exit__)
        cls.world = World(cls.stage)
        cls.load = Load(cls.world, seed=1, workers=2)
        begin = time.monotonic()
        cls.load.start()
        wait_until(lambda: cls.load.recovered(begin), seconds=60, what="an order's end")
        cls.load.finish(60)
        Run(cls.stage, seed=1).settle()

    def counts(self):
        return Checker(self.stage, self.world, self.load).run()

    def bend(self, service, sql, straight, **wanted):
        """Does one thing to a service's database, counts, and undoes it."""
        self.assertEqual(self.counts(), {"lost": 0, "doubled": 0, "illegal": 0})
        self.stage.change(service, sql)
        found = self.counts()
        self.stage.change(service, straight)
        self.assertEqual({name: count for name, count in found.items() if count}, wanted)

    def gone(self, service, table, where, **wanted):
        """Takes rows away, and brings them back."""
        self.bend(service, f"CREATE TABLE kept AS SELECT * FROM {table} WHERE {where}; DELETE FROM {table} WHERE {where}",
                  f"INSERT INTO {table} SELECT * FROM kept; DROP TABLE kept", **wanted)

    def test_a_lost_report_of_work(self):
        self.gone("tracking", "activities", "id = " + ONE.format("activities"), lost=1)

    def test_a_lost_notification(self):
        self.gone("notifications", "notifications",
                  "id = (SELECT min(id::text)::uuid FROM notifications WHERE event_type = 'order.completed')", lost=1)

    def test_an_event_that_the_history_missed(self):
        self.gone("insights", "history",
                  "seq = (SELECT seq FROM history WHERE type = 'tracking.evidence_uploaded' LIMIT 1)", lost=1)

    def test_an_event_that_nobody_published(self):
        copy = ("INSERT INTO history (id, source, type, subject, time, traceparent, data, actor_name, summary) "
                "SELECT gen_random_uuid(), source, type, subject, time, 'bent', data, actor_name, summary FROM history "
                "WHERE type = 'tracking.evidence_uploaded' LIMIT 1")
        self.bend("insights", copy, "DELETE FROM history WHERE traceparent = 'bent'", doubled=1)

    def test_progress_that_was_taken_twice(self):
        copy = ("INSERT INTO progress SELECT gen_random_uuid(), order_id, technician, 'bent', comment, reported_minutes, "
                "minutes, recorded_at, version FROM progress LIMIT 1")
        self.bend("tracking", copy, "DELETE FROM progress WHERE technician_name = 'bent'", doubled=1)

    def test_events_of_an_order_that_the_history_tells_the_wrong_way_round(self):
        turn = ("WITH two AS (SELECT min(seq) AS a, max(seq) AS b FROM history WHERE source = 'workorders' GROUP BY subject "
                "HAVING count(*) > 1 LIMIT 1) UPDATE history SET seq = CASE WHEN seq = a THEN {} ELSE {} END "
                "FROM two WHERE seq IN (a, b)")
        self.bend("insights", "CREATE TABLE old AS SELECT id, seq FROM history; ALTER TABLE history DROP CONSTRAINT "
                              "history_pkey; " + turn.format("b", "a"),
                  "UPDATE history SET seq = old.seq FROM old WHERE history.id = old.id; DROP TABLE old; "
                  "ALTER TABLE history ADD PRIMARY KEY (seq)", illegal=1)

    def test_a_transition_that_the_table_does_not_have(self):
        one = "seq = (SELECT seq FROM outbox WHERE type = 'order.status_changed' AND data LIKE '%\"transition\":\"start\"%' LIMIT 1)"
        swap = "UPDATE outbox SET data = replace(data, '\"transition\":\"{}\"', '\"transition\":\"{}\"') WHERE {}"
        place = self.stage.rows("workorders", f"SELECT seq FROM outbox WHERE {one}")[0]["seq"]
        self.bend("workorders", swap.format("start", "close", one),
                  swap.format("close", "start", f"seq = {place}"), illegal=2)

    def test_an_order_that_another_service_knows_nothing_of(self):
        one = "(SELECT order_id FROM order_facts LIMIT 1)"
        self.bend("insights", f"UPDATE order_facts SET status = 'open' WHERE order_id = {one}",
                  "UPDATE order_facts SET status = 'closed'", lost=1)

    def test_evidence_whose_content_is_gone(self):
        path = max((path for path in glob.glob(self.stage.environment["MICROFLOW_BLOBS_FOLDER"] + "/**", recursive=True)
                    if os.path.isfile(path)), key=os.path.getsize)
        os.rename(path, path + ".away")
        found = self.counts()
        os.rename(path + ".away", path)
        self.assertEqual(found, {"lost": 1, "doubled": 0, "illegal": 0})

    def test_a_mail_that_never_left(self):
        path = glob.glob(self.stage.folder + "/notifications-*/mail/*.eml")[0]
        os.rename(path, path + ".away")
        found = self.counts()
        os.rename(path + ".away", path)
        self.assertEqual(found, {"lost": 1, "doubled": 0, "illegal": 0})


if __name__ == "__main__":
    unittest.main()
