/** The TUN device's seam with the native engine replaced: records in, errors in words. The real one is in test/lab. */
import {expect, it} from 'vitest'
import {kind} from '../../src/lib/native/records.js'
import type {NativeTun, NativeTunOptions, OnRecords, TunBinding} from '../../src/lib/native/surface.js'
import {NetError} from '../../src/lib/net/net.js'
import {readBatch} from '../../src/lib/net/packet-batch.js'
import {openTun} from '../../src/lib/net/tun.js'
import {constants} from 'node:os'

const nothing = {onPacket: () => undefined}

class FakeTun implements NativeTun {
  static last: FakeTun | undefined
  readonly packets: Uint8Array[] = []
  destroyed = 0
  errno = 0

  constructor(
    private readonly options: NativeTunOptions,
    readonly tell: OnRecords,
  ) {
    FakeTun.last = this
  }

  name(): string {
    return this.options.name.replace('%d', '3')
  }

  send(packed: Uint8Array): number {
    for (const {payload} of readBatch(packed)) this.packets.push(payload.slice())
    return this.errno === 0 ? 1 : this.errno * 2 ** 32
  }

  destroy(): void {
    this.destroyed++
  }
}

function record(recordKind: number, id: number, body: readonly number[]): number[] {
  return [body.length, 0, 0, 0, recordKind, 0, 0, 0, id, 0, 0, 0, ...body]
}

it('hands over packets one by one, then says that there are no more for now', () => {
  const heard: string[] = []
  openTun(
    {TunDevice: FakeTun},
    {name: 'tun0'},
    {
      onPacket: (bytes, start, end, atNs) =>
        heard.push(`${Buffer.from(bytes.subarray(start, end)).toString()} ${atNs}`),
      onIdle: () => heard.push('idle'),
      onLost: error => heard.push(error),
    },
  )
  const at = [5, 0, 0, 0, 0, 0, 0, 0]
  const packets = [...record(kind.TUN_PACKET, 0, [...at, 0x61]), ...record(kind.TUN_PACKET, 0, [...at, 0x62, 0x63])]
  FakeTun.last!.tell(Uint8Array.from(packets))
  FakeTun.last!.tell(Uint8Array.from(record(kind.TUN_LOST, constants.errno.ENODEV, [])))
  expect(heard).toEqual(['a 5', 'bc 5', 'idle', 'ENODEV'])
})

it('sends packet by packet, and says why one did not go', () => {
  const tun = openTun({TunDevice: FakeTun}, {name: 'tun%d'}, nothing)
  const fake = FakeTun.last!
  expect(tun.name).toBe('tun3')
  expect(tun.send(Uint8Array.of(1, 2))).toBe('sent')
  expect(fake.packets).toEqual([Uint8Array.of(1, 2)])
  fake.errno = constants.errno.EAGAIN
  expect(tun.send(Uint8Array.of(1))).toBe('queue-full')
  fake.errno = constants.errno.EINVAL
  expect(tun.send(Uint8Array.of(1))).toEqual({error: 'EINVAL'})
  expect(tun.send(new Uint8Array(65_536))).toEqual({error: 'EMSGSIZE'})
  tun.close()
  tun.close()
  expect(tun.send(Uint8Array.of(1))).toBe('closed')
  expect(fake.destroyed).toBe(1)
})

it('is there on Linux only, and says so', () => {
  expect(() => openTun({}, {name: 'tun0'}, nothing)).toThrow(
    new NetError('ENOSYS', 'there are TUN devices on Linux only'),
  )
})

it.each([
  ['EACCES', 'TUN device tun0: not permitted: run as root (or with CAP_NET_ADMIN)'],
  ['EBUSY', 'TUN device tun0: another program has it: take another name'],
  ['ERR_IO', 'TUN device tun0: what the engine said'],
])('%s is told with what to do', (code, message) => {
  class Refusing extends FakeTun {
    constructor(options: NativeTunOptions, tell: OnRecords) {
      super(options, tell)
      throw Object.assign(new Error('what the engine said'), {code})
    }
  }
  const binding: TunBinding = {TunDevice: Refusing}
  expect(() => openTun(binding, {name: 'tun0'}, nothing)).toThrow(new NetError(code, message))
})
