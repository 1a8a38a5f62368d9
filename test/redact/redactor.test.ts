/** What is taken out, what stays readable, and that nothing marked gets through, whatever shape it comes in. */
import {isIP} from 'node:net'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {Redactor} from '../../src/lib/redact/redactor.js'

const secretsOnly = () => new Redactor({addresses: false, secrets: ['swordfish']})
const all = (names: readonly string[] = []) => new Redactor({addresses: true, secrets: ['swordfish'], names})

describe('secrets', () => {
  it('are gone wherever they stand; addresses stay', () => {
    expect(secretsOnly().value({detail: 'he said swordfish to 10.1.2.3', nested: [{x: 'swordfish'}]})).toEqual({
      detail: 'he said [redacted] to 10.1.2.3',
      nested: [{x: '[redacted]'}],
    })
  })

  it('are known by the names of fields and by their schemes', () => {
    const headers = [
      ['Set-Cookie', 'session=abc'],
      ['x-api-key', 'k1'],
      ['www-authenticate', 'Basic realm="x"'],
      ['server', 'nginx'],
      ['x-note', 'use Bearer abc.def'],
    ]
    expect(secretsOnly().value({headers})).toEqual({
      headers: [
        ['Set-Cookie', '[redacted]'],
        ['x-api-key', '[redacted]'],
        ['www-authenticate', 'Basic realm="x"'],
        ['server', 'nginx'],
        ['x-note', 'use Bearer [redacted]'],
      ],
    })
    expect(secretsOnly().value({data: {frame: {headers: [{name: 'cookie', value: 'abc'}]}}})).toEqual({
      data: {frame: {headers: [{name: 'cookie', value: '[redacted]'}]}},
    })
  })

  it('once seen are known for ever: an echo of a credential is one', () => {
    const redactor = secretsOnly()
    redactor.value({headers: [['proxy-authorization', 'Bearer hunter2hunter2']]})
    expect(redactor.value({headers: [['x-echo', 'you sent hunter2hunter2']]})).toEqual({
      headers: [['x-echo', 'you sent [redacted]']],
    })
  })

  it('are tokens of QUIC too, and the user part of a URL', () => {
    const transportParameters = [{id: '0x2', name: 'stateless_reset_token', value: 'ab'.repeat(16)}]
    expect(secretsOnly().value({transportParameters, template: 'https://joe:pw@proxy.example/'})).toEqual({
      transportParameters: [{id: '0x2', name: 'stateless_reset_token', value: '00'.repeat(16)}],
      template: 'https://[redacted]@proxy.example/',
    })
  })
})

describe('addresses', () => {
  it('are the same placeholder everywhere, with their ports', () => {
    expect(
      all().value({
        address: '10.1.2.3:443',
        detail: '10.1.2.3 answered; 10.9.9.9:53 did not, nor [fd00::7]:443, FD00::7 or ::ffff:10.1.2.3.',
      }),
    ).toEqual({
      address: '192.0.2.1:443',
      detail: '192.0.2.1 answered; 192.0.2.2:53 did not, nor [2001:db8::1]:443, 2001:db8::1 or 192.0.2.1.',
    })
  })

  it('that nobody can be found by stay', () => {
    for (const text of ['127.0.0.1:443', '[::1]:443', '0.0.0.0', 'localhost:4443', '[::]:0']) {
      expect(all().text(text)).toBe(text)
    }
  })

  it('leaves times, versions and numbers alone', () => {
    for (const text of ['at 12:34:56', '1.2.3 of 2026-01-02T03:04:05.678Z', 'RFC 9298 section 3.1', '0x10e', 'a: b']) {
      expect(all().text(text)).toBe(text)
    }
  })

  it('goes on where the documentation prefixes end', () => {
    const redactor = all()
    const placeholders = Array.from({length: 2000}, (_, index) => redactor.text(`10.0.${index >> 8}.${index & 255}`))
    expect(new Set(placeholders).size).toBe(2000)
    expect(placeholders.every(text => isIP(text) === 4)).toBe(true)
  })
})

