/** Where the way to a tunnel ends: which phase says so, whose fault it is, and who is not accused. */
import {beforeAll, describe, expect, it} from 'vitest'
import {H3Listener} from '../../src/lib/http/h3/server.js'
import {ourSettings} from '../../src/lib/http/h3/settings.js'
import type {IncomingRequest} from '../../src/lib/http/transport.js'
import type {NativeServerOptions} from '../../src/lib/native/surface.js'
import {SetupError} from '../../src/lib/reach/setup-error.js'
import {QuicEndpoint} from '../../src/lib/quic/endpoint.js'
import {seeded} from '../../src/lib/spec/random.js'
import * as settings from '../../src/lib/wire/h3-settings.js'
import type {TestCertificate} from '../support/certificate.js'
import {PROXY, proxyCertificate, World, type WorldOptions} from '../probe/world.js'

let identity: TestCertificate
beforeAll(async () => {
  identity = await proxyCertificate()
})

const world = (options?: WorldOptions): World => new World(identity, options)
const none = {icmp: false} as const

/** A QUIC server that is no proxy. */
function endpoint(here: World, server: Partial<NativeServerOptions> = {}): QuicEndpoint {
  return new QuicEndpoint(here.binding, {local: `${PROXY}:443`, server: {...identity, alpn: ['h3'], ...server}})
}

/** An HTTP/3 server that does this with every request. */
function listener(here: World, handle: (incoming: IncomingRequest) => unknown): H3Listener {
  const {binding, clock} = here
  const options = {binding, clock, local: `${PROXY}:443`, settings: ourSettings(seeded(1)), ...identity}
  const served = new H3Listener(options)
  void (async () => {
    for await (const incoming of served.incoming) handle(incoming)
  })()
  return served
}

describe('names', () => {
  const template = 'https://proxy.example/.well-known/masque/udp/{target_host}/{target_port}/'

  it.each([
    ['no-such-name', 'no-such-name', 'you'],
    ['temporary', 'resolver-silent', 'network'],
    ['failed', 'resolver-failed', 'network'],
  ] as const)('%s', async (failure, code, blame) => {
    const here = world()
    here.internet.names.set('proxy.example', {answer: {failure, detail: 'X'}})
    const probed = await here.probe({proxy: template})
    expect(probed.failure).toEqual(['names', code])
    expect(probed.short).toEqual({viability: 'unreachable', blame, exit: 3})
    expect(probed.answers).toBe('no unknown unknown unknown')
    expect(probed.road.diagnosis?.next).toContain('--resolve')
  })

  it('a resolver that never answers', async () => {
    const here = world()
    here.internet.names.set('proxy.example', {answer: {addresses: [PROXY]}, delayMs: 60_000})
    const probed = await here.probe({proxy: template, timeoutMs: 2000})
    expect(probed.failure).toEqual(['names', 'resolver-silent'])
    expect(probed.tookMs).toBe(2000)
  })

  it('no address of the family that was asked for', async () => {
    const here = world()
    here.internet.names.set('proxy.example', {answer: {addresses: [PROXY]}})
    const probed = await here.probe({proxy: template, reach: here.reach({family: 6})})
    expect(probed.failure[0]).toBe('names')
    expect(probed.road.diagnosis?.meaning).toContain('IPv6')
  })

  it('--resolve and --connect-to go around the resolver; the name stays that of the template', async () => {
    const here = world()
    here.proxy({
      http: {admit: ({authority}) => (authority === 'proxy.example' ? undefined : {status: 421, headers: []})},
    })
    here.responder()
    const own = template.replace('proxy.example', 'nowhere.example')
    const resolve = new Map([['nowhere.example:443', PROXY]])
    const wrongName = await here.probe({proxy: own, reach: here.reach({resolve})})
    expect(wrongName.failure).toEqual(['certificate', 'certificate-NotValidForName'])
    const connectTo = {host: PROXY, port: 443}
    const probed = await here.probe({proxy: template, reach: here.reach({connectTo})})
    expect(probed.short.viability).toBe('carries-both-ways')
    expect(probed.road.address).toBe(`${PROXY}:443`)
  })

  it('the second address is tried when the first cannot be reached, and no other with an answer', async () => {
    const here = world({wire: {delayMs: 10}})
    here.internet.names.set('proxy.example', {answer: {addresses: ['192.0.2.66', PROXY]}})
    here.proxy({http: {admit: () => ({status: 403, headers: []})}})
    const probed = await here.probe({proxy: template})
    expect(probed.document.roads.map(({viability}) => viability)).toEqual(['unreachable', 'refused'])
    expect(probed.document.proxy.addresses).toEqual(['192.0.2.66', PROXY])
    here.internet.names.set('proxy.example', {answer: {addresses: [PROXY, '192.0.2.66']}})
    expect((await here.probe({proxy: template})).document.roads).toHaveLength(1)
  })

  it('--all-addresses tries all, and the worst of them counts', async () => {
    const here = world()
    here.internet.names.set('proxy.example', {answer: {addresses: [PROXY, '192.0.2.66']}})
    here.proxy({http: {admit: () => ({status: 403, headers: []})}})
    const probed = await here.probe({proxy: template, reach: here.reach({allAddresses: true})})
    expect(probed.document.roads.map(({viability}) => viability)).toEqual(['refused', 'unreachable'])
    expect(probed.document.exitCode).toBe(3)
  })
})

