/** Templates and scopes of IP tunnels: RFC 9484 sections 3 and 4.6. */
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {defaultIpTemplate, parseIpTemplate} from '../../src/lib/tunnel/ip-template.js'
import {parseProxyAddress} from '../../src/lib/tunnel/proxy-address.js'
import {formatScopeTarget, parseScope, parseScopeTarget, ScopeError} from '../../src/lib/tunnel/scope.js'
import {TemplateError, defaultTemplate, parseTemplate} from '../../src/lib/tunnel/template.js'

function problemOf(action: () => unknown): string {
  try {
    action()
  } catch (error) {
    if (error instanceof TemplateError) return `${error.problem}: ${error.message}`
    if (error instanceof ScopeError) return error.message
    throw error
  }
  throw new Error('accepted')
}

describe('URI templates of RFC 9484 section 3', () => {
  const prefix = {target: '2001:db8::/32', ipproto: '17'}

  // The examples of the RFC.
  it.each([
    [
      'https://example.org/.well-known/masque/ip/{target}/{ipproto}/',
      '/.well-known/masque/ip/2001%3Adb8%3A%3A%2F32/17/',
      '/.well-known/masque/ip/%2A/%2A/',
    ],
    [
      'https://proxy.example.org:4443/masque/ip?t={target}&i={ipproto}',
      '/masque/ip?t=2001%3Adb8%3A%3A%2F32&i=17',
      '/masque/ip?t=%2A&i=%2A',
    ],
    [
      'https://proxy.example.org:4443/masque/ip{?target,ipproto}',
      '/masque/ip?target=2001%3Adb8%3A%3A%2F32&ipproto=17',
      '/masque/ip?target=%2A&ipproto=%2A',
    ],
  ])('expands and matches %s', (text, scoped, open) => {
    const template = parseIpTemplate(text)
    expect(template.variables).toEqual(['target', 'ipproto'])
    expect(template.expand(prefix)).toBe(scoped)
    expect(template.match(scoped)).toEqual(prefix)
    expect(template.expand({})).toBe(open)
    expect(template.match(open)).toEqual({target: '*', ipproto: '*'})
    expect(template.expand({}, 'literal')).toBe(open.replaceAll('%2A', '*'))
    expect(template.match(open.replaceAll('%2A', '*'))).toEqual({target: '*', ipproto: '*'})
    expect(template.match(`/other${open}`)).toBeUndefined()
  })

  it('needs no variables, and then takes no scope', () => {
    const template = parseIpTemplate('https://masque.example.org/?user=bob')
    expect([template.variables, template.expand({}), template.expand({target: '*'})]).toEqual([
      [],
      '/?user=bob',
      '/?user=bob',
    ])
    expect(template.match('/?user=bob')).toEqual({target: undefined, ipproto: undefined})
    expect(template.match('/?user=eve')).toBeUndefined()
    expect(problemOf(() => template.expand({target: '192.0.2.1'}))).toBe(
      'missing-variable: it has no {target}, so the proxy cannot be told which one is wanted',
    )
    const half = parseIpTemplate('https://p.example/{ipproto}')
    expect([half.expand({ipproto: '6'}), half.match('/6')]).toEqual(['/6', {target: undefined, ipproto: '6'}])
  })

  it('takes variables that a request leaves out as absent, and empty ones as empty', () => {
    const {match} = parseIpTemplate('https://p.example/ip{?target,ipproto}')
    expect(match('/ip')).toEqual({target: undefined, ipproto: undefined})
    expect(match('/ip?ipproto=6')).toEqual({target: undefined, ipproto: '6'})
    expect(match('/ip?target=a')).toEqual({target: 'a', ipproto: undefined})
    expect(match('/ip?target=')).toEqual({target: '', ipproto: undefined})
    expect(match('/ip?')).toBeUndefined()
    expect(match('/ip?target=a&target=b')).toBeUndefined()
    expect(match('/ip?target=%zz')).toBeUndefined()
    expect(match('/ip?other=1')).toBeUndefined()
    const more = parseIpTemplate('https://p.example/ip?v=1{&target,ipproto}')
    expect(more.match('/ip?v=1')).toEqual({target: undefined, ipproto: undefined})
    expect(more.match('/ip?v=1&ipproto=6')).toEqual({target: undefined, ipproto: '6'})
    const default_ = parseIpTemplate(defaultIpTemplate('p.example'))
    expect(default_.match('/.well-known/masque/ip//6/')).toEqual({target: '', ipproto: '6'})
    expect(default_.match('/.well-known/masque/ip/192.0.2.0/24/6/')).toBeUndefined()
  })

  it('survives a round trip of any text', () => {
    const texts = [
      defaultIpTemplate('p.example'),
      'https://p.example/m{?target,ipproto}',
      'https://p.example/m?a{&target}{&ipproto}',
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.string({minLength: 1}),
        fc.string({minLength: 1}),
        (text, target, ipproto) => {
          const template = parseIpTemplate(text)
          expect(template.match(template.expand({target, ipproto}))).toEqual({target, ipproto})
        },
      ),
    )
  })

  it.each([
    ['https://p.example/{+target}', 'operator: {+target} uses reserved expansion, which RFC 9484 section 3 forbids'],
    ['https://p.example/{target:3}', 'level: {target:3} has a modifier (: or *): level 3 is the most that is allowed'],
    [
      'https://{target}/',
      'variable-outside: a variable stands in the authority: whoever names the target would choose the proxy',
    ],
    [
      `https://p.example/${'a'.repeat(8000)}`,
      'syntax: it has 8018 characters: no server takes a URI of more than 8000',
    ],
    ['https://p.example', "path: there is no path, or it does not start with '/'"],
    ['/ip/{target}', 'not-absolute: it must be absolute: https://HOST[:PORT]/PATH'],
    ['https://p.example/ä', 'characters: character 19 is U+00E4: only visible ASCII is allowed; percent-encode it'],
    [
      'https://p.example/{target_host}/{target_port}/',
      'other-kind: it is a template for UDP tunnels ({target_host}, {target_port}): one for IP has {target} and {ipproto}, or neither',
    ],
  ])('refuses %s', (text, problem) => {
    expect(problemOf(() => parseIpTemplate(text))).toBe(problem)
  })

  it('is no longer than what servers take', () => {
    const long = `https://p.example/${'{&a}'.repeat(2000)}{target}`
    expect(() => parseIpTemplate(long)).toThrow(/no server takes a URI of more than 8000/)
  })

  it('is told apart from one for UDP', () => {
    expect(problemOf(() => parseTemplate(defaultIpTemplate('p.example')))).toBe(
      'other-kind: it is a template for IP tunnels: one for UDP has {target_host} and {target_port}',
    )
    const text = (proxy: ReturnType<typeof ip>): string => (proxy.kind === 'self' ? 'self' : proxy.template.text)
    const ip = (written: string) => parseProxyAddress(written, 'ip')
    expect([text(ip('self')), text(ip('p.example:4443'))]).toEqual(['self', defaultIpTemplate('p.example:4443')])
    expect(parseProxyAddress('p.example', 'udp')).toMatchObject({template: {text: defaultTemplate('p.example')}})
  })
})