describe('names', () => {
  it('are replaced with a dot or without, if they are known', () => {
    expect(
      all(['berlin7']).value({template: 'https://berlin7:443/', because: 'berlin7 and gw.corp.internal. refused'}),
    ).toEqual({
      template: 'https://name-1.example:443/',
      because: 'name-1.example and name-2.example. refused',
    })
  })

  it('are learned from where hosts stand', () => {
    const redactor = all()
    expect(redactor.value({event: 'proxy', template: 'https://paris9/{target_host}/{target_port}/'})).toEqual({
      event: 'proxy',
      template: 'https://name-1.example/{target_host}/{target_port}/',
    })
    expect(redactor.text('paris9 does not resolve')).toBe('name-1.example does not resolve')
  })

  it('leaves what the words of a test network are', () => {
    expect(all(['proxy']).text('https://proxy:443: the proxy said no')).toBe('https://proxy:443: the proxy said no')
  })

  it('keeps the shape of paths and templates', () => {
    const text =
      'https://a.example/.well-known/masque/udp/10.1.2.3/443/ and /customer-77/udp/fd00%3A%3A7/53?h=b.corp&{x}'
    expect(all().text(text)).toBe(
      'https://name-1.example/.well-known/masque/udp/192.0.2.1/443/ and /path-1/udp/2001%3Adb8%3A%3A1/53?h=name-2.example&{x}',
    )
  })

  it('in certificates go with keys and exact times', () => {
    const chain = [
      {
        subject: 'CN=gw.corp',
        issuer: 'CN=Corp CA',
        names: 'DNS:gw.corp, IP Address:10.1.2.3',
        validFrom: '2026-01-02T03:04:05.000Z',
        pin: Buffer.alloc(32, 7).toString('base64'),
      },
    ]
    const [redacted] = all().value(chain)
    expect(redacted).toMatchObject({
      subject: 'CN=name-1.example',
      names: 'DNS:name-3.example, IP Address:192.0.2.1',
      validFrom: '2026-01-02T00:00:00.000Z',
    })
    expect(Buffer.from(redacted!.pin, 'base64')).toHaveLength(32)
    expect(redacted!.pin).not.toBe(chain[0]!.pin)
  })
})

it('does nothing the second time', () => {
  const once = all().value({detail: 'gw.corp at 127.0.0.1', path: '/secret-path/udp/'})
  expect(all().value(once)).toEqual(once)
})

/** Marks that stand for what a user wants to hide, put into strings of every kind, under every key. */
const MARKS = {
  name: 'vault-9f.corp-intern.example.org',
  short: 'vaulthost',
  ip4: '10.77.66.55',
  ip6: 'fd77:6655::4433',
  secret: 'swordfish',
} as const
const PATTERN = /vault|corp-intern|10\.77\.66\.55|fd77|:4433|swordfish/i

const mark = fc.constantFrom(...Object.values(MARKS))
const prose = fc
  .tuple(
    fc.constantFrom('', 'to ', '"', '(', 'error=', 'https://', 'x; '),
    mark,
    fc.constantFrom('', ':443', '/', '/udp/1/', ' refused', '.', ',', ')', '"', '; retry'),
  )
  .map(parts => parts.join(''))
const key = fc.constantFrom(
  ...'detail because next template authority address target names reason message value host subject issuer path tunnelEnding'.split(
    ' ',
  ),
)
const tree = fc.letrec<{node: unknown}>(tie => ({
  node: fc.oneof(
    {depthSize: 'small'},
    prose,
    fc.nat(99),
    fc.array(tie('node'), {maxLength: 3}),
    fc.dictionary(key, tie('node'), {maxKeys: 4}),
  ),
})).node

it('lets nothing marked through, in whatever it stands', () => {
  fc.assert(
    fc.property(fc.array(tree, {minLength: 1, maxLength: 4}), values => {
      const redactor = all([MARKS.short])
      for (const value of values) expect(JSON.stringify([redactor.value(value)])).not.toMatch(PATTERN)
    }),
    {numRuns: 500},
  )
})
