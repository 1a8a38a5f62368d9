/** Faults of proxies that read another request than the one that came: another path, protocol or authority. */
import type {IncomingRequest, TunnelRequest} from '../http/transport.js'
import type {FaultyPolicy} from '../spec/probe.js'
import type {Served} from '../spec/policy.js'

/** Every request for a tunnel is read as another. */
export function reads(change: (request: TunnelRequest, served: Served) => Partial<TunnelRequest>): FaultyPolicy {
  return {
    wire: {
      understand: (incoming, served) => {
        const {request} = incoming
        if (request.protocol === undefined) return incoming
        return readAs(incoming, {...request, ...change(request, served)})
      },
    },
  }
}

export function readsPaths(change: (path: string) => string): FaultyPolicy {
  return reads(({path}) => ({path: change(path)}))
}

function readAs(incoming: IncomingRequest, request: TunnelRequest): IncomingRequest {
  return {
    request,
    http: incoming.http,
    from: incoming.from,
    peerSettings: incoming.peerSettings,
    ended: incoming.ended,
    accept: response => incoming.accept(response),
    refuse: (response, content) => incoming.refuse(response, content),
    abort: reason => {
      incoming.abort(reason)
    },
  }
}
