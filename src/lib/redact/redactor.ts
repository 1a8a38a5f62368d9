/**
 * The one place where results lose what must not be passed on: documents, events of a run, lines of a saved run and qlog
 * records, all as JSON values, before anybody writes them. A string that no rule knows is read as a sentence, so that a
 * field added tomorrow is covered today.
 */
import {isIp} from '../net/address.js'
import {Pseudonyms} from './pseudonyms.js'
import {GONE, pseudonymise, withoutCredentials} from './text.js'

export interface RedactorOptions {
  /** Not only secrets: addresses, names, identifiers too. */
  readonly addresses: boolean
  /** Values known to be secret, wherever they turn up. */
  readonly secrets?: readonly string[]
  /** Host names known beforehand: those without a dot cannot be told from words. */
  readonly names?: readonly string[]
}

/** Shorter ones would be found everywhere. */
const MIN_SECRET_LENGTH = 4

/** Fields whose name says that their value is nobody's business. */
const SECRET_FIELD = /auth|cookie|token|secret|key/i
/** Challenges say how to authenticate; a diagnosis needs them. */
const CHALLENGE_FIELD = /^(www|proxy)-authenticate$|^(proxy-)?authentication-info$/i

/** The same shape, without what must not be passed on; or the value itself. */
export type Redact = <T>(value: T) => T

export const KEEP_ALL: Redact = value => value

type Parent = Readonly<Record<string, unknown>>

export class Redactor {
  readonly #names = new Pseudonyms()
  readonly #secrets: string[] = []
  readonly #learned: string[] = []

  constructor(private readonly options: RedactorOptions) {
    for (const secret of options.secrets ?? []) this.#learnSecret(secret)
    for (const name of options.names ?? []) this.#learnName(name)
  }

  /** The same shape, without what must not be in it. */
  value<T>(value: T): T {
    this.#learn(value, '')
    return this.#value(value, '', {}) as T
  }

  text(text: string): string {
    return this.#text(text)
  }

  /** What a value teaches for itself and for what comes after it. */
  #learn(value: unknown, key: string): void {
    if (typeof value === 'string') {
      if (HOST_KEYS.has(key)) this.#learnName(hostOf(value))
      if (key === 'template') this.#learnName(hostOf(/^[^/]*:\/\/([^/?{]+)/.exec(value)?.[1] ?? ''))
    } else if (Array.isArray(value)) {
      for (const item of value) this.#learn(item, key)
      if (isField(value, key)) this.#learnCredential(value[0], value[1])
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, item] of Object.entries(value)) this.#learn(item, name)
    }
  }

  #learnCredential(name: string, value: string): void {
    if (!SECRET_FIELD.test(name) || CHALLENGE_FIELD.test(name) || value.startsWith('[')) return
    this.#learnSecret(value.replace(/^\w+ /, ''))
  }

  #learnSecret(secret: string): void {
    if (secret.length < MIN_SECRET_LENGTH || this.#secrets.includes(secret)) return
    this.#secrets.push(secret)
    // The longest first, as one may be the beginning of another.
    this.#secrets.sort((left, right) => right.length - left.length)
  }

  #learnName(name: string): void {
    const plain = name.toLowerCase()
    const isPlain = plain === '' || isIp(plain) || plain.includes('.') || this.#names.name(plain) === plain
    if (!this.options.addresses || isPlain || this.#learned.includes(plain)) return
    this.#learned.push(plain)
  }

  #value(value: unknown, key: string, parent: Parent): unknown {
    if (typeof value === 'string') return this.#string(value, key, parent)
    if (Array.isArray(value)) {
      return isField(value, key) ? this.#field(value) : value.map(item => this.#value(item, key, parent))
    }
    if (typeof value !== 'object' || value === null) return value
    const object = value as Parent
    return Object.fromEntries(Object.entries(object).map(([name, item]) => [name, this.#value(item, name, object)]))
  }

  /** `[name, value]`, as header fields are everywhere. */
  #field([name, value]: readonly [string, string]): [string, string] {
    return [this.#text(name), this.#fieldValue(name, value)]
  }

  #fieldValue(name: string, value: string): string {
    if (SECRET_FIELD.test(name) && !CHALLENGE_FIELD.test(name)) return GONE
    return this.#text(value)
  }

  #string(text: string, key: string, parent: Parent): string {
    const {addresses} = this.options
    const {name, id} = parent
    if (key === 'value' && typeof name === 'string') {
      if (TOKEN_PARAMETERS.has(name)) return '0'.repeat(text.length)
      if (typeof id !== 'string') return this.#fieldValue(name, text)
      if (addresses && /^([0-9a-f]{2}){4,}$/i.test(text) && /[a-f]|^0|.{17}/i.test(text)) return this.#names.hex(text)
      return this.#text(text)
    }
    if (TOKEN_KEYS.has(key)) return '0'.repeat(text.length)
    if (!addresses) return this.#text(text)
    if (FIXED_KEYS.has(key)) return text
    if (PAYLOAD_KEYS.has(key)) return ''
    if (ID_KEYS.has(key)) return /^[0-9a-f]+$/i.test(text) ? this.#names.hex(text) : this.#text(text)
    if (key === 'pin')
      return Buffer.from(this.#names.hex(Buffer.from(text, 'base64').toString('hex')), 'hex').toString('base64')
    if (key === 'subject' || key === 'issuer') return `CN=${this.#names.name(text)}`
    // To the day: a certificate's exact times find it in public logs.
    if (key === 'validFrom' || key === 'validTo') return text.replace(/T.*$/, 'T00:00:00.000Z')
    return this.#text(text)
  }

  #text(text: string): string {
    let result = text
    for (const secret of this.#secrets) result = result.replaceAll(secret, GONE)
    result = withoutCredentials(result)
    return this.options.addresses ? pseudonymise(result, this.#names, this.#learned) : result
  }
}

function isField(value: readonly unknown[], key: string): value is readonly [string, string] {
  return key === 'headers' && value.length === 2 && value.every(item => typeof item === 'string')
}

/** `name:443` or `name` alone; an address in brackets has no name in it. */
function hostOf(text: string): string {
  return text.startsWith('[') ? '' : text.replace(/:\d+$/, '')
}

const HOST_KEYS: ReadonlySet<string> = new Set([
  'authority',
  'host',
  'target',
  'address',
  'serverName',
  'remote',
  'local',
])
/** Octets that crossed the tunnel: anything may be in them. */
const PAYLOAD_KEYS: ReadonlySet<string> = new Set(['headHex'])
const TOKEN_KEYS: ReadonlySet<string> = new Set(['stateless_reset_token', 'token'])
/** Transport parameters that open something. */
const TOKEN_PARAMETERS: ReadonlySet<string> = new Set(['stateless_reset_token', 'preferred_address'])
const ID_KEYS: ReadonlySet<string> = new Set(
  'connection_id connection_ids dcid scid group_id serial fingerprint sha256Hex data'.split(' '),
)
/** Our own words, which are programs' to read. */
const FIXED_KEYS: ReadonlySet<string> = new Set(
  'version engine node platform command event kind phase outcome code fault verdict label level viability name id schema'.split(
    ' ',
  ),
)
