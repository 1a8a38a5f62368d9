/** Requests that break one rule each: read by our own server's eyes, every one is malformed, and the good one is not. */
import {describe, expect, it} from 'vitest'
import {askedFor} from '../../src/lib/http/h1/messages.js'
import {readRequest} from '../../src/lib/http/messages.js'
import type {HeaderList} from '../../src/lib/http/transport.js'
import {
  goodFields,
  goodHead,
  ipWish,
  MALFORMED_FIELDS,
  MALFORMED_HEADS,
  udpWish,
  type TunnelWish,
} from '../../src/lib/stimuli/malformed-requests.js'
import {parseIpTemplate} from '../../src/lib/tunnel/ip-template.js'
import {parseTarget} from '../../src/lib/tunnel/target.js'
import {parseTemplate} from '../../src/lib/tunnel/template.js'
import {Obstacle, type Place} from '../../src/lib/spec/rig.js'

const place = {
  udp: parseTemplate('https://proxy.test/udp/{target_host}/{target_port}/'),
  ip: parseIpTemplate('https://proxy.test/ip/{target}/{ipproto}/'),
  authority: 'proxy.test',
  scheme: 'https',
  headers: [['Proxy-Authorization', 'Basic x']],
  target: parseTarget('192.0.2.7:53'),
} as unknown as Place
const rig = {place}
const WISHES: readonly TunnelWish[] = [udpWish(rig), ipWish(rig)]

const read = (fields: HeaderList) => readRequest(fields.map(([name, value]) => ({name, value})))

describe.each(WISHES)('a request for $protocol', wish => {
  it('is good when nothing is spoilt', () => {
    expect(read(goodFields(rig, wish))).toMatchObject({value: {...wish, authority: 'proxy.test', method: 'CONNECT'}})
    expect(askedFor({...goodHead(rig, wish), problems: []}, 'https')).toMatchObject({request: wish, isUpgrade: true})
  })

  it.each(MALFORMED_FIELDS)('is malformed $what', ({spoil}) => {
    expect(read(spoil(goodFields(rig, wish)))).toHaveProperty('problem')
  })

  it.each(MALFORMED_HEADS)('is no request for a tunnel over HTTP/1.1 $what', ({spoil, mayBeOrdinary}) => {
    const asked = askedFor({...spoil(goodHead(rig, wish)), problems: []}, 'https')
    if (mayBeOrdinary) expect(asked).toMatchObject({isUpgrade: false})
    else expect(asked).toMatchObject({status: 400})
  })
})

it('leads to the target, and to nobody where there is none', () => {
  expect(udpWish(rig).path).toBe('/udp/192.0.2.7/53/')
  expect(udpWish({place: {...place, target: undefined}}).path).toBe('/udp/192.0.2.1/9/')
  expect(() => ipWish({place: {...place, ip: undefined}})).toThrow(Obstacle)
})

it('has names of its own for each', () => {
  for (const list of [MALFORMED_FIELDS, MALFORMED_HEADS]) {
    expect(new Set(list.map(({name}) => name)).size).toBe(list.length)
  }
})
