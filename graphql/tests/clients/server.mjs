// Starts the example server on a free port and stops it with the tests.
import { spawn } from 'node:child_process';
import net from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

async function freePort() {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function reachable(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => (socket.destroy(), resolve(true)));
    socket.once('error', () => resolve(false));
  });
}

export async function startServer() {
  const binary = process.env.GRAPHQL_EXAMPLE_SERVER;
  if (!binary) throw new Error('GRAPHQL_EXAMPLE_SERVER must name the server program');
  const port = await freePort();
  const child = spawn(binary, [String(port)], { stdio: ['ignore', 'inherit', 'inherit'] });
  for (let tries = 0; !(await reachable(port)); ++tries) {
    if (tries > 200 || child.exitCode !== null) throw new Error('the server does not come up');
    await wait(50);
  }
  return {
    http: `http://127.0.0.1:${port}/graphql`,
    ws: `ws://127.0.0.1:${port}/graphql`,
    alive: () => child.exitCode === null && child.signalCode === null,
    stop: () => child.kill(),
  };
}
