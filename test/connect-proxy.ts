import { createServer, request } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

export interface ConnectProxy {
  readonly url: string;
  /** `CONNECT host:port` and `GET http://host/…`, as they came. */
  readonly asked: readonly string[];
  readonly credentials: readonly (string | undefined)[];
  close(): Promise<void>;
}

/** A proxy that takes every name for the same port of this machine: what is reached through it could not be reached straight. */
export async function connectProxy(port: number, refusal?: number): Promise<ConnectProxy> {
  const asked: string[] = [];
  const credentials: (string | undefined)[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((message, response) => {
    asked.push(`${message.method} ${message.url}`);
    credentials.push(message.headers['proxy-authorization']);
    const { pathname, search } = new URL(message.url ?? '/');
    const { method, headers } = message;
    const passed = request({ host: '127.0.0.1', port, method, path: pathname + search, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    message.pipe(passed);
  });
  server.on('connect', (message, client: Socket, head: Buffer) => {
    asked.push(`CONNECT ${message.url}`);
    credentials.push(message.headers['proxy-authorization']);
    sockets.add(client);
    client.on('error', () => client.destroy());
    if (refusal !== undefined) {
      client.end(`HTTP/1.1 ${refusal} No\r\n\r\n`);
      return;
    }
    const target = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.write(head);
      target.pipe(client);
      client.pipe(target);
    });
    sockets.add(target);
    target.on('error', () => client.destroy());
    target.on('close', () => client.destroy());
    client.on('close', () => target.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    credentials,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
