/** The flag --dialect: what a server is known to do otherwise than the RFCs say, and what to do about it. */
import {Flags} from '@oclif/core'
import type {HttpWish} from '../probe/options.js'
import type {Dialect} from '../tunnel/dialect/dialect.js'
import {dialectNames, dialects} from '../tunnel/dialect/dialects.js'
import {CliError} from './errors.js'

const NONE = 'auto'

export const dialectFlag = {
  dialect: Flags.option({
    options: [NONE, ...dialectNames],
    description: 'A known deviation from the RFCs to speak; auto speaks none, and names what it meets.',
    env: 'MASQUE_DIALECT',
    helpGroup: 'REQUEST',
  })({default: NONE}),
}

export interface Spoken {
  readonly dialect: Dialect | undefined
  /** The versions of HTTP it exists for, of those that were wished for. */
  readonly http: HttpWish
}

export interface Wanted {
  readonly tunnel: 'udp' | 'ip'
  readonly http: HttpWish
  /** An IP tunnel is wanted for less than anything. */
  readonly scoped?: boolean
}

/** @throws CliError if it has no such tunnels, or none over a version of HTTP that was asked for by name */
export function readDialect(name: string, {tunnel, http, scoped = false}: Wanted): Spoken {
  const known = dialectNames.find(each => each === name)
  if (known === undefined) return {dialect: undefined, http}
  const dialect = dialects[known]
  const {tunnels, http: versions, unscoped = [], summary} = dialect
  if (!tunnels.includes(tunnel)) {
    const others = dialectNames.filter(other => dialects[other].tunnels.includes(tunnel))
    throw new CliError(`--dialect ${name} has no ${tunnel.toUpperCase()} tunnels: ${summary}`, {
      code: 'bad-flag',
      next: `for these there are: ${others.join(', ')}`,
    })
  }
  const missing = http.versions.find(version => !versions.includes(version))
  if (missing !== undefined && http.named) {
    throw new CliError(`--dialect ${name} does not exist over HTTP/${missing}: ${summary}`, {
      code: 'bad-flag',
      next: `--http ${versions.join(' --http ')}`,
    })
  }
  const fit = versions.filter(version => !scoped || !unscoped.includes(version))
  const mute = http.versions.find(version => versions.includes(version) && !fit.includes(version))
  if (mute !== undefined && http.named) {
    throw new CliError(`--dialect ${name} cannot say over HTTP/${mute} what an IP tunnel is for: ${summary}`, {
      code: 'no-place-for-scope',
      next: `--http ${fit.join(' --http ')}, or leave --scope-target and --scope-ipproto out`,
    })
  }
  return {dialect, http: {...http, versions: http.versions.filter(version => fit.includes(version))}}
}
