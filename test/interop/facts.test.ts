/**
 * `probe udp` against each peer: every fact that is the same in each run, to the last field. `npm run peers:facts`
 * writes the files anew, for a new version of a peer or after a change of what we say: read the difference.
 */
import {fileURLToPath} from 'node:url'
import {format, resolveConfig} from 'prettier'
import {describe, expect, it} from 'vitest'
import {probeUdp} from './support/cli.js'
import {peerForAll} from './support/fixture.js'
import {scenarios} from './support/scenarios.js'
import {stableFacts} from './support/stable-facts.js'

describe.each(Object.entries(scenarios))('%s', (name, asked) => {
  const served = peerForAll(name)

  it.each(asked)('$name', async ({name: scenario, ask, settled = false}) => {
    const file = fileURLToPath(new URL(`../peers/${name}/expected/${scenario}.json`, import.meta.url))
    await using asking = await ask(served.peer)
    const result = await probeUdp(...asking.args, '--cacert', served.identity.ca)
    expect(result.ended.stderr).toBe('')
    const style = {...(await resolveConfig(file)), parser: 'json'}
    await expect(await format(JSON.stringify(stableFacts(result, settled)), style)).toMatchFileSnapshot(file)
  })
})
