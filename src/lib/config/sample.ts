/**
 * The masque.toml that `masque init` writes: every setting there is, commented out, with what it means, its default or
 * an example. Made from the same flags as the schema, so that it cannot fall behind. Prose stands after `# `, settings
 * after `#` alone: taking away that sign is all it takes to set one.
 */
import {allFlags, isNumeric, isOnByDefault, SECRET_FLAGS, type CommandInfo, type FlagInfo} from './flag.js'

const COLUMNS = 100

const EXAMPLES: Readonly<Record<string, string>> = {
  FILE: '"file.pem"',
  DIR: '"directory"',
  BASE64: '"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="',
  'HOST:PORT': '"192.0.2.1:4434"',
  'HOST:PORT:ADDRESS': '"proxy.example:443:192.0.2.1"',
  'ADDR:PORT': '"127.0.0.1:4433"',
  ADDRESS: '"192.0.2.7"',
  NETWORK: '"10.0.0.0/8"',
  NAME: '"name.example"',
  KIND: '"dns:example.com"',
  'FORMAT=PATH': '"json=result.json"',
}

/** Before those: what a file is for says more than that it is one. */
const NAMED_EXAMPLES: Readonly<Record<string, string>> = {
  waivers: '"masque.waivers.toml"',
  baseline: '"masque.baseline"',
  requirements: '"2026.1"',
  resume: '"run.jsonl"',
  save: '"run.jsonl"',
  pcap: '"run.pcapng"',
  keylog: '"keys.log"',
  qlog: '"qlogs"',
  record: '"session.masque"',
  bundle: '"bug.tar.gz"',
  with: '"run.pcapng"',
  'responder-key': '"responder.key"',
  'key-file': '"responder.key"',
  'bearer-file': '"token.txt"',
  'ip-template': '"https://proxy.example/.well-known/masque/ip/{target}/{ipproto}/"',
  'scope-target': '"192.0.2.0/24"',
  only: '"rfc9298/3.1"',
  skip: '"rfc9298/3.1"',
  fault: '"rfc9298/5/unknown-context#forwards-it"',
}

export function sampleConfig(commands: readonly CommandInfo[]): string {
  const common = allFlags(commands).filter(({name}) =>
    commands.every(({flags}) => flags.some(flag => flag.name === name)),
  )
  const isOwn = (flag: FlagInfo): boolean => !flag.hidden && !common.some(({name}) => name === flag.name)
  const proxied = allFlags(commands.filter(({takesProxy}) => takesProxy)).filter(isOwn)
  const blocks = [
    prose(
      'Settings of masque. The strongest first: a flag on the command line, its environment variable, the profile named as ' +
        'PROXY, masque.toml in the working directory, config.toml in the folder that `masque config show` tells, the default.',
    ),
    prose('Take away the # before a setting to set it. Relative paths are relative to this file.'),
    '',
    prose('For every command. Any setting that is further below in this file may stand here as well.'),
    '#[defaults]',
    ...common.map(entry),
    '',
    prose('A proxy by name: with this, `masque probe udp office` is all it takes. More of them may follow.'),
    '#[profiles.office]',
    prose('What PROXY stands for: a URI template, host[:port], or self.'),
    '#proxy = "https://proxy.example/.well-known/masque/udp/{target_host}/{target_port}/"',
    ...proxied.map(entry),
    ...commands
      .filter(({takesProxy}) => !takesProxy)
      .flatMap(({words, flags}) => commandTable(words, flags.filter(isOwn))),
  ]
  return `${blocks.join('\n')}\n`
}

/** For one command only. */
function commandTable(words: readonly string[], flags: readonly FlagInfo[]): readonly string[] {
  if (flags.length === 0) return []
  return ['', prose(`For masque ${words.join(' ')} only.`), `#[${words.join('.')}]`, ...flags.map(entry)]
}

function entry(flag: FlagInfo): string {
  return [prose(flag.description ?? ''), `#${flag.name} = ${exampleOf(flag)}`].join('\n')
}

function exampleOf(flag: FlagInfo): string {
  if (flag.type === 'boolean') return String(isOnByDefault(flag))
  if (flag.name === 'header') return '[{name = "authorization", env = "PROXY_AUTHORIZATION"}]'
  if (SECRET_FLAGS.has(flag.name)) return '{env = "PROXY_USER"}'
  const one = flag.default === undefined ? placeholder(flag) : JSON.stringify(flag.default)
  return flag.multiple ? `[${one}]` : one
}

function placeholder(flag: FlagInfo): string {
  if (flag.options?.[0] !== undefined) return JSON.stringify(flag.options[0])
  if (isNumeric(flag)) return '60'
  const named = NAMED_EXAMPLES[flag.name]
  if (named !== undefined) return named
  const known = typeof flag.helpValue === 'string' ? EXAMPLES[flag.helpValue] : undefined
  return known ?? JSON.stringify(flag.name)
}

function prose(text: string): string {
  const lines: string[] = []
  let line = '#'
  for (const word of text.split(/\s+/)) {
    if (line.length + 1 + word.length > COLUMNS) {
      lines.push(line)
      line = '#'
    }
    line += ` ${word}`
  }
  return [...lines, line].join('\n')
}
