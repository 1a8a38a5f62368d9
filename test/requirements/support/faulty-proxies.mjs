// A process of reference proxies on loopback, each with one fault or with none, started and stopped as it is told: requests
// and answers are lines of JSON on stdin and stdout. One process for hundreds of faults. Ends with its input.
import {createInterface} from 'node:readline'
import {openPlatform} from '../../../dist/lib/cli/platform.js'
import {startResponders} from '../../../dist/lib/probe/ip/embedded-responders.js'
import {startEmbeddedProxy} from '../../../dist/lib/proxy/embedded.js'
import {withFault} from '../../../dist/lib/proxy/faulty-policy.js'
import {loadProbe} from '../../../dist/lib/spec/registry.js'

const platform = openPlatform(1)
const running = new Map()
let last = 0

const operations = {
  /** Without a fault, an honest one. */
  async start({requirement, fault}) {
    const changes = fault === undefined ? {} : (await loadProbe({id: requirement})).faults[fault]
    if (!changes) throw new Error(`${requirement} has no fault '${fault}'`)
    const proxy = await startEmbeddedProxy(platform, honest => withFault(honest, changes))
    const responders = startResponders(proxy.virtual.responder, platform)
    running.set(++last, [responders, proxy])
    const {ips, port, key} = responders.known
    return {
      number: last,
      udp: proxy.template.text,
      ip: proxy.ipTemplate.text,
      pin: Buffer.from(proxy.pin).toString('base64'),
      behind: {ips, port, key: key.toString()},
    }
  },

  async stop({number}) {
    const resources = running.get(number) ?? []
    running.delete(number)
    for (const resource of resources) await resource[Symbol.asyncDispose]()
  },
}

createInterface({input: process.stdin})
  .on('line', async line => {
    const {id, operation, ...words} = JSON.parse(line)
    const answer = await operations[operation](words).then(
      result => ({result}),
      error => ({error: error.stack ?? String(error)}),
    )
    process.stdout.write(`${JSON.stringify({id, ...answer})}\n`)
  })
  .on('close', () => process.exit(0))
