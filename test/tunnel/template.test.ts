import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {parseProxyAddress} from '../../src/lib/tunnel/proxy-address.js'
import {TemplateError, defaultTemplate, parseTemplate} from '../../src/lib/tunnel/template.js'

function errorOf(text: string): TemplateError {
  try {
    parseTemplate(text)
  } catch (error) {
    if (error instanceof TemplateError) return error
    throw error
  }
  throw new Error(`accepted: ${text}`)
}

describe('URI templates of RFC 9298 section 2', () => {
  // The examples of the RFC.
  it.each([
    [
      'https://example.org/.well-known/masque/udp/{target_host}/{target_port}/',
      '/.well-known/masque/udp/192.0.2.6/443/',
    ],
    ['https://proxy.example.org:4443/masque?h={target_host}&p={target_port}', '/masque?h=192.0.2.6&p=443'],
    [
      'https://proxy.example.org:4443/masque{?target_host,target_port}',
      '/masque?target_host=192.0.2.6&target_port=443',
    ],
    ['https://p.example/a{?target_host}{&target_port}', '/a?target_host=192.0.2.6&target_port=443'],
    ['https://p.example/a?x=1{&target_host,target_port}', '/a?x=1&target_host=192.0.2.6&target_port=443'],
  ])('expands and matches %s', (text, path) => {
    const template = parseTemplate(text)
    const variables = {target_host: '192.0.2.6', target_port: '443'}
    expect(template.expand(variables)).toBe(path)
    expect(template.match(path)).toEqual(variables)
    expect(template.match(`/other${path}`)).toBeUndefined()
  })

  it('percent-encodes the colons of an IPv6 literal, and takes them back in both cases', () => {
    const template = parseTemplate(defaultTemplate('p.example'))
    const variables = {target_host: '2001:db8::42', target_port: '443'}
    expect(template.expand(variables)).toBe('/.well-known/masque/udp/2001%3Adb8%3A%3A42/443/')
    expect(template.match('/.well-known/masque/udp/2001%3adb8%3a%3a42/443/')).toEqual(variables)
  })

  it('survives a round trip of any host and port text', () => {
    const texts = [defaultTemplate('p.example'), 'https://p.example/m{?target_host,target_port}']
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.string({minLength: 1}),
        fc.string({minLength: 1}),
        (text, host, port) => {
          const template = parseTemplate(text)
          const variables = {target_host: host, target_port: port}
          expect(template.match(template.expand(variables))).toEqual(variables)
        },
      ),
    )
  })

  it('decodes exactly once, and refuses broken escapes', () => {
    const template = parseTemplate(defaultTemplate('p.example'))
    expect(template.match('/.well-known/masque/udp/%2565xample.com/443/')?.target_host).toBe('%65xample.com')
    expect(template.match('/.well-known/masque/udp/%zz/443/')).toBeUndefined()
    expect(template.match('/.well-known/masque/udp//443/')).toEqual({target_host: '', target_port: '443'})
  })

  it('leaves other variables empty', () => {
    const template = parseTemplate('https://p.example/{tenant}/{target_host}/{target_port}')
    expect(template.expand({target_host: 'a', target_port: '1'})).toBe('//a/1')
  })

  it('knows authority, host and port', () => {
    expect(parseTemplate(defaultTemplate('[2001:db8::1]:8443'))).toMatchObject({
      authority: '[2001:db8::1]:8443',
      host: '2001:db8::1',
      port: 8443,
    })
    expect(parseTemplate(defaultTemplate('p.example')).port).toBe(443)
  })

  const good = '/{target_host}/{target_port}'
  it.each([
    ['a space', `https://p.example/a b${good}`, 'characters', 'character 20 is U+0020'],
    ['a letter beyond ASCII', `https://p.example/\u00e9${good}`, 'characters', 'U+00E9'],
    ['DEL', `https://p.example/\x7f${good}`, 'characters', 'U+007F'],
    ['no scheme', good, 'not-absolute', 'https://HOST'],
    ['no scheme but a host', 'p.example/{target_host}/{target_port}', 'not-absolute', 'https://HOST'],
    ['another scheme', `masque://p.example${good}`, 'scheme', "'masque'"],
    ['an empty authority', `https://${good}`, 'authority', 'empty'],
    ['user information', `https://me:secret@p.example${good}`, 'authority', '--user'],
    ['a port out of range', `https://p.example:70000${good}`, 'authority', '70000'],
    ['IPv6 without brackets', `https://2001:db8::1${good}`, 'authority', 'brackets'],
    ['no path', 'https://p.example{?target_host,target_port}', 'variable-outside', 'authority'],
    ['a query without a path', 'https://p.example?h={target_host}&p={target_port}', 'path', "'/'"],
    [
      'a variable in the authority',
      'https://{target_host}.example/{target_port}/',
      'variable-outside',
      'choose the proxy',
    ],
    ['a variable in the scheme', '{target_host}://p.example/{target_port}', 'variable-outside', 'authority'],
    ['a fragment', `https://p.example${good}#top`, 'fragment', 'never sent'],
    ['a variable in the fragment', 'https://p.example/{target_host}#{target_port}', 'variable-outside', 'never sent'],
    ['no target_host', 'https://p.example/{target_port}', 'missing-variable', '{target_host}'],
    ['neither variable', 'https://p.example/masque', 'missing-variable', '{target_host} and {target_port}'],
    ['reserved expansion', 'https://p.example/{+target_host}/{target_port}', 'operator', 'reserved expansion'],
    ['fragment expansion', 'https://p.example/{#target_host}/{target_port}', 'operator', 'fragment expansion'],
    ['label expansion', 'https://p.example/{.target_host}/{target_port}', 'operator', 'label expansion'],
    ['path segment expansion', 'https://p.example{/target_host,target_port}', 'variable-outside', 'authority'],
    ['path segments in a path', 'https://p.example/a{/target_host,target_port}', 'operator', 'path segment expansion'],
    ['path-style parameters', 'https://p.example/a{;target_host,target_port}', 'operator', 'path-style'],
    ['an operator that does not exist', 'https://p.example/{=target_host}/{target_port}', 'operator', "'='"],
    ['a prefix modifier', 'https://p.example/{target_host:3}/{target_port}', 'level', 'level 3'],
    ['an explode modifier', 'https://p.example/{target_host*}/{target_port}', 'level', 'level 3'],
    ['an open brace', 'https://p.example/{target_host/{target_port}', 'syntax', 'target_host/{target_port'],
    ['a brace never closed', 'https://p.example/{target_host}/{target_port', 'syntax', "'{' without '}'"],
    ['a brace never opened', 'https://p.example/}{target_host}/{target_port}', 'syntax', "'}' without '{'"],
    ['an empty expression', 'https://p.example/{}{target_host}/{target_port}', 'syntax', 'empty variable name'],
  ])('refuses %s with words of its own', (_, text, problem, words) => {
    const error = errorOf(text)
    expect(error.problem).toBe(problem)
    expect(error.message).toContain(words)
  })
})

describe('PROXY as people write it', () => {
  it('is self, an authority, or a template', () => {
    expect(parseProxyAddress('self')).toEqual({kind: 'self'})
    for (const authority of ['proxy.example', 'proxy.example:4443', '[2001:db8::1]:443', '192.0.2.1']) {
      const address = parseProxyAddress(authority)
      expect(address.kind === 'template' && address.template.text).toBe(defaultTemplate(authority))
    }
    const template = parseProxyAddress('https://p.example/{target_host}/{target_port}')
    expect(template.kind === 'template' && template.template.host).toBe('p.example')
    expect(() => parseProxyAddress('https://p.example/')).toThrow(TemplateError)
    expect(() => parseProxyAddress('p.example/{target_host}')).toThrow(TemplateError)
    expect(() => parseProxyAddress('')).toThrow(TemplateError)
  })
})
