/** How connections of the system are cut off, whatever they were doing. */
import {expect, it} from 'vitest'
import {connectTcp} from '../../../src/lib/net/stream/tcp.js'
import {systemTcp} from '../../../src/lib/net/stream/tcp-net.js'
import type {ByteStream} from '../../../src/lib/net/stream/byte-stream.js'
import {systemClock} from '../../../src/lib/spec/clock.js'
import {until} from '../../support/until.js'

const nowNs = (): bigint => systemClock.nowNs()
const sockets = (): number => process.getActiveResourcesInfo().filter(kind => kind === 'TCPSocketWrap').length

it.each<[string, string, (stream: ByteStream) => void]>([
  ['nothing', 'reset', () => undefined],
  ['ending', 'fin', stream => stream.end()],
])('a connection that was doing %s is gone when it is reset: the peer sees a %s', async (_, how, doing) => {
  const before = sockets()
  const arrived: ByteStream[] = []
  const port = await systemTcp.listen({local: '127.0.0.1:0', nowNs, onStream: stream => arrived.push(stream)})
  const {signal} = new AbortController()
  const connected = await connectTcp({remote: port.address, nowNs}, signal)
  if ('failure' in connected) throw new Error(connected.failure.why)
  const {stream: client} = connected
  await until(() => arrived.length === 1)
  const [server] = arrived
  doing(server!)
  server!.reset()
  expect(await client.over).toMatchObject({how})
  client.destroy()
  await port[Symbol.asyncDispose]()
  await until(() => sockets() === before)
})
