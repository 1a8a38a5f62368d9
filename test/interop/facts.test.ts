/**
 * `probe udp` against each peer: every fact that is the same in each run, to the last field. `npm run peers:facts`
 * writes the files anew, for a new version of a peer or after a change of what we say: read the difference.
 */
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {format, resolveConfig} from 'prettier'
import {describe, expect, it} from 'vitest'
import {probeUdp} from './support/cli.js'
import {peerForAll} from './support/fixture.js'
import {over, scenarios, self} from './support/scenarios.js'
import {stableFacts} from './support/stable-facts.js'

const expected = fileURLToPath(new URL('../peers', import.meta.url))

describe.each(Object.entries(scenarios))('%s', (name, byVersion) => {
  const isOurs = name === 'embedded'
  const served = isOurs ? undefined : peerForAll(name)
  const asked = Object.entries(over).flatMap(([folder, http]) =>
    (byVersion[folder as keyof typeof over] ?? []).map(scenario => ({...scenario, folder, http})),
  )

  it.each(asked)('HTTP/$http: $name', async ({name: scenario, folder, http, ask, settled = false}) => {
    const file = join(expected, name, 'expected', folder, `${scenario}.json`)
    await using asking = await ask(served ? served.peer : self)
    const trust = served ? ['--cacert', served.identity.ca] : []
    const result = await probeUdp(...asking.args, '--http', http, ...trust)
    expect(result.ended.stderr).toBe('')
    const style = {...(await resolveConfig(file)), parser: 'json'}
    await expect(await format(JSON.stringify(stableFacts(result, settled)), style)).toMatchFileSnapshot(file)
  })
})
