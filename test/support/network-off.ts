import net from 'node:net';

/** The whole suite runs with the network off: a socket to anything but this machine is a failed test, not a slow one. */
const loopback = /^(127\.\d+\.\d+\.\d+|localhost|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const marker = Symbol.for('partnerverse.network-off');
const prototype: typeof net.Socket.prototype & { [marker]?: boolean } = net.Socket.prototype;

if (!prototype[marker]) {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the socket as `this` below
  const connect = prototype.connect;
  prototype.connect = function guarded(this: net.Socket, ...args: Parameters<typeof connect>) {
    const first: unknown = Array.isArray(args[0]) ? args[0][0] : args[0];
    const options =
      typeof first === 'object' && first !== null
        ? (first as { host?: string; path?: string })
        : {};
    const host = options.path ? 'localhost' : (options.host ?? 'localhost');
    if (!loopback.test(host)) {
      throw new Error(`Tests run with the network off, and something asked for ${host}.`);
    }
    return connect.apply(this, args);
  };
  prototype[marker] = true;
}