describe('scopes of RFC 9484 section 4.6', () => {
  it.each([
    [undefined, {kind: 'any'}],
    ['*', {kind: 'any'}],
    ['target.example', {kind: 'name', name: 'target.example'}],
    ['bücher.example', {kind: 'name', name: 'xn--bcher-kva.example'}],
    ['192.0.2.6', {kind: 'prefix', address: '192.0.2.6', prefixLength: 32}],
    ['192.0.2.0/24', {kind: 'prefix', address: '192.0.2.0', prefixLength: 24}],
    ['2001:DB8:0::/32', {kind: 'prefix', address: '2001:db8::', prefixLength: 32}],
    ['::ffff:192.0.2.1', {kind: 'prefix', address: '::ffff:c000:201', prefixLength: 128}],
    ['１９２.0.2.6', {kind: 'prefix', address: '192.0.2.6', prefixLength: 32}],
    ['0.0.0.0/0', {kind: 'prefix', address: '0.0.0.0', prefixLength: 0}],
  ] as const)('%s', (text, target) => {
    expect(parseScope(text, undefined)).toEqual({target, protocol: undefined})
    expect(parseScopeTarget(formatScopeTarget(target))).toEqual(target)
  })

  it.each([
    ['', "target is empty: '*' stands for any"],
    ['192.0.2.1/24', "'192.0.2.1/24' has bits set that the prefix does not cover: 192.0.2.0/24 has none"],
    ['192.0.2.0/33', "'192.0.2.0/33': the prefix length must be a number between 0 and 32"],
    ['2001:db8::/129', "'2001:db8::/129': the prefix length must be a number between 0 and 128"],
    ['192.0.2.0/', "'192.0.2.0/': the prefix length must be a number between 0 and 32"],
    ['192.0.2.0/+1', "'192.0.2.0/+1': the prefix length must be a number between 0 and 32"],
    ['fe80::1%eth0', "'fe80::1%eth0': zone identifiers and percent signs are not supported"],
    ['target.example/24', "'target.example/24' is neither '*' nor a name, an IP address, or a prefix (192.0.2.0/24)"],
    ['a b', "'a b' is neither '*' nor a name, an IP address, or a prefix (192.0.2.0/24)"],
    ['[::1]', "'[::1]' is neither '*' nor a name, an IP address, or a prefix (192.0.2.0/24)"],
  ])('refuses the target %j', (text, problem) => {
    expect(problemOf(() => parseScope(text, '*'))).toBe(problem)
  })

  it('knows an address in digits and dots of other scripts', () => {
    const target = parseScopeTarget('\uff11\uff19\uff12.0.2\u3002\uff11')
    expect(target).toEqual({kind: 'prefix', address: '192.0.2.1', prefixLength: 32})
  })

  it('takes protocols by number', () => {
    const numbers = ['*', '0', '17', '006', '255'].map(text => parseScope('*', text).protocol)
    expect(numbers).toEqual([undefined, 0, 17, 6, 255])
    for (const wrong of ['', '256', '-1', '1.0', 'udp', '0017', ' 6'])
      expect(() => parseScope('*', wrong), wrong).toThrow(ScopeError)
  })
})
