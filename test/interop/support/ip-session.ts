/** A CONNECT-IP tunnel to a peer by our library alone, and what it answers to single packets. */
import {readFileSync} from 'node:fs'
import {dialH3} from '../../../src/lib/http/h3/dial.js'
import {ourSettings} from '../../../src/lib/http/h3/settings.js'
import type {DatagramMode} from '../../../src/lib/http/transport.js'
import {loadBinding} from '../../../src/lib/native/binding.js'
import {understand, type Inner} from '../../../src/lib/probe/ip/packet.js'
import {systemClock as clock} from '../../../src/lib/spec/clock.js'
import {seeded} from '../../../src/lib/spec/random.js'
import {openIp, type IpOpened, type IpTunnel} from '../../../src/lib/tunnel/connect-ip.js'
import {defaultIpTemplate, parseIpTemplate} from '../../../src/lib/tunnel/ip-template.js'
import type {IpSessionState} from '../../../src/lib/tunnel/ip-state.js'
import type {Fixture} from './fixture.js'

export interface IpClient extends AsyncDisposable {
  open(more?: {readonly datagrams?: DatagramMode; readonly target?: string}): Promise<IpOpened>
}

export async function ipClient({peer, identity}: Fixture): Promise<IpClient> {
  const dialed = await dialH3(
    {
      binding: loadBinding(),
      clock,
      remote: `127.0.0.1:${peer.port}`,
      serverName: 'localhost',
      trust: {trust: 'roots', rootsPem: readFileSync(identity.ca, 'utf8')},
      settings: ourSettings(seeded(1)),
    },
    {},
    new AbortController().signal,
  )
  if (dialed.kind !== 'connected') throw new Error(dialed.kind)
  const {transport} = dialed
  const template = parseIpTemplate(defaultIpTemplate(peer.authority))
  return {
    open: ({datagrams, target} = {}) => {
      const scope = target === undefined ? {} : {scope: {target}}
      return openIp(transport, {template, ...scope, ...(datagrams && {datagrams})}, within(5000))
    },
    [Symbol.asyncDispose]: () => transport[Symbol.asyncDispose](),
  }
}

export async function tunnelOf(opening: Promise<IpOpened>): Promise<IpTunnel> {
  const opened = await opening
  if (opened.kind === 'tunnel') return opened.ip
  throw new Error(`no tunnel: ${opened.kind}`)
}

/** The first state that is as it should be. @throws after five seconds */
export async function stateOf(ip: IpTunnel, isIt: (state: IpSessionState) => boolean): Promise<IpSessionState> {
  const signal = within(5000)
  let {state} = ip
  while (!isIt(state)) state = await ip.changed(signal, state)
  return state
}

/** Addresses and routes are there. */
export function settled(ip: IpTunnel): Promise<IpSessionState> {
  return stateOf(ip, ({assignedToUs, routesOfPeer}) => assignedToUs.length > 0 && routesOfPeer.length > 0)
}

/** What comes back for one packet within this time; undefined: nothing did. */
export async function answerTo(ip: IpTunnel, packet: Uint8Array, waitMs = 2000): Promise<Inner | undefined> {
  const answer = new Promise<Inner | undefined>(resolve => {
    const cancel = clock.after(waitMs, () => {
      resolve(undefined)
    })
    ip.sink = (bytes, start, end) => {
      cancel()
      resolve(understand(bytes.slice(start, end)))
    }
  })
  const outcome = await ip.send(packet)
  if (outcome !== 'accepted') throw new Error(`not sent: ${JSON.stringify(outcome)}`)
  return answer
}

function within(ms: number): AbortSignal {
  return AbortSignal.timeout(ms)
}
