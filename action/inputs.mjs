// Inputs of the step become words of a command line: each word is one of a list, and none passes through a shell.
import {join} from 'node:path'

/** What whoever wrote the workflow has to mend. */
export class InputError extends Error {
  name = 'InputError'
}

/** Formats and the names of their files; json is always there. */
const FILES = {
  json: 'masque.json',
  html: 'masque.html',
  junit: 'masque.xml',
  markdown: 'masque.md',
  tap: 'masque.tap',
  jsonl: 'masque.jsonl',
}
const PCAP = ['never', 'on-failure', 'always']

/** @returns the inputs by their names, in camel case, without those that are empty */
export function readInputs(env = process.env) {
  const values = Object.entries(env).filter(([name, value]) => name.startsWith('INPUT_') && value !== '')
  const named = values.map(([name, value]) => [
    name
      .slice(6)
      .toLowerCase()
      .replaceAll(/_(\w)/g, (_, letter) => letter.toUpperCase()),
    value,
  ])
  return Object.fromEntries(named)
}

/** `true` and `false`, as YAML has them; anything else would be a guess. */
export function readBoolean(name, value, otherwise) {
  if (value === undefined || value === '') return otherwise
  const word = value.trim().toLowerCase()
  if (word === 'true' || word === 'false') return word === 'true'
  throw new InputError(`${name}: '${value}' is neither true nor false`)
}

export function readSeconds(name, value, otherwise) {
  if (value === undefined) return otherwise
  const seconds = Number(value)
  if (value.trim() !== '' && Number.isFinite(seconds) && seconds > 0) return seconds
  throw new InputError(`${name}: '${value}' is no number of seconds`)
}

/** A JSON list of words: the one form in which nothing has to be taken apart. */
export function readWords(name, value) {
  if (value === undefined) return []
  let words
  try {
    words = JSON.parse(value)
  } catch {
    throw new InputError(`${name}: this is no JSON; write a list of words, as in ["--cacert", "ca.pem"]`)
  }
  if (Array.isArray(words) && words.every(word => typeof word === 'string')) return words
  throw new InputError(`${name}: write a JSON list of words, as in ["--cacert", "ca.pem"]`)
}

function split(value = '') {
  return value.split(/[\s,]+/).filter(word => word !== '')
}

export function readProxy({proxy, profile}) {
  if (proxy !== undefined && profile !== undefined) throw new InputError('proxy and profile are the same: give one')
  const name = proxy ?? profile
  if (name === undefined) throw new InputError('proxy: which one? A URI template, host[:port] or a profile')
  if (name.startsWith('-')) throw new InputError(`proxy: '${name}' is a flag; flags go into args`)
  return name
}

/** Where reports go, by format. */
export function readReports({formats, outputDir = 'masque-report'}) {
  const names = [...new Set(['json', ...split(formats)])]
  const unknown = names.find(name => !Object.hasOwn(FILES, name))
  if (unknown !== undefined) throw new InputError(`formats: '${unknown}' is none of ${Object.keys(FILES).join(', ')}`)
  return Object.fromEntries(names.map(name => [name, join(outputDir, FILES[name])]))
}

export function readPcap({pcap = 'never', outputDir = 'masque-report'}) {
  if (!PCAP.includes(pcap)) throw new InputError(`pcap: '${pcap}' is none of ${PCAP.join(', ')}`)
  return {keep: pcap, file: pcap === 'never' ? undefined : join(outputDir, 'masque.pcapng')}
}

/** The words of `masque check`. */
export function checkWords(inputs) {
  const {file} = readPcap(inputs)
  const repeated = [
    ['--http', split(inputs.http)],
    ['--only', split(inputs.only)],
    ['--skip', split(inputs.skip)],
    ['--class', split(inputs.class)],
    ['--report', Object.entries(readReports(inputs)).map(([format, path]) => `${format}=${path}`)],
  ]
  const single = [
    ['--target', inputs.target],
    ['--responder', inputs.responder],
    ['--requirements', inputs.requirements],
    ['--confirm', inputs.confirm],
    ['--timeout', inputs.timeout],
    ['--deadline', inputs.deadline],
    ['--waivers', inputs.waivers],
    ['--baseline', inputs.baseline],
    ['--flaky', inputs.flaky],
    ['--fail-on', inputs.failOn],
    ['--pcap', file],
  ]
  return [
    'check',
    readProxy(inputs),
    ...repeated.flatMap(([flag, values]) => values.map(value => `${flag}=${value}`)),
    ...single.flatMap(([flag, value]) => (value === undefined ? [] : [`${flag}=${value}`])),
    ...readWords('args', inputs.args),
  ]
}

/**
 * The words that show whether a proxy answers at all: what it answers is not looked at.
 * @param nowhere to an address that leads nowhere, where it cannot be asked otherwise
 */
export function readinessWords(inputs, nowhere = false) {
  const {responder} = inputs
  const where = nowhere ? ['--target=192.0.2.1:9', '--payload=hex:00'] : responder ? [`--responder=${responder}`] : []
  const versions = split(inputs.http).map(version => `--http=${version}`)
  const quick = ['--json', '--count=1', '--interval=0', '--no-sizes', '--timeout=2', '--deadline=10']
  return ['probe', 'udp', readProxy(inputs), ...versions, ...where, ...quick]
}

export function wantedVersions({http}) {
  return split(http).filter(version => version !== 'auto')
}
