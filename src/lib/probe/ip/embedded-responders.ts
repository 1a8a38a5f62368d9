/** Responders in the network behind the embedded proxy: targets that IP tunnels through it can ask what arrived. */
import {format} from '../../net/address.js'
import type {VirtualHost} from '../../proxy/ip/virtual/host.js'
import type {Platform} from '../../reach/options.js'
import {ResponderKey} from '../../responder/message.js'
import {Responder} from '../../responder/responder.js'
import type {KnownResponder} from './family-aim.js'

const RESPONDER_PORT = 4433

export interface Responders extends AsyncDisposable {
  readonly known: KnownResponder
}

/** One for each family, at home in the embedded proxy's network. */
export function startResponders(host: VirtualHost, {clock}: Pick<Platform, 'clock'>): Responders {
  const key = ResponderKey.random()
  const {addresses: ips} = host.plan
  const responders = ([4, 6] as const).map(
    family => new Responder({net: host.net, clock, key, local: format(ips[family], RESPONDER_PORT)}),
  )
  return {
    known: {ips, port: RESPONDER_PORT, key},
    async [Symbol.asyncDispose]() {
      await Promise.all(responders.map(async responder => responder[Symbol.asyncDispose]()))
    },
  }
}
