/**
 * Servers that are bad in one point each, against the real command: what it says, whom it blames, and that it ends,
 * prints no stack trace and stays small. `npm run company` prints the table of it.
 */
import {afterAll, beforeAll, describe, it} from 'vitest'
import {BadServer} from '../support/bad-server/server.js'
import {makeCertificate, type TestCertificate} from '../support/certificate.js'
import {probeUdp, type Outcome} from './command.js'
import {expectDecent} from './decency.js'
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

async function meet({script, options = {}, certificate, args = []}: ServerCase): Promise<Outcome> {
  const shown = certificate ? await makeCertificate(certificate) : identity
  await using server = await BadServer.start(shown, script, options)
  const pin = Buffer.from(shown.pin).toString('base64')
  await using command = probeUdp([server.address, '--pin', pin, '-c', '20', '-i', '0.02', ...args])
  return await command.outcome
}

describe.each<[string, readonly ServerCase[]]>([
  ['endings', endings],
  ['stalls', stalls],
  ['SETTINGS', settings],
  ['frames and streams', frames],
  ['answers', responses],
  ['tunnels', tunnels],
  ['QUIC', quic],
])('%s: a server that', (group, cases) => {
  it.concurrent.for(cases)('$name', async (test, context) => {
    const outcome = await meet(test)
    const road = outcome.document?.roads.at(-1)
    table.add(group, test.name, outcome)
    expectDecent(outcome)
    const {viability, blame, diagnosis} = road ?? {}
    context
      .expect([outcome.code, viability, blame, diagnosis?.code])
      .toEqual(test.expected.length === 4 ? test.expected : [...test.expected, undefined])
  })
})
