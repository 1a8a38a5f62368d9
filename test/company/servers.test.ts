/**
 * Servers that are bad in one point each. One of every kind meets the real command: what it says, whom it blames, and that
 * it ends, prints no stack trace and stays small. The others meet the probe in this process; with `npm run company` all of
 * them meet the command, and it prints the table.
 */
import {afterAll, beforeAll, describe, it} from 'vitest'
import {BadServer} from '../support/bad-server/server.js'
import {makeCertificate, type TestCertificate} from '../support/certificate.js'
import {probeUdp, type Outcome} from './command.js'
import {expectDecent} from './decency.js'
import {travelledTo} from './in-process.js'
import {isMeasureless, representatives} from './selection.js'
import type {ServerCase} from './servers/case.js'
import {endings} from './servers/endings.js'
import {frames, settings} from './servers/frames.js'
import {quic} from './servers/quic.js'
import {responses} from './servers/responses.js'
import {stalls} from './servers/stalls.js'
import {tunnels} from './servers/tunnels.js'
import {Table} from './table.js'

const table = new Table('servers', 'A server that …')
let identity: TestCertificate
beforeAll(async () => {
  identity = await makeCertificate()
})
afterAll(() => table.write())

const COUNT = 20
const INTERVAL_MS = 20
const TIMEOUT_MS = 4000

async function meet(test: ServerCase, visit: (address: string, pin: Uint8Array) => Promise<void>): Promise<void> {
  const {script, options = {}, certificate} = test
  const shown = certificate ? await makeCertificate(certificate) : identity
  await using server = await BadServer.start(shown, script, options)
  await visit(server.address, shown.pin)
}

async function commandTo(address: string, pin: Uint8Array, args: readonly string[]): Promise<Outcome> {
  const series = ['-c', String(COUNT), '-i', String(INTERVAL_MS / 1000), '-w', String(TIMEOUT_MS / 1000), '--no-sizes']
  const trust = ['--http', '3', '--pin', Buffer.from(pin).toString('base64')]
  await using command = probeUdp([address, ...trust, ...series, ...args])
  return await command.outcome
}

const groups: readonly (readonly [string, readonly ServerCase[]])[] = [
  ['endings', endings],
  ['stalls', stalls],
  ['SETTINGS', settings],
  ['frames and streams', frames],
  ['answers', responses],
  ['tunnels', tunnels],
  ['QUIC', quic],
]
const told = new Set(
  representatives(
    groups.flatMap(([, cases]) => cases),
    ({expected}) => expected.join(),
    isMeasureless,
  ),
)

describe.each(groups)('%s: a server that', (group, cases) => {
  it.concurrent.for(cases.filter(test => told.has(test)))('$name', async (test, {expect}) => {
    await meet(test, async (address, pin) => {
      const outcome = await commandTo(address, pin, test.args ?? [])
      table.add(group, test.name, outcome)
      expectDecent(outcome)
      const {viability, blame, diagnosis} = outcome.document?.roads.at(-1) ?? {}
      const [exit, ...rest] = test.expected
      expect([outcome.code, viability, blame, diagnosis?.code]).toEqual([exit, rest[0], rest[1], rest[2]])
    })
  })

  it.concurrent.for(cases.filter(test => !told.has(test)))('$name (in process)', async (test, {expect}) => {
    await meet(test, async (address, pin) => {
      const datagrams = test.args?.includes('capsules') ? 'capsules' : 'auto'
      const asked = {count: COUNT, intervalMs: INTERVAL_MS, timeoutMs: TIMEOUT_MS, datagrams} as const
      const {viability, blame, diagnosis} = (await travelledTo(address, pin, asked)) ?? {}
      const [, ...rest] = test.expected
      expect([viability, blame, diagnosis?.code]).toEqual([rest[0], rest[1], rest[2]])
    })
  })
})
