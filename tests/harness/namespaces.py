"""A network namespace for each process of a suite, with a cable (veth) from each to a bridge of this machine. Needs root;
available() tells whether this machine can. close() leaves nothing behind."""

import os
import subprocess


def _ip(*arguments, check=True):
    return subprocess.run(["ip", *arguments], check=check, capture_output=True, text=True)


def available():
    if os.geteuid() != 0:
        return False
    name = f"mf{os.getpid()}t"
    try:
        made = _ip("netns", "add", name, check=False).returncode == 0 and \
            _ip("link", "add", name, "type", "veth", "peer", "name", name + "p", check=False).returncode == 0
    except FileNotFoundError:
        return False
    _ip("link", "del", name, check=False)
    _ip("netns", "del", name, check=False)
    return made


class Namespaces:
    def __init__(self, names):
        self.prefix = f"mf{os.getpid() % 100_000}"
        net = f"10.213.{os.getpid() % 250}"
        self.host = f"{net}.1"  # this machine, as they see it
        self.addresses = {name: f"{net}.{number}" for number, name in enumerate(names, 10)}
        self.cables = {name: f"{self.prefix}v{number}" for number, name in enumerate(names)}
        self.bridge = self.prefix + "b"
        _ip("link", "add", self.bridge, "type", "bridge")
        _ip("addr", "add", self.host + "/24", "dev", self.bridge)
        _ip("link", "set", self.bridge, "up")
        for name in names:
            self._join(name)

    def _join(self, name):
        space, cable = self.space(name), self.cables[name]
        _ip("netns", "add", space)
        _ip("link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", space)
        _ip("link", "set", cable, "master", self.bridge, "up")
        _ip("-n", space, "addr", "add", self.addresses[name] + "/24", "dev", "eth0")
        _ip("-n", space, "link", "set", "lo", "up")
        _ip("-n", space, "link", "set", "eth0", "up")

    def space(self, name):
        return f"{self.prefix}-{name}"

    def command(self, name):
        """In front of a program that is to run in there."""
        return ["ip", "netns", "exec", self.space(name)]

    def cut(self, name):
        """Pulls the cable: packets are lost in silence."""
        _ip("link", "set", self.cables[name], "down")

    def heal(self, name):
        _ip("link", "set", self.cables[name], "up")

    def close(self):
        for name in self.addresses:
            _ip("netns", "del", self.space(name), check=False)
            _ip("link", "del", self.cables[name], check=False)
        _ip("link", "del", self.bridge, check=False)
