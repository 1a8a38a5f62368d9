/**
 * `probe udp` and `probe ip` against each peer: every fact that is the same in each run, to the last field. `npm run peers:facts`
 * writes the files anew, for a new version of a peer or after a change of what we say: read the difference.
 */
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {format, resolveConfig} from 'prettier'
import {describe, expect, it} from 'vitest'
import {probeIp, probeUdp} from './support/cli.js'
import {peerForAll} from './support/fixture.js'
import {ipScenarios, over, scenarios, self} from './support/scenarios.js'
import {stableFacts} from './support/stable-facts.js'
import {stableIpFacts} from './support/stable-ip-facts.js'

const expected = fileURLToPath(new URL('../peers', import.meta.url))

const probes = [
  ...Object.entries(scenarios).map(([name, byVersion]) => ({name, byVersion, kind: 'udp'})),
  ...Object.entries(ipScenarios).map(([name, byVersion]) => ({name, byVersion, kind: 'ip'})),
]

describe.each(probes)('probe $kind, $name', ({name, byVersion, kind}) => {
  const isOurs = name === 'embedded'
  const served = isOurs ? undefined : peerForAll(name)
  const asked = Object.entries(over).flatMap(([folder, http]) =>
    (byVersion[folder as keyof typeof over] ?? []).map(scenario => ({...scenario, folder, http})),
  )

  it.each(asked)('HTTP/$http: $name', async ({name: scenario, folder, http, ask, settled = false}) => {
    const file = join(expected, name, 'expected', folder, `${scenario}.json`)
    await using asking = await ask(served ? served.peer : self)
    const args = [...asking.args, '--http', http, ...(served ? ['--cacert', served.identity.ca] : [])]
    const style = {...(await resolveConfig(file)), parser: 'json'}
    const {facts, stderr} = kind === 'udp' ? await udp(args, settled) : await ip(args)
    expect(stderr).toBe('')
    await expect(await format(JSON.stringify(facts), style)).toMatchFileSnapshot(file)
  })
})

interface Found {
  readonly facts: unknown
  readonly stderr: string
}

async function udp(args: readonly string[], settled: boolean): Promise<Found> {
  const result = await probeUdp(...args)
  return {facts: stableFacts(result, settled), stderr: result.ended.stderr}
}

async function ip(args: readonly string[]): Promise<Found> {
  const result = await probeIp(...args)
  return {facts: stableIpFacts(result), stderr: result.ended.stderr}
}
