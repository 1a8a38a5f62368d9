/**
 * CONNECT-IP proxies that are bad in one point each, against the real command: what it says, whom it blames, and that it
 * ends, prints no stack trace and stays small. Each over one version of HTTP; with `npm run company` over all.
 */
import {afterAll, beforeAll, describe, it} from 'vitest'
import type {HttpVersion} from '../../src/lib/http/transport.js'
import {HOST, startBadIp} from '../support/bad-server/ip.js'
import {makeCertificate, type TestCertificate} from '../support/certificate.js'
import {probeIp, type Outcome} from './command.js'
import {expectDecent} from './decency.js'
import {breaches, measureless, oddities} from './ip-servers/capsules.js'
import type {IpCase} from './ip-servers/case.js'
import {endings} from './ip-servers/endings.js'
import {packets} from './ip-servers/packets.js'
import {EVERYTHING, representatives} from './selection.js'
import {Table} from './table.js'

const VERSIONS: readonly HttpVersion[] = ['3', '2', '1.1']

const table = new Table('ip-servers', 'A CONNECT-IP proxy that …')
let identity: TestCertificate
beforeAll(async () => {
  identity = await makeCertificate()
})
afterAll(() => table.write())

async function meet({script, args = []}: IpCase, http: HttpVersion): Promise<Outcome> {
  await using server = await startBadIp(identity, http, script)
  const pin = Buffer.from(identity.pin).toString('base64')
  const scope = ['--scope-target', HOST, '--target', HOST, '--max-hops', '0']
  const rest = ['-c', '5', '-i', '0.02', '-w', '3', '--sessions', '1', '--no-reconnect']
  await using command = probeIp([server.address, '--http', http, '--pin', pin, ...scope, ...rest, ...args])
  return await command.outcome
}

function versionsOf({http = VERSIONS}: IpCase, at: number): readonly HttpVersion[] {
  return EVERYTHING ? http : http.slice(at % http.length, (at % http.length) + 1)
}

describe.each<[string, readonly IpCase[]]>([
  // Each of them meets a tunnel in test/tunnel/ip-tunnel.test.ts, and what is printed differs in the rule alone.
  ['capsules that break a rule', representatives(breaches, ({name}) => name.split(' ')[0] ?? '')],
  ['capsules that are odd', oddities],
  ['capsules without measure', measureless],
  ['packets', packets],
  ['endings', endings],
])('%s: a proxy that', (group, cases) => {
  const runs = cases.flatMap((test, at) => versionsOf(test, at).map(http => ({...test, http, test})))
  it.concurrent.for(runs)('$name (HTTP/$http)', async ({name, http, test}, {expect}) => {
    const outcome = await meet(test, http)
    const road = outcome.document?.roads.at(-1)
    table.add(group, `${name} (HTTP/${http})`, outcome)
    expectDecent(outcome)
    expect([outcome.code, road?.viability, road?.blame]).toEqual(test.expected)
    expect(outcome.stdout + JSON.stringify(outcome.document?.facts)).toMatch(test.says)
  })
})
