/** What is left of a run of `probe ip` that was killed: what it had told, and nothing more. */
import {describe, expect, it} from 'vitest'
import {resultDocument} from '../../src/lib/report/document.js'
import {Remains} from '../../src/lib/report/interrupted.js'
import {ipFacts} from '../../src/lib/report/ip-facts.js'
import type {RunEvent} from '../../src/lib/report/run-event.js'

const tool = {name: 'masque', version: '0', engine: null, node: '20', platform: 'test'} as const
const begin = {
  kind: 'run-begin',
  schema: 1,
  tool,
  command: 'probe ip',
  seed: 1,
  startedAt: '2026-01-01T00:00:00Z',
} as const

const road = {tMs: 1, road: 1}
const session = {
  assigned: [{address: '192.0.2.10', prefixLength: 32, how: 'requested', afterMs: 12}],
  requests: [],
  routes: [],
  routeCount: 0,
  routesAfterMs: null,
  changes: [],
  breaches: [],
  remarks: [],
  unknownCapsules: 0,
  requestedOfUs: 0,
} as const

const START: readonly RunEvent[] = [
  {event: 'proxy', tMs: 0, template: 'https://proxy.example/ip'},
  {event: 'road', ...road, http: '3', address: '192.0.2.1:443'},
  {event: 'phase', ...road, phase: 'request', outcome: 'ok', startMs: 1, durationMs: 1, detail: ''},
  {event: 'phase', ...road, phase: 'response', outcome: 'ok', startMs: 1, durationMs: 1, detail: '200'},
  {
    event: 'session',
    ...road,
    session: {
      ...session,
      assigned: [...session.assigned],
      requests: [],
      routes: [],
      changes: [],
      breaches: [],
      remarks: [],
    },
  },
]

function left(...events: readonly RunEvent[]) {
  const remains = new Remains(begin)
  for (const event of [...START, ...events]) remains.event(event)
  const document = resultDocument.parse(remains.document())
  return {document, facts: ipFacts.parse(document.facts)}
}

describe('a run of probe ip that was cut short', () => {
  it('keeps its session, and claims nothing else', () => {
    const {document, facts} = left()
    expect(document).toMatchObject({verdict: 'interrupted', exitCode: 130})
    expect(document.roads).toMatchObject([{viability: 'accepted'}])
    expect(facts.session?.assigned).toEqual(session.assigned)
    expect(facts).toMatchObject({ipv4: null, ipv6: null, answers: {reachable: 'yes', carriesUp: 'unknown'}})
  })

  it('knows of answers that had come, and of what came last', () => {
    const reply = {number: 0, rttMs: 1, bytes: 8, carrier: 'frame', duplicate: false, detail: ''} as const
    const again = {
      connected: true,
      addresses: ['192.0.2.10/32'],
      same: 'yes',
      because: 'all addresses are the same',
    } as const
    const {facts} = left(
      {event: 'reply', ...road, ...reply},
      {event: 'reconnect', ...road, reconnect: {...again, addresses: [...again.addresses]}},
    )
    expect(facts.answers).toMatchObject({carriesUp: 'yes', carriesDown: 'yes'})
    expect(facts.reconnect).toEqual(again)
    expect(facts.roads.length).toBe(1)
  })
})
