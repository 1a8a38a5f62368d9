/**
 * The bad servers of HTTP/2 (test/support/bad-server/h2-*-cases.ts) against the real command, one of every kind: all of them
 * meet the transport with every `npm test` (test/http/h2/bad-servers.test.ts), and the command with `npm run company`.
 */
import {afterAll, beforeAll, describe, it} from 'vitest'
import {ANSWER_CASES} from '../support/bad-server/h2-answer-cases.js'
import type {H2Case} from '../support/bad-server/h2-case.js'
import {SETTINGS_CASES} from '../support/bad-server/h2-settings-cases.js'
import {TUNNEL_CASES} from '../support/bad-server/h2-tunnel-cases.js'
import {startBadH2} from '../support/bad-server/h2-server.js'
import {makeCertificate, type TestCertificate} from '../support/certificate.js'
import {probeUdp, type Outcome} from './command.js'
import {expectDecent} from './decency.js'
import {isMeasureless, representatives} from './selection.js'
import {Table} from './table.js'

const table = new Table('h2-servers', 'A server of HTTP/2 that …')
let identity: TestCertificate
beforeAll(async () => {
  identity = await makeCertificate()
})
afterAll(() => table.write())

async function meet({script}: H2Case): Promise<Outcome> {
  await using server = await startBadH2(identity, script)
  const pin = Buffer.from(identity.pin).toString('base64')
  // Less than what silence is blamed for.
  const args = ['--http', '2', '--pin', pin, '-c', '5', '-i', '0.02', '-w', '2.5', '--no-sizes']
  await using command = probeUdp([server.address, ...args])
  return await command.outcome
}

const told = new Set(
  representatives(
    [...SETTINGS_CASES, ...ANSWER_CASES, ...TUNNEL_CASES],
    ({command, expected}) => [...command, expected.kind, 'ending' in expected && expected.ending.how].join(),
    isMeasureless,
  ),
)

describe.each<[string, readonly H2Case[]]>([
  ['SETTINGS', SETTINGS_CASES],
  ['answers', ANSWER_CASES],
  ['tunnels', TUNNEL_CASES],
])('%s: a server of HTTP/2 that', (group, cases) => {
  it.concurrent.for(cases.filter(test => told.has(test)))('$name', async (test, context) => {
    const outcome = await meet(test)
    const road = outcome.document?.roads.at(-1)
    table.add(group, test.name, outcome)
    expectDecent(outcome)
    const {viability, blame, diagnosis} = road ?? {}
    const {command} = test
    context
      .expect([outcome.code, viability, blame, diagnosis?.code])
      .toEqual(command.length === 4 ? command : [...command, undefined])
  })
})
