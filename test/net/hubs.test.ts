/** The native hub comes and goes with its sockets, and numbers them anew: what the old one still says is not for the new. */
import {expect, it} from 'vitest'
import {kind} from '../../src/lib/native/records.js'
import type {NativeUdpHub, OnRecords, UdpBinding} from '../../src/lib/native/surface.js'
import {NativeNet} from '../../src/lib/net/native.js'

class FakeHub implements NativeUdpHub {
  #next = 1
  constructor(readonly say: OnRecords) {
    hubs.push(this)
  }
  open() {
    return {id: this.#next++, localAddress: '127.0.0.1:1'}
  }
  send() {
    return 0
  }
  close() {
    // Nothing to let go of.
  }
  destroy() {
    // The engine's last records may be under way.
  }
}

let hubs: FakeHub[] = []

/** A datagram without payload for a socket. */
function packetFor(id: number): Uint8Array {
  const body = 42
  const record = new Uint8Array(12 + body)
  const view = new DataView(record.buffer)
  view.setUint32(0, body, true)
  view.setUint8(4, kind.PACKET)
  view.setUint32(8, id, true)
  return record
}

it('hands nothing of a hub that is gone to the sockets of the next', () => {
  hubs = []
  const net = new NativeNet({UdpHub: FakeHub} satisfies UdpBinding)
  const heard: string[] = []
  const open = (name: string) => net.udp({local: '127.0.0.1:0'}, {onPacket: () => heard.push(name)})

  open('old').close()
  open('new')
  const [old, current] = hubs
  old?.say(packetFor(1))
  expect(heard).toEqual([])
  current?.say(packetFor(1))
  expect(heard).toEqual(['new'])
})
