/**
 * The suite against real peers: what fails, warns and stays undecided is on file, as it was traced (docs/peers.md). One run
 * each, without confirmation, so that it is quick; `npm run peers:facts` writes the files anew: read the difference.
 */
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {format, resolveConfig} from 'prettier'
import {expect, it} from 'vitest'
import {resultDocument, type ResultDocument} from '../../src/lib/report/document.js'
import {masque} from './support/cli.js'
import {identityForAll} from './support/fixture.js'
import {startPeer} from './support/peer.js'

const made = identityForAll()
const expected = fileURLToPath(new URL('../peers', import.meta.url))
/** What lies behind those of connect-ip-go. */
const NETWORK = ['--ip-target', '198.51.100.10', '--ip-target', '2001:db8:1::10', '--ip-responder', '198.51.100.10']
/** Enough for peers on this host; Envoy never ends its refusals. */
const QUICK = ['--class', 'safe', '--confirm', '0', '-w', '2', '--seed', '7', '-4', '--json']
/** Timers of the peers, and what depends on what else is under way: not the same each time. */
const UNSTEADY = new Set(['rfc9484/11/persistent-address'])
const LIMIT_MS = 55_000

const checks = [
  {name: 'masque-go', args: ['--http', '3']},
  {name: 'envoy', args: ['--http', '2']},
  {name: 'connect-ip-go', args: ['--http', '3', ...NETWORK]},
  {name: 'connect-ip-go-0.1', args: ['--http', '3', ...NETWORK]},
  {name: 'masquerade-proxy', args: ['--http', '3']},
] as const

it.each(checks)(
  'check of $name: what fails, warns and stays undecided is as it was traced',
  async ({name, args}) => {
    await using peer = await startPeer(name, made.identity)
    const {stdout} = await masque('check', peer.authority, '--cacert', made.identity.ca, ...QUICK, ...args).ended
    const document = resultDocument.parse(JSON.parse(stdout))
    // No test of the safe class ends a peer.
    expect(document.warnings.filter(text => text.includes('was lost'))).toEqual([])
    expect(await fetchable(peer.authority, made.identity.ca)).toBe(true)
    const file = join(expected, name, 'expected', 'check.json')
    const style = {...(await resolveConfig(file)), parser: 'json'}
    await expect(await format(JSON.stringify(verdicts(document)), style)).toMatchFileSnapshot(file)
  },
  LIMIT_MS + 5000,
)

/** It still answers. */
async function fetchable(authority: string, ca: string): Promise<boolean> {
  const {stdout} = await masque('probe', 'udp', authority, '--cacert', ca, '-4', '--http', 'auto', '-c', '1', '--json')
    .ended
  return resultDocument.parse(JSON.parse(stdout)).roads.some(({viability}) => viability !== 'unreachable')
}

/** By label: each requirement, with the version of HTTP. Passes and what is only measured are too many to be read. */
function verdicts({results}: ResultDocument): Record<string, string[]> {
  const labels = ['fail', 'warn', 'error', 'inconclusive'] as const
  const told = (wanted: string): string[] =>
    results.filter(({id, label}) => label === wanted && !UNSTEADY.has(id)).map(({id, http}) => `${id} h${http}`)
  return Object.fromEntries(labels.map(label => [label, told(label)]))
}
