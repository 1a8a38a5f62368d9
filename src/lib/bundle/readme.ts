/** README.md of a bundle: for somebody who has never heard of us, and wants to know what is safe to pass on. */

export interface Packed {
  readonly name: string
  readonly about: string
}

export interface Left {
  /** As it was given; with --redact by its number only. */
  readonly file: string
  readonly why: string
}

export interface ReadmeFacts {
  readonly packed: readonly Packed[]
  readonly left: readonly Left[]
  readonly secrets: 'left-out' | 'included'
  readonly redacted: boolean
  /** Verdict and command of each run. */
  readonly runs: readonly string[]
}

export function readme({packed, left, secrets, redacted, runs}: ReadmeFacts): string {
  const list = (items: readonly string[]): string => items.map(item => `- ${item}\n`).join('')
  return [
    '# A bundle of masque, the testing toolkit for MASQUE proxies\n',
    list(runs),
    '## What is inside\n',
    list(packed.map(({name, about}) => `\`${name}\`: ${about}`)),
    ...(left.length > 0 ? ['## What was left out\n', list(left.map(({file, why}) => `${file}: ${why}`))] : []),
    '## Who may read it\n',
    secrets === 'included' ? SECRETS_INSIDE : NO_SECRETS,
    redacted ? REDACTED : NOT_REDACTED,
  ].join('\n')
}

const SECRETS_INSIDE =
  '**Secrets are inside**, as they were asked for: with the keys of a capture everything in it can be read. Delete it when it has served.\n'
const NO_SECRETS =
  'Credentials, tokens and keys were taken out where they could be told: in header fields, in transport parameters, in captures. Captures hold what crossed the tunnel in clear, if they have an interface for it.\n'
const REDACTED =
  'Addresses and names were replaced by placeholders of the ranges for documentation. The same one always stands for the same: `192.0.2.1` is one host throughout this bundle.\n'
const NOT_REDACTED =
  'Addresses and names of hosts are as they were. `masque report RUN --bundle FILE --redact` replaces them.\n'
