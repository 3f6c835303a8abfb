import net from 'node:net';

/** The whole suite runs with the network off: a socket to anything but this machine is a failed test, not a slow one. */
const loopback = /^(127\.\d+\.\d+\.\d+|localhost|::1|::ffff:127\.\d+\.\d+\.\d+)$/;

function hostOf(args: readonly unknown[]): string {
  const first: unknown = Array.isArray(args[0]) ? args[0][0] : args[0];
  if (typeof first === 'object' && first !== null) {
    const { host, path } = first as { host?: string; path?: string };
    return path ? 'localhost' : (host ?? 'localhost');
  }
  return typeof args[1] === 'string' ? args[1] : 'localhost';
}

const guarded = Symbol.for('partnerverse.network-off');
if (!Reflect.has(net.Socket.prototype, guarded)) {
  const connect = Reflect.get(net.Socket.prototype, 'connect');
  Reflect.set(net.Socket.prototype, 'connect', function (this: net.Socket, ...args: unknown[]) {
    const host = hostOf(args);
    if (!loopback.test(host)) {
      throw new Error(`Tests run with the network off, and something asked for ${host}.`);
    }
    return Reflect.apply(connect, this, args);
  });
  Reflect.set(net.Socket.prototype, guarded, true);
}
