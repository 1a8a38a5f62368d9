/** What stands in the way of an IP tunnel, and whether that is for good. */
import {describe, expect, test} from 'vitest'
import {memoryPair} from '../../../src/lib/http/memory.js'
import {seeded} from '../../../src/lib/spec/random.js'
import {VirtualClock} from '../../../src/lib/spec/virtual-clock.js'
import {contextOf, obstacle, TIMEOUT_MS} from './ip-rig-world.js'

describe('what stands in the way', () => {
  function answering(status: number, more: {readonly silent?: boolean; readonly aborts?: boolean} = {}) {
    const clock = new VirtualClock()
    const {transport, listener} = memoryPair(clock, seeded(2), {delayMs: 5})
    void (async () => {
      for await (const incoming of listener.incoming) {
        if (more.silent) continue
        if (more.aborts) incoming.abort('internal-error')
        else if (status < 300) incoming.accept({status, headers: [['content-length', '7']]})
        else await incoming.refuse({status, headers: []})
      }
    })()
    return {clock, transport}
  }

  test.each([
    [
      404,
      'not-applicable: the IP tunnel was refused with status 404: the proxy does not offer IP tunnels at this path',
    ],
    [
      405,
      'not-applicable: the IP tunnel was refused with status 405: the proxy does not offer IP tunnels at this path',
    ],
    [
      501,
      'not-applicable: the IP tunnel was refused with status 501: the proxy does not offer IP tunnels at this path',
    ],
    [
      400,
      'not-applicable: the IP tunnel was refused with status 400: the proxy does not offer IP tunnels at this path',
    ],
    [407, 'not authorised: it may want credentials, which --header can give'],
    [503, 'inconclusive: the IP tunnel was refused with status 503'],
  ])('status %i', async (status, words) => {
    const {clock, transport} = answering(status)
    expect(await obstacle(clock, transport, contextOf(clock))).toContain(words)
  })

  test('a refusal of what a probe asks for beside it is none of IP tunnels', async () => {
    const {clock, transport} = answering(400)
    const found = await obstacle(clock, transport, contextOf(clock), {scope: {ipproto: 300}})
    expect(found).toBe('inconclusive: the IP tunnel was refused with status 400')
    const elsewhere = answering(404)
    expect(await obstacle(elsewhere.clock, elsewhere.transport, contextOf(elsewhere.clock), {path: '/x'})).toMatch(
      /^inconclusive/,
    )
  })

  test('credentials that are not enough', async () => {
    const {clock, transport} = answering(403)
    const found = await obstacle(clock, transport, contextOf(clock, {ip: {hasCredentials: true}}))
    expect(found).toBe(
      'inconclusive: the IP tunnel was refused with status 403, not authorised: the credentials that were given are not enough for it',
    )
  })

  test('a success that is none, an end, silence, no template', async () => {
    const malformed = answering(200)
    expect(await obstacle(malformed.clock, malformed.transport, contextOf(malformed.clock))).toMatch(
      /^inconclusive: the IP tunnel was answered with status 200, which opens none: .+/,
    )
    const aborted = answering(0, {aborts: true})
    expect(await obstacle(aborted.clock, aborted.transport, contextOf(aborted.clock))).toMatch(
      /^inconclusive: the IP tunnel was not opened: the peer reset the stream with H3_INTERNAL_ERROR/,
    )
    const silent = answering(0, {silent: true})
    expect(await obstacle(silent.clock, silent.transport, contextOf(silent.clock))).toBe(
      `inconclusive: the request for an IP tunnel had no answer within ${TIMEOUT_MS} ms: a longer --timeout may help`,
    )
    const none = answering(200)
    expect(await obstacle(none.clock, none.transport, contextOf(none.clock, {ip: {ip: undefined}}))).toMatch(
      /^not-applicable: no URI Template for IP tunnels/,
    )
  })

  test('the path and the fields of the place and of the probe go out', async () => {
    const clock = new VirtualClock()
    const {transport, listener} = memoryPair(clock, seeded(2), {delayMs: 5})
    const seen: unknown[] = []
    void (async () => {
      for await (const incoming of listener.incoming) {
        seen.push(incoming.request.path, incoming.request.headers)
        await incoming.refuse({status: 503, headers: []})
      }
    })()
    const context = contextOf(clock, {ip: {headers: [['authorization', 'x']]}})
    await obstacle(clock, transport, context, {path: '/elsewhere', headers: [['probe', '1']]})
    expect(seen).toEqual([
      '/elsewhere',
      [
        ['capsule-protocol', '?1'],
        ['authorization', 'x'],
        ['probe', '1'],
      ],
    ])
  })
})
