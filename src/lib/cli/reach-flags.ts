/** Flags about the way to the proxy, as in curl where curl has them. */
import {Flags} from '@oclif/core'
import type {HeaderList} from '../http/transport.js'
import type {ReachOptions} from '../reach/options.js'
import type {Dialect} from '../tunnel/dialect/dialect.js'
import {CliError} from './errors.js'
import {fieldValue, parseBind, parseHeader, parseHostPort, parsePin, parseResolve, parseServerName} from './parsers.js'
import {readText} from './read-text.js'

const TLS = {helpGroup: 'TLS'}
const WAY = {helpGroup: 'WAY TO THE PROXY'}
const REQUEST = {helpGroup: 'REQUEST'}

export const reachFlags = {
  insecure: Flags.boolean({char: 'k', description: 'Do not check the certificate.', env: 'MASQUE_INSECURE', ...TLS}),
  cacert: Flags.string({
    helpValue: 'FILE',
    description: 'Trust these authorities (PEM) and no others.',
    env: 'MASQUE_CACERT',
    ...TLS,
  }),
  pin: Flags.string({
    helpValue: 'BASE64',
    description: 'Trust this public key (SHA-256 of the SPKI) whoever signed it; sha256// before it is accepted.',
    env: 'MASQUE_PIN',
    ...TLS,
  }),
  cert: Flags.string({
    helpValue: 'FILE',
    description: 'Our own certificate (PEM).',
    env: 'MASQUE_CERT',
    dependsOn: ['key'],
    ...TLS,
  }),
  key: Flags.string({
    helpValue: 'FILE',
    description: 'Its private key (PEM).',
    env: 'MASQUE_KEY',
    dependsOn: ['cert'],
    ...TLS,
  }),
  sni: Flags.string({
    helpValue: 'NAME',
    description: 'Ask for this name, and expect it in the certificate.',
    env: 'MASQUE_SNI',
    ...TLS,
  }),
  header: Flags.string({
    char: 'H',
    multiple: true,
    helpValue: "'Name: value'",
    description: 'A field of the request; repeatable.',
    env: 'MASQUE_HEADER',
    ...REQUEST,
  }),
  user: Flags.string({
    char: 'u',
    helpValue: 'NAME:PASSWORD',
    description: 'Basic credentials for the proxy; better set as MASQUE_USER than typed.',
    env: 'MASQUE_USER',
    exclusive: ['bearer-file'],
    ...REQUEST,
  }),
  'bearer-file': Flags.string({
    helpValue: 'FILE',
    description: 'A bearer token for the proxy.',
    env: 'MASQUE_BEARER_FILE',
    ...REQUEST,
  }),
  'connect-to': Flags.string({
    helpValue: 'HOST:PORT',
    description: 'Send packets there instead.',
    env: 'MASQUE_CONNECT_TO',
    ...WAY,
  }),
  resolve: Flags.string({
    multiple: true,
    helpValue: 'HOST:PORT:ADDRESS',
    description: 'Use this address without asking the resolver; repeatable.',
    env: 'MASQUE_RESOLVE',
    ...WAY,
  }),
  ipv4: Flags.boolean({char: '4' as 'a', description: 'IPv4 only.', exclusive: ['ipv6'], env: 'MASQUE_IPV4', ...WAY}),
  ipv6: Flags.boolean({char: '6' as 'a', description: 'IPv6 only.', env: 'MASQUE_IPV6', ...WAY}),
  'all-addresses': Flags.boolean({
    description: 'Try every address of the proxy; the worst of them counts.',
    env: 'MASQUE_ALL_ADDRESSES',
    ...WAY,
  }),
  bind: Flags.string({helpValue: 'ADDRESS', description: 'Send from this address.', env: 'MASQUE_BIND', ...WAY}),
}

export interface ReachFlagValues {
  readonly insecure: boolean
  readonly cacert?: string | undefined
  readonly pin?: string | undefined
  readonly cert?: string | undefined
  readonly key?: string | undefined
  readonly sni?: string | undefined
  readonly header?: readonly string[] | undefined
  readonly user?: string | undefined
  readonly 'bearer-file'?: string | undefined
  readonly 'connect-to'?: string | undefined
  readonly resolve?: readonly string[] | undefined
  readonly ipv4: boolean
  readonly ipv6: boolean
  readonly 'all-addresses': boolean
  readonly bind?: string | undefined
}

/** @throws CliError for files that cannot be read and values that make no sense */
export async function readReach(flags: ReachFlagValues, dialect?: Dialect): Promise<ReachOptions> {
  return {
    resolve: new Map((flags.resolve ?? []).map(parseResolve)),
    allAddresses: flags['all-addresses'],
    trust: await readTrust(flags),
    ...(flags['connect-to'] !== undefined && {connectTo: parseHostPort('connect-to', flags['connect-to'])}),
    ...(dialect && {dialect}),
    ...(flags.ipv4 && {family: 4 as const}),
    ...(flags.ipv6 && {family: 6 as const}),
    ...(flags.bind !== undefined && {bind: parseBind(flags.bind)}),
    ...(flags.sni !== undefined && {serverName: parseServerName('sni', flags.sni)}),
    ...(flags.cert !== undefined &&
      flags.key !== undefined && {
        identity: {certificatesPem: await readText('cert', flags.cert), keyPem: await readText('key', flags.key)},
      }),
  }
}

/** @throws CliError */
export async function readHeaders(flags: ReachFlagValues, userAgent: string): Promise<HeaderList> {
  const given = (flags.header ?? []).map(parseHeader)
  const headers: [string, string][] = []
  if (!given.some(([name]) => name === 'user-agent')) headers.push(['user-agent', userAgent])
  const credentials = await readCredentials(flags)
  // To extended CONNECT the proxy is an origin (401) and still a proxy (407): which it asks for differs from one to the next.
  if (credentials !== undefined) headers.push(['authorization', credentials], ['proxy-authorization', credentials])
  return [...headers, ...given]
}

async function readCredentials(flags: ReachFlagValues): Promise<string | undefined> {
  if (flags.user !== undefined) return `Basic ${Buffer.from(flags.user).toString('base64')}`
  const file = flags['bearer-file']
  if (file === undefined) return undefined
  const token = fieldValue('bearer-file', (await readText('bearer-file', file)).trim())
  if (token !== '') return `Bearer ${token}`
  throw new CliError(`--bearer-file ${file}: there is no token in it`, {
    code: 'bad-flag',
    next: 'one line with the token',
  })
}

async function readTrust({insecure, cacert, pin}: ReachFlagValues): Promise<ReachOptions['trust']> {
  if (pin !== undefined) return {trust: 'pin', pin: parsePin(pin)}
  const rootsPem = cacert === undefined ? await systemRoots() : await readText('cacert', cacert)
  return {trust: insecure ? 'anything' : 'roots', rootsPem}
}

/** What Node trusts, and what SSL_CERT_FILE names. */
async function systemRoots(): Promise<string> {
  const {rootCertificates} = await import('node:tls')
  const more = process.env['SSL_CERT_FILE']
  const extra = more ? await readText('cacert', more) : ''
  return [...rootCertificates, extra].join('\n')
}
