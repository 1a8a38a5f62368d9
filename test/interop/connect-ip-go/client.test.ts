/** The other direction: a client on connect-ip-go's library, through our reference proxy, into its virtual network. */
import {afterAll, beforeAll, expect, it} from 'vitest'
import {HOSTS, POOLS} from '../../../src/lib/proxy/ip/virtual/plan.js'
import {isInPrefix} from '../../../src/lib/wire/ip/address.js'
import {serve} from '../support/cli.js'
import {identityForAll} from '../support/fixture.js'
import {peerProgram} from '../support/peer.js'
import {Running} from '../support/running.js'

const made = identityForAll()
let proxy: Running
let template: string

beforeAll(async () => {
  const {cert, key} = made.identity
  proxy = serve('proxy', '--listen', '127.0.0.1:0', '--cert', cert, '--key', key, '--json')
  const [line] = await proxy.printed(/^\{.*\}$/m)
  const {listening} = JSON.parse(line) as {listening: string}
  // The library knows no variables: what the template comes to for everything.
  template = `https://${listening}/.well-known/masque/ip/*/*/`
})

afterAll(async () => {
  await proxy[Symbol.asyncDispose]()
})

interface Line {
  readonly event: string
  readonly status?: number
  readonly prefix?: string
  readonly request?: number
  readonly routes?: readonly string[]
  readonly sent?: number
  readonly received?: number
  readonly error?: string
}

async function client(...args: readonly string[]): Promise<(event: string) => Line[]> {
  const program = await peerProgram('connect-ip-go', 'client')
  await using run = new Running(program, ['-template', template, '-ca', made.identity.ca, '-timeout', '8s', ...args])
  const {code, stdout, stderr} = await run.ended
  const lines = stdout.trim().split('\n')
  expect(code, `${stdout}\n${stderr}`).toBe(0)
  const all = lines.map(line => JSON.parse(line) as Line)
  return event => all.filter(line => line.event === event)
}

it('gets addresses of the pools, and routes in the order that its library insists on', async () => {
  const said = await client()
  expect(said('response')).toMatchObject([{status: 200}])
  const assigned = said('assigned').map(({prefix = ''}) => prefix)
  expect(assigned.map(prefix => prefix.replace(/^.*\//, '/'))).toEqual(['/32', '/128'])
  for (const [index, pool] of POOLS.entries()) {
    const [network = '', length] = pool.split('/')
    expect(isInPrefix(assigned[index]!.replace(/\/.*$/, ''), network, Number(length))).toBe(true)
  }
  expect(said('routes')[0]!.routes).toContain('203.0.113.0-203.0.113.255@0')
})

it.each([
  {how: 'ICMP over IPv4', args: ['-target', HOSTS.echo.addresses[4]]},
  {how: 'ICMP over IPv6, in packets of 1280 octets', args: ['-target', HOSTS.echo.addresses[6], '-size', '1232']},
  {how: 'UDP over IPv4', args: ['-target', HOSTS.echo.addresses[4], '-udp', String(HOSTS.echo.echoPorts[0])]},
  {how: 'UDP over IPv6', args: ['-target', HOSTS.echo.addresses[6], '-udp', String(HOSTS.echo.echoPorts[0])]},
])('echoes $how', async ({args}) => {
  const said = await client(...args, '-count', '5')
  expect(said('result')).toEqual([{event: 'result', sent: 5, received: 5}])
  // Its own addresses checked every packet against what we assigned and advertised.
  expect(said('other')).toEqual([])
})

it('is given another address when it asks for one', async () => {
  const said = await client('-request', '0.0.0.0/32')
  const answers = said('assigned').filter(({request}) => request !== 0)
  expect(answers).toHaveLength(1)
  expect(answers[0]!.prefix).toMatch(/^192\.0\.2\.\d+\/32$/)
})
