/** A port, of UDP and of TCP, that is free now and still will be in a moment. */
import {createSocket} from 'node:dgram'
import {createServer} from 'node:net'
import {once} from 'node:events'
import {randomInt} from 'node:crypto'

/**
 * Peers must know their port before they start, as it is part of their template. It is drawn from below the range that
 * systems hand out by themselves: nobody takes it between this look and the peer's bind.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000)
    if ((await isFreeOfUdp(port)) && (await isFreeOfTcp(port))) return port
  }
}

async function isFreeOfUdp(port: number): Promise<boolean> {
  const socket = createSocket('udp4')
  try {
    socket.bind(port, '127.0.0.1')
    await once(socket, 'listening')
    return true
  } catch {
    return false
  } finally {
    socket.close()
  }
}

async function isFreeOfTcp(port: number): Promise<boolean> {
  const server = createServer()
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return true
  } catch {
    return false
  } finally {
    server.close()
  }
}
