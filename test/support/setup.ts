/** A test may leave nothing running: sockets, timers and threads of its own are gone when its file ends. */
import {afterAll, expect} from 'vitest'

/** Resource kinds that mean a leak. The runner's own pipes and ports are of other kinds. */
const LEAKS = new Set(['UDPWRAP', 'UDPSENDWRAP', 'TCPSERVERWRAP', 'TCPSocketWrap', 'TCPWRAP', 'Timeout', 'ProcessWrap'])

const before = count()

afterAll(async () => {
  // Closing is asynchronous in Node: give it some turns before judging.
  for (let turn = 0; turn < 50 && Object.keys(extra()).length > 0; turn++) {
    await new Promise(resolve => setTimeout(resolve, 10))
  }
  expect(extra(), 'resources still open at the end of the test file').toEqual({})
})

function count(): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

function extra(): Record<string, number> {
  const now = count()
  const more = Object.entries(now).filter(([kind, amount]) => LEAKS.has(kind) && amount > (before[kind] ?? 0))
  return Object.fromEntries(more.map(([kind, amount]) => [kind, amount - (before[kind] ?? 0)]))
}
