"""A real SMTP server on loopback that keeps what it is given."""

import email
import email.policy
import socketserver
import threading


class _Handler(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        server = self.server
        self.say("220 test.invalid ESMTP")
        recipients, sender = [], None
        while True:
            line = self.rfile.readline()
            if not line:
                return
            command = line.decode("utf-8", "replace").strip()
            verb = command.upper()
            if verb.startswith(("EHLO", "HELO")):
                self.say("250 test.invalid")
            elif verb.startswith("MAIL FROM:"):
                sender, recipients = command[10:], []
                self.say("250 ok")
            elif verb.startswith("RCPT TO:"):
                if server.refusals > 0:
                    server.refusals -= 1
                    self.say("451 try again")
                else:
                    recipients.append(command[8:].strip().strip("<>").split(">")[0])
                    self.say("250 ok")
            elif verb == "DATA":
                self.say("354 go on")
                data = b""
                while True:
                    part = self.rfile.readline()
                    if part in (b".\r\n", b""):
                        break
                    data += part[1:] if part.startswith(b"..") else part
                message = email.message_from_bytes(data, policy=email.policy.default)
                with server.lock:
                    server.messages.append((sender, recipients, message))
                self.say("250 kept")
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")


class SmtpServer(socketserver.ThreadingTCPServer):
    """`with SmtpServer() as server:`; server.messages: [(sender, [recipients], message)]"""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, refusals=0):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.messages = []
        self.refusals = refusals
        self.lock = threading.Lock()
        self.thread = threading.Thread(target=self.serve_forever, daemon=True)

    @property
    def port(self):
        return self.server_address[1]

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()

    def to(self, address):
        with self.lock:
            return [message for _, recipients, message in self.messages if address in recipients]
