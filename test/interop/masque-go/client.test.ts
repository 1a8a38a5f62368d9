/** The other direction: masque-go's client library, and its client program, through our reference proxy. */
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {serve} from '../support/cli.js'
import {identityForAll} from '../support/fixture.js'
import {peerProgram} from '../support/peer.js'
import {Running} from '../support/running.js'
import {echo, silence, udpTarget} from '../support/targets.js'
import {until} from '../../support/until.js'

const made = identityForAll()
let proxy: Running | undefined
let template: string

beforeAll(async () => {
  const {cert, key} = made.identity
  const allowed = ['--allow-target', '127.0.0.1', '--allow-target', '::1']
  proxy = serve('proxy', '--listen', '127.0.0.1:0', '--cert', cert, '--key', key, ...allowed, '--json')
  const [line] = await proxy.printed(/^\{.*\}$/m)
  template = (JSON.parse(line) as {template: string}).template
})

afterAll(async () => {
  proxy?.kill('SIGTERM')
  const ended = await proxy?.ended
  expect(ended?.code, ended?.stderr).toBe(0)
})

/** A line of the echo client's: response, echo or result. */
interface Line {
  readonly event: string
  readonly status?: number
  readonly headers?: Readonly<Record<string, readonly string[]>>
  readonly bytes?: number
  readonly sent?: number
  readonly received?: number
  readonly error?: string
}

/** The exit code, the response's line, the sizes of the echoes, and the result's line. */
async function echoes(target: string, ...more: readonly string[]) {
  const program = await peerProgram('masque-go', 'echo-client')
  const args = ['-template', template, '-ca', made.identity.ca, '-target', target, ...more]
  const {code, stdout} = await new Running(program, args).ended
  const lines = stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Line)
  const named = (name: string): Line[] => lines.filter(({event}) => event === name)
  const sizes = named('echo').map(({bytes}) => bytes)
  return {...named('response')[0], code, sizes, ...named('result')[0]}
}

const ALL = {code: 0, status: 200, sent: 5, received: 5}

describe('the library', () => {
  it('gets its echoes from an IPv4 literal, and understands our next-hop', async () => {
    await using target = await udpTarget(echo)
    const told = await echoes(`127.0.0.1:${target.port}`)
    expect(told).toMatchObject({...ALL, sizes: [1000, 1000, 1000, 1000, 1000]})
    expect(told.headers).toEqual({
      'Capsule-Protocol': ['?1'],
      'Proxy-Status': [`masque;next-hop="127.0.0.1:${target.port}"`],
    })
  })

  it('from an IPv6 literal, whose colons it escapes', async () => {
    await using target = await udpTarget(echo, '::1')
    expect(await echoes(`[::1]:${target.port}`)).toMatchObject(ALL)
    // Our proxy logs a tunnel when it is over.
    await until(() => proxy?.stderr.includes('/udp/%3A%3A1/') === true, 'the log line of the tunnel')
  })

  it('from a name', async () => {
    await using target = await udpTarget(echo)
    expect(await echoes(`localhost:${target.port}`)).toMatchObject(ALL)
  })

  it('of one octet, and of as many as it sends in a frame', async () => {
    await using target = await udpTarget(echo)
    for (const size of [1, 1200, 1300]) {
      // What does not fit into a frame until the path's MTU is known may be dropped: sent again, as UDP's users do.
      const told = await echoes(`127.0.0.1:${target.port}`, '-size', String(size), '-resend', '300ms')
      expect(told).toMatchObject({code: 0, received: 5, sizes: Array(5).fill(size)})
    }
  })

  it('two hundred of them, each with its own answer', async () => {
    await using target = await udpTarget(echo)
    expect(await echoes(`127.0.0.1:${target.port}`, '-count', '200')).toMatchObject({...ALL, sent: 200, received: 200})
  })

  it('is refused a target that is not allowed, and told why', async () => {
    const told = await echoes('127.0.0.2:9')
    expect(told).toMatchObject({code: 1, status: 502, sent: 0, error: 'masque: server responded with 502'})
    expect(told.headers?.['Proxy-Status']).toEqual(['masque;error=destination_ip_prohibited'])
  })

  it('is refused a name that does not exist, and told why', async () => {
    const told = await echoes('nonexistent.invalid:9')
    expect(told).toMatchObject({code: 1, status: 502, sent: 0})
    expect(told.headers?.['Proxy-Status']?.[0]).toMatch(/^masque;error=dns_error;rcode="Negative response"/)
  })

  it('gives up on a silent target in the time it was given', async () => {
    await using target = await udpTarget(silence)
    const told = await echoes(`127.0.0.1:${target.port}`, '-timeout', '1s')
    expect(told).toMatchObject({code: 1, status: 200, sent: 1, received: 0, error: 'not done within 1s'})
  })
})

it('its client program fetches a page over HTTP/3 through us: QUIC in QUIC', async () => {
  const [client, h3Server] = [await peerProgram('masque-go', 'client'), await peerProgram('masque-go', 'h3-server')]
  await using server = new Running(h3Server, ['-cert', made.identity.cert, '-key', made.identity.key])
  const [, port] = await server.printed(/^ready 127\.0\.0\.1:(\d+)$/m)
  // It has no flag for authorities, but Go asks this variable for the system's.
  const env = {SSL_CERT_FILE: made.identity.ca}
  const {code, stderr} = await new Running(client, ['-t', template, `https://localhost:${port}/hello`], {env}).ended
  expect(code, stderr).toBe(0)
  expect(stderr).toContain('HTTP status: 200')
  // What the server saw is a socket of our proxy's on loopback.
  expect(stderr).toMatch(/\/hello from 127\.0\.0\.1:\d+/)
})