describe('udp', () => {
  it.each([
    [{type: 3, code: 3}, 'port-unreachable', 'unknown'],
    [{type: 3, code: 13}, 'administratively-prohibited', 'network'],
    [{type: 3, code: 1}, 'host-unreachable', 'network'],
  ] as const)('ICMP %o is believed at once', async (icmp, code, blame) => {
    const probed = await world({wire: {delayMs: 10, icmp}}).probe()
    expect(probed.failure).toEqual(['udp', code])
    expect(probed.short).toEqual({viability: 'unreachable', blame, exit: 3})
    expect(probed.tookMs).toBeLessThan(50)
  })

  it.each([
    ['open', 'udp-silent-tcp-open'],
    ['refused', 'udp-silent-tcp-refused'],
    ['silent', 'silent'],
  ])('silence is explained by TCP (%s), after all the time there is', async (tcp, code) => {
    for (const timeoutMs of [200, 5000]) {
      const here = world({wire: none})
      if (tcp !== 'silent') here.internet.host(PROXY)
      if (tcp === 'open') here.internet.tcpListeners.add(`${PROXY}:443`)
      const probed = await here.probe({timeoutMs})
      expect(probed.failure).toEqual(['udp', code])
      expect(probed.short.blame).toBe('unknown')
      expect(probed.tookMs).toBe(timeoutMs)
    }
  })
})

describe('quic and what comes with it', () => {
  it('a server without HTTP/3', async () => {
    const here = world()
    endpoint(here, {alpn: ['doq']})
    const probed = await here.probe()
    expect(probed.failure).toEqual(['alpn', 'no-h3'])
    // It may be another server altogether.
    expect(probed.short.blame).toBe('unknown')
  })

  it('a server that is silent after the handshake', async () => {
    const here = world()
    endpoint(here)
    const probed = await here.probe()
    expect(probed.failure).toEqual(['settings', 'no-settings'])
    expect(probed.short.blame).toBe('proxy')
    expect(probed.tookMs).toBeLessThan(5100)
    const hurried = await here.probe({timeoutMs: 500})
    expect([hurried.failure, hurried.short.blame]).toEqual([['settings', 'no-settings'], 'unknown'])
  })

  it('a proxy that dies there is not accused of anything', async () => {
    const here = world()
    endpoint(here)
    here.clock.after(25, () => here.network.cut(`${PROXY}:443`))
    const probed = await here.probe()
    expect(probed.failure).toEqual(['settings', 'fell-silent'])
    expect(probed.short.blame).toBe('unknown')
  })

  it('a web server: HTTP/3, and no extended CONNECT', async () => {
    const here = world()
    here.proxy({wire: {settings: () => [{id: settings.H3_DATAGRAM, value: 1n}]}})
    const probed = await here.probe()
    expect(probed.failure).toEqual(['settings', 'no-extended-connect'])
    expect(probed.answers).toBe('yes no unknown unknown')
    expect(probed.road.settings?.map(({id}) => id)).toEqual(['0x33'])
    expect(probed.road.diagnosis?.meaning).toContain('does announce datagrams')
  })

  it('no extended CONNECT and no datagrams either', async () => {
    const here = world()
    here.proxy({wire: {settings: () => [{id: settings.ENABLE_CONNECT_PROTOCOL, value: 0n}]}})
    const probed = await here.probe()
    expect(probed.failure).toEqual(['settings', 'no-extended-connect'])
    expect(probed.road.diagnosis?.meaning).toContain('switches off ENABLE_CONNECT_PROTOCOL')
    expect(probed.road.diagnosis?.meaning).not.toContain('datagrams')
  })

  it.each([...settings.DRAFT_DATAGRAM])('drafts only (%s): its owner is told what to update', async (draft, name) => {
    const here = world()
    here.proxy({wire: {settings: () => [{id: draft, value: 1n}]}})
    const probed = await here.probe()
    expect(probed.failure).toEqual(['settings', 'draft-settings'])
    // It may be any server: that it offers tunnels at all is not known.
    expect(probed.short).toEqual({viability: 'refused', blame: 'unknown', exit: 3})
    const {meaning, next} = probed.road.diagnosis!
    expect(meaning).toContain(`${name} did (0x${draft.toString(16)} = 1)`)
    expect(meaning).toContain('does not announce ENABLE_CONNECT_PROTOCOL')
    expect(next).toContain('0x8 = 1 and should have 0x33 = 1')
  })

  it('a draft beside the RFC is nothing to remark on', async () => {
    const here = world()
    here.proxy({
      wire: {
        settings: () => [
          {id: [...settings.DRAFT_DATAGRAM.keys()][0]!, value: 1n},
          {id: settings.H3_DATAGRAM, value: 1n},
        ],
      },
    })
    expect((await here.probe()).failure).toEqual(['settings', 'no-extended-connect'])
  })

  it('SETTINGS that break the rules', async () => {
    const here = world()
    here.proxy({wire: {settings: () => [{id: settings.H3_DATAGRAM, value: 2n}]}})
    const probed = await here.probe()
    expect(probed.failure).toEqual(['settings', 'http3-violation'])
    expect(probed.short.blame).toBe('proxy')
  })

  it('a proxy of the drafts is told so, and used by capsules', async () => {
    const here = world()
    const draft = [...settings.DRAFT_DATAGRAM.keys()][0]!
    here.proxy({
      wire: {
        settings: () => [
          {id: settings.ENABLE_CONNECT_PROTOCOL, value: 1n},
          {id: draft, value: 1n},
        ],
      },
    })
    here.responder()
    const probed = await here.probe()
    expect(probed.short.viability).toBe('carries-both-ways')
    expect(probed.facts.carriers).toEqual({up: 'capsule', down: ['capsule']})
    expect(probed.facts.remarks.join()).toContain(`0x${draft.toString(16)}`)
  })
})

