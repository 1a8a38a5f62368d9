// The embedded proxy in a process of its own, so that what grows is known to be its.
import {loadBinding} from '../../../dist/lib/native/binding.js'
import {NativeNet} from '../../../dist/lib/net/native.js'
import {makeCertificate} from '../../../dist/lib/proxy/certificate.js'
import {honestPolicy} from '../../../dist/lib/proxy/honest-policy.js'
import {listenEverywhere} from '../../../dist/lib/proxy/listen.js'
import {serveProxy} from '../../../dist/lib/proxy/serve.js'
import {AllowList} from '../../../dist/lib/proxy/targets.js'
import {systemClock} from '../../../dist/lib/spec/clock.js'
import {seeded} from '../../../dist/lib/spec/random.js'
import {sample, serveParent} from './sample.mjs'

const binding = loadBinding()
const identity = await makeCertificate(['localhost', '127.0.0.1'], systemClock)
/** How tunnels ended, in the proxy's words without the numbers; and how many. */
const outcomes = {}
let ended = 0
const options = {
  ...identity,
  binding,
  net: new NativeNet(binding),
  clock: systemClock,
  random: seeded(1),
  policy: honestPolicy(new AllowList(['127.0.0.1'])),
  local: '127.0.0.1:0',
}
const proxy = serveProxy({...options, listener: await listenEverywhere(options), onLog: line => count(line)})

function count(line) {
  ended++
  const how = line.split(';').at(-1).trim()
  outcomes[how] = (outcomes[how] ?? 0) + 1
}

serveParent({
  where: () => ({address: proxy.address, template: proxy.template.text}),
  sample,
  /** The other side hears later that a tunnel is over than who ended it. */
  async settled({tunnels}) {
    while (ended < tunnels) await new Promise(resolve => setTimeout(resolve, 5))
  },
  outcomes: () => outcomes,
})
