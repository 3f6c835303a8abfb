import net from 'node:net';

/**
 * Import before nock. nock 15 stands in for a host by connecting a socket to loopback under that host's name, which the
 * guard of `network-off.ts` takes for a way out. This tells the guard the address that such a socket really goes to;
 * everything else passes to the guard as it is.
 */
const connect = Reflect.get(net.Socket.prototype, 'connect');
Reflect.set(net.Socket.prototype, 'connect', function (this: net.Socket, ...args: unknown[]) {
  const [options, ...rest] = args;
  const lookup: unknown =
    typeof options === 'object' && options !== null ? Reflect.get(options, 'lookup') : undefined;
  const isMocked = typeof lookup === 'function' && lookup.name === 'mockLookup';
  const to = isMocked ? { ...(options as object), host: '127.0.0.1' } : options;
  return Reflect.apply(connect, this, [to, ...rest]);
});
