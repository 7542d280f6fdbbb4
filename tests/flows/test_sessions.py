"""Signing in, staying in and being thrown out."""

import threading
import unittest

from tests.harness.suite import Suite
from tests.harness.world import PASSWORD, World, must


class Sessions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.suite = Suite()
        cls.world = World(cls.suite)

    @classmethod
    def tearDownClass(cls):
        cls.suite.__exit__()

    def fresh(self, role="operator"):
        return self.world.person(role)

    def refresh(self, token):
        return self.suite.anonymous().post("/api/v1/auth/refresh", {"refreshToken": token})

    def login(self, who, password=PASSWORD):
        return self.suite.anonymous().post("/api/v1/auth/login",
                                           {"username": who.user["username"], "password": password})

    def test_every_role_signs_in_and_sees_itself_without_a_hash(self):
        for who in (self.world.admin, self.world.operator, self.world.supervisor, self.world.client,
                    self.world.technicians[0]):
            me = who.get("/api/v1/users/me")
            self.assertEqual(me.status, 200)
            self.assertEqual(me.json["id"], who.user["id"])
            self.assertNotIn("hash", me.body.decode().lower())
            self.assertNotIn("argon2", me.body.decode())
            self.assertNotIn("password", me.body.decode().lower())

    def test_the_login_answers_as_the_contract_says(self):
        answer = must(self.login(self.fresh()))
        self.assertEqual(answer["tokenType"], "Bearer")
        self.assertEqual(answer["expiresIn"], 900)
        self.assertEqual(set(answer["user"]), {"id", "username", "name", "roles"})

    def test_refreshing_rotates_the_token(self):
        who = self.fresh()
        second = must(self.refresh(who.refresh_token))
        self.assertNotEqual(second["refreshToken"], who.refresh_token)
        who.token = second["accessToken"]
        self.assertEqual(who.get("/api/v1/users/me").status, 200)

    def test_a_reused_refresh_token_ends_the_whole_family(self):
        who = self.fresh()
        second = must(self.refresh(who.refresh_token))
        self.assertEqual(self.refresh(who.refresh_token).status, 401)
        self.assertEqual(self.refresh(second["refreshToken"]).status, 401)

    def by_browser(self, path, cookie, headers=None, token=None):
        client = self.suite.anonymous()
        client.token = token
        return client.call("POST", "/api/v1/auth/" + path,
                           headers={"Cookie": cookie, **(headers or {"X-Microflow-Session": "1"})})

    def test_a_browsers_session_lives_in_a_cookie_that_only_the_page_can_use(self):
        who = self.fresh()
        answer = self.suite.anonymous().post("/api/v1/auth/login", {
            "username": who.user["username"], "password": PASSWORD, "session": "cookie"})
        self.assertNotIn("refreshToken", must(answer))
        flags = answer.headers["set-cookie"].split("; ")
        for flag in ("HttpOnly", "SameSite=Strict", "Path=/api/v1/auth"):
            self.assertIn(flag, flags)
        cookie = flags[0]
        self.assertEqual(self.by_browser("refresh", cookie, {"Origin": "https://evil.example"}).status, 422)
        second = self.by_browser("refresh", cookie)
        token = must(second)["accessToken"]
        cookie = second.headers["set-cookie"].split(";")[0]
        self.assertEqual(self.by_browser("logout", cookie, token=token).status, 204)
        self.assertEqual(self.by_browser("refresh", cookie).status, 401)

    def test_another_site_may_not_ask_to_add_the_sessions_header(self):
        answer = self.suite.anonymous().call("OPTIONS", "/api/v1/auth/refresh", headers={
            "Origin": "https://evil.example", "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "x-microflow-session"})
        self.assertNotIn("access-control-allow-origin", answer.headers)
        self.assertNotIn("x-microflow-session", answer.headers.get("access-control-allow-headers", ""))

    def test_logging_out_ends_the_family(self):
        who = self.fresh()
        self.assertLess(who.post("/api/v1/auth/logout").status, 300)
        self.assertEqual(self.refresh(who.refresh_token).status, 401)

    def test_three_wrong_passwords_lock_also_against_the_right_one(self):
        who = self.fresh()
        for _ in range(3):
            self.assertEqual(self.login(who, "wrong-password").status, 401)
        locked = self.login(who)
        self.assertEqual(locked.status, 429)
        self.assertGreater(int(locked.headers["retry-after"]), 60)

    def test_a_deactivated_person_cannot_refresh_nor_sign_in(self):
        who = self.fresh()
        must(self.world.admin.patch(f"/api/v1/users/{who.user['id']}", {"active": False}))
        self.assertEqual(self.refresh(who.refresh_token).status, 401)
        self.assertEqual(self.login(who).status, 401)

    def test_a_forged_token_is_refused(self):
        who = self.fresh()
        head, claims, signature = who.token.split(".")
        for forged in (f"{head}.{claims}.", f"{head}.{claims}.{'A' * len(signature)}", "x.y.z",
                       "eyJhbGciOiJub25lIn0." + claims + "."):
            client = self.suite.anonymous()
            client.token = forged
            answer = client.get("/api/v1/users/me")
            self.assertEqual(answer.status, 401)
            self.assertIn("Bearer", answer.headers["www-authenticate"])

    def test_keys_are_published(self):
        keys = must(self.suite.anonymous().get("/.well-known/jwks.json"))["keys"]
        self.assertEqual(keys[0]["crv"], "Ed25519")
        self.assertNotIn("d", keys[0])


class ParallelGuessing(unittest.TestCase):
    """On a suite of its own: it locks out the address too."""

    def test_parallel_wrong_passwords_do_not_get_more_than_three_tries(self):
        with Suite() as suite:
            suite.stop()
            world = World(suite)
            who = world.person("operator")
            statuses = []

            def guess(number):
                answer = suite.anonymous().post("/api/v1/auth/login",
                                                {"username": who.user["username"], "password": f"wrong-{number}-pass"})
                statuses.append(answer.status)

            threads = [threading.Thread(target=guess, args=(number,)) for number in range(24)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self.assertEqual(len(statuses), 24)
            self.assertLessEqual(statuses.count(401), 3)
            self.assertEqual(set(statuses) - {401, 429}, set())
            right = suite.anonymous().post("/api/v1/auth/login",
                                           {"username": who.user["username"], "password": PASSWORD})
            self.assertEqual(right.status, 429)


if __name__ == "__main__":
    unittest.main()
