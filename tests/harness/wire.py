"""A network between two programs that the test holds in its hand: TCP connections go through it to their target, and it
can be cut (nothing gets through, nobody is told, as when a cable is pulled) and delayed. It stands in for a delaying
queue of the kernel, which not every machine has."""

import asyncio
import threading

PIECE = 65536
ON_THE_WAY = 64  # pieces in one direction of one connection


class Wire:
    """One address, `host:port`, in front of one target: (host, port), or the path of a Unix socket."""

    def __init__(self, loop, target, host):
        self.loop, self.target, self.host = loop, target, host
        self.delay = 0.0
        self.open = None  # an event of the loop
        self.tasks = set()  # the loop itself holds them only weakly
        self.port = asyncio.run_coroutine_threadsafe(self._listen(), loop).result()

    def cut(self):
        self.loop.call_soon_threadsafe(self.open.clear)

    def slow(self, seconds):
        """Each piece arrives that much later, in either direction."""
        self.delay = seconds

    def heal(self):
        """What was on the way arrives now."""
        self.delay = 0.0
        self.loop.call_soon_threadsafe(self.open.set)

    async def _listen(self):
        self.open = asyncio.Event()
        self.open.set()
        self.server = await asyncio.start_server(self._carry, self.host, 0)
        return self.server.sockets[0].getsockname()[1]

    def _run(self, work):
        task = self.loop.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    async def _carry(self, reader, writer):
        self._run(self._carry_on(reader, writer))

    async def _carry_on(self, reader, writer):
        try:
            await self.open.wait()
            if isinstance(self.target, str):
                far_reader, far_writer = await asyncio.open_unix_connection(self.target)
            else:
                far_reader, far_writer = await asyncio.open_connection(*self.target)
        except OSError:
            writer.transport.abort()
            return
        self._run(self._one_way(reader, far_writer))
        self._run(self._one_way(far_reader, writer))

    async def _one_way(self, reader, writer):
        pieces = asyncio.Queue(ON_THE_WAY)
        arriving = self._run(self._arrive(pieces, writer))
        try:
            piece = await reader.read(PIECE)
            while piece:
                await pieces.put((self.loop.time() + self.delay, piece))
                piece = await reader.read(PIECE)
            await pieces.put((self.loop.time() + self.delay, b""))
        except OSError:
            await pieces.put((0, None))
        await arriving

    async def _arrive(self, pieces, writer):
        """Hands on what comes; b"" is the end, None a broken connection."""
        broken = False
        while True:
            due, piece = await pieces.get()
            if not broken:
                await asyncio.sleep(max(0.0, due - self.loop.time()))
                await self.open.wait()
            try:
                if piece is None or broken:
                    writer.transport.abort()
                elif piece:
                    writer.write(piece)
                    await writer.drain()
                elif writer.can_write_eof():
                    writer.write_eof()
            except OSError:
                broken = True
            if not piece:
                if broken:
                    writer.transport.abort()
                return


class Wires:
    """`with Wires() as wires:`; all wires of a test, on a thread of their own."""

    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.all = {}
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    def add(self, name, target, host="127.0.0.1"):
        self.all[name] = Wire(self.loop, target, host)
        return self.all[name]

    def __getitem__(self, name):
        return self.all[name]

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        asyncio.run_coroutine_threadsafe(self._end(), self.loop).result()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    async def _end(self):
        tasks = [task for wire in self.all.values() for task in wire.tasks]
        for wire in self.all.values():
            wire.server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