describe('response', () => {
  const proxyStatus = (text: string) => [['proxy-status', text]] as const

  it.each([
    [{status: 302, headers: []}, 'status-302', 'you'],
    [{status: 400, headers: []}, 'status-400', 'unknown'],
    [{status: 401, headers: [['www-authenticate', 'Basic realm="x"']]}, 'status-401', 'you'],
    [{status: 403, headers: []}, 'status-403', 'you'],
    [{status: 404, headers: []}, 'status-404', 'you'],
    [{status: 405, headers: []}, 'status-405', 'you'],
    [{status: 407, headers: [['proxy-authenticate', 'Bearer']]}, 'status-407', 'you'],
    [{status: 421, headers: []}, 'status-421', 'you'],
    [{status: 429, headers: []}, 'status-429', 'you'],
    [{status: 500, headers: []}, 'status-500', 'proxy'],
    [{status: 501, headers: []}, 'status-501', 'unknown'],
    [{status: 502, headers: []}, 'status-502', 'unknown'],
    [{status: 502, headers: proxyStatus('p; error=dns_error; rcode="NXDOMAIN"')}, 'proxy-dns-error', 'target'],
    [{status: 504, headers: proxyStatus('p; error=dns_timeout')}, 'proxy-dns-timeout', 'proxy'],
    [
      {status: 502, headers: proxyStatus('p; error=destination_ip_prohibited')},
      'proxy-destination-ip-prohibited',
      'target',
    ],
    [
      {status: 502, headers: proxyStatus('p; error=destination_ip_unroutable')},
      'proxy-destination-ip-unroutable',
      'proxy',
    ],
    [{status: 502, headers: proxyStatus('near, far; error=connection_refused')}, 'proxy-connection-refused', 'target'],
    [{status: 502, headers: proxyStatus('p; error=something_new')}, 'status-502', 'unknown'],
    [{status: 502, headers: proxyStatus('"broken')}, 'status-502', 'unknown'],
  ] as const)('%o', async (head, code, blame) => {
    const here = world()
    here.proxy({http: {admit: () => head}})
    const probed = await here.probe()
    expect(probed.failure).toEqual(['response', code])
    expect(probed.short).toEqual({viability: 'refused', blame, exit: 3})
    expect(probed.answers).toBe('yes no unknown unknown')
    expect(probed.road.response?.status).toBe(head.status)
  })

  const content = (type: string, text: string, headers: readonly (readonly [string, string])[] = []) => {
    const here = world()
    listener(here, incoming => {
      const head = {status: 503, headers: [['content-type', type] as const, ...headers]}
      void incoming.refuse(head, Buffer.from(text))
    })
    return here.probe()
  }

  it('what the answer says in words is passed on, on one line and not at any length', async () => {
    const short = await content('text/plain; charset=utf-8', ' no such\n host\u001b[31m ')
    expect(short.failure).toEqual(['response', 'status-503'])
    expect(short.road.diagnosis?.meaning).toMatch(/; its answer says: no such host\u001b\[31m$/)
    const long = await content('application/problem+json', 'x'.repeat(5000))
    expect(long.road.diagnosis?.meaning).toMatch(/: x{200}…$/)
  })

  it('pages for people are not, nor is nothing', async () => {
    for (const probed of [await content('text/html', '<h1>no</h1>'), await content('text/plain', ' \n')]) {
      expect(probed.road.diagnosis?.meaning).not.toContain('its answer says')
    }
  })

  it('Proxy-Status goes before words', async () => {
    const probed = await content('text/plain', 'no', [['proxy-status', 'p; error=dns_error']])
    expect(probed.failure).toEqual(['response', 'proxy-dns-error'])
  })

  it('content that never ends is not waited for', async () => {
    const here = world()
    listener(here, incoming => {
      incoming.accept({
        status: 503,
        headers: [
          ['content-type', 'text/plain'],
          ['content-length', '19'],
        ],
      })
    })
    const probed = await here.probe()
    expect(probed.failure).toEqual(['response', 'status-503'])
    expect(probed.road.diagnosis?.meaning).toContain('announces 19 octets of content, which had not all come 1 s later')
    expect(probed.tookMs).toBeLessThan(3000)
  })

  it('says whether credentials were missing or wrong', async () => {
    const here = world()
    here.proxy({http: {admit: () => ({status: 407, headers: []})}})
    expect((await here.probe()).road.diagnosis?.meaning).toContain('wants credentials')
    const probed = await here.probe({headers: [['proxy-authorization', 'Basic eA==']]})
    expect(probed.road.diagnosis?.meaning).toContain('does not accept the credentials')
  })

  it.each([[{status: 204, headers: []}], [{status: 200, headers: [['content-length', '0']]}]] as const)(
    'a success that is none: %o',
    async head => {
      const here = world()
      here.proxy({http: {success: () => head}})
      here.responder()
      const probed = await here.probe()
      expect(probed.failure).toEqual(['response', 'malformed-success'])
      expect(probed.short.blame).toBe('proxy')
    },
  )

  it('no response: the proxy may be resolving, unless there is nothing to resolve', async () => {
    const here = world()
    listener(here, () => undefined)
    const direct = await here.probe()
    expect([direct.failure[1], direct.short.blame]).toEqual(['no-response', 'proxy'])
    const target = {host: 'responder.example', port: 4433}
    const named = await here.probe({aim: {...here.responderAim, target} as typeof here.responderAim})
    expect([named.failure[1], named.short.blame]).toEqual(['no-response', 'unknown'])
    const hurried = await here.probe({timeoutMs: 300})
    expect([hurried.failure[1], hurried.short.blame]).toEqual(['no-response', 'unknown'])
  })

  it('a proxy that dies before it answers is not accused of anything', async () => {
    const here = world()
    listener(here, () => {
      here.network.cut(`${PROXY}:443`)
    })
    const probed = await here.probe()
    expect(probed.failure).toEqual(['response', 'fell-silent'])
    expect(probed.short.blame).toBe('unknown')
  })

  it('the stream is reset', async () => {
    const here = world()
    listener(here, incoming => {
      incoming.abort('message-error')
    })
    const probed = await here.probe()
    expect(probed.failure).toEqual(['response', 'request-reset'])
    expect(probed.road.diagnosis?.meaning).toContain('H3_MESSAGE_ERROR')
    expect(probed.road.diagnosis?.meaning).toContain('found fault with what we sent')
    expect(probed.short.blame).toBe('unknown')
  })

  it('the connection is closed instead', async () => {
    const here = world()
    const server = listener(here, () => void server[Symbol.asyncDispose]())
    const probed = await here.probe()
    expect(probed.failure).toEqual(['response', 'ended-connection-closed'])
    expect(probed.short.viability).toBe('refused')
  })
})

describe('transport parameters', () => {
  it('SETTINGS that promise what the transport parameters do not hold', async () => {
    const here = world()
    const {binding, clock} = here
    const options = {binding, clock, local: `${PROXY}:443`, settings: ourSettings(seeded(1)), ...identity}
    const served = new H3Listener({...options, transport: {datagrams: false}})
    void (async () => {
      for await (const incoming of served.incoming)
        incoming.accept({status: 200, headers: [['capsule-protocol', '?1']]})
    })()
    here.responder()
    const probed = await here.probe({count: 1})
    expect(probed.facts.remarks.join()).toContain('max_datagram_frame_size')
    expect(probed.facts.carriers?.up).toBe('capsule')
  })
})

describe('what cannot be done', () => {
  it('a proxy elsewhere needs a responder or a target', async () => {
    const here = world()
    here.proxy()
    await expect(here.probe({aim: {kind: 'in-process'}})).rejects.toThrow(SetupError)
    await expect(here.probe({aim: {kind: 'in-process'}})).rejects.toMatchObject({code: 'no-target'})
  })
})
