// Streams of HTTP/3 and of tunnels, read as they come: in whatever pieces, the same must come out.
import {CapsuleIntake} from '../../../dist/lib/http/capsule-intake.js'
import {readFrames} from '../../../dist/lib/http/h3/frame-reader.js'
import {readMessage} from '../../../dist/lib/http/h3/request-reader.js'
import {UnidirectionalStreams} from '../../../dist/lib/http/h3/unidirectional.js'
import {concat, toHex} from '../../../dist/lib/wire/bytes.js'
import * as altSvc from '../../../dist/lib/wire/alt-svc.js'
import {assert, bounded, pieces, splitting, wireValue} from '../invariants.mjs'

/** @type {import('./index.mjs').Decoder[]} */
export const HTTP = [
  {
    name: 'alt-svc',
    reads: ['wire/alt-svc.read'],
    seeds: [
      'h3=":443"; ma=86400',
      'h3="alt.example:8443", h2="[2001:db8::1]:443"; persist=1',
      'w%3Dx="a\\"b:1"',
      'clear',
    ].map(text => Buffer.from(text).toString('hex')),
    check(data) {
      const found = altSvc.read([Buffer.from(data).toString('latin1')])
      bounded(found, data, 400)
      for (const {port, host} of found) {
        assert(port >= 1 && port <= 65_535, 'ports are ports')
        assert.doesNotMatch(host, /[\s/?#@]/, 'a host is a host')
      }
    },
  },
  {
    name: 'h3-frames',
    reads: ['http/h3/frame-reader.readFrames'],
    seeds: ['0401000700' + '0003616263', '02010101' + '0102d90000' + '0003616263' + '2101ff', '0001c0000000ffffffff'],
    async check(data) {
      const {places, body} = splitting(data)
      const [whole, cut] = [await frames([body]), await frames(pieces(body, places))]
      assert.deepEqual(cut, whole)
      bounded(whole, body)
    },
  },
  {
    name: 'h3-request',
    reads: ['http/h3/request-reader.readMessage'],
    seeds: ['00' + '01030000d9' + '0003616263', '00' + '01030000d9' + '01030000d9', '00' + '0003616263', '00' + '0500'],
    async check(data) {
      const {places, body} = splitting(data)
      const isServer = (data[0] & 8) === 0
      assert.deepEqual(await messages(pieces(body, places), isServer), await messages([body], isServer))
    },
  },
  {
    name: 'h3-unidirectional',
    reads: ['http/h3/unidirectional.UnidirectionalStreams'],
    seeds: [
      '00' + '00040701000700080133' + '01',
      '00' + '023fe11f',
      '00' + '0380',
      '00' + '01',
      '00' + '21',
      '00' + '000400' + '070100',
    ],
    async check(data) {
      const {places, body} = splitting(data)
      const isServer = (data[0] & 8) === 0
      const whole = await unidirectional([body], isServer)
      assert.deepEqual(await unidirectional(pieces(body, places), isServer), whole)
      assert(whole.filter(([what]) => what === 'violation').length <= 1, 'one breach is told of a stream')
      bounded(whole, body, 400)
    },
  },
  {
    name: 'capsule-intake',
    reads: ['http/capsule-intake.CapsuleIntake'],
    seeds: ['00' + '0003006162' + '1103010203' + '00800200000000', '02010200040061626300'],
    async check(data) {
      const {places, body} = splitting(data)
      const [whole, cut] = [await units([body]), await units(pieces(body, places))]
      assert.deepEqual(cut, whole)
      bounded(whole, body)
    },
  },
]

/** A stream that was read to its end before it is looked at. */
function stream(chunks) {
  const reads = [...chunks.map(bytes => ({kind: 'data', bytes})), {kind: 'fin'}]
  const calls = []
  return {
    calls,
    read: () => Promise.resolve(reads.length > 1 ? reads.shift() : reads[0]),
    reset: code => void calls.push(['reset', code]),
    stop: code => void calls.push(['stop', code]),
  }
}

/** DATA that follows DATA is one: where it was cut is not part of what was said. */
function joined(events) {
  const out = []
  for (const event of events) {
    const last = out.at(-1)
    if (event.kind === 'data' && last?.kind === 'data') last.hex += toHex(event.bytes)
    else if (event.kind === 'data') out.push({kind: 'data', hex: toHex(event.bytes)})
    else out.push(event.payload ? {...event, payload: toHex(event.payload)} : event)
  }
  return out
}

async function frames(chunks) {
  const events = []
  for await (const event of readFrames(stream(chunks))) events.push(event)
  return joined(events)
}

async function messages(chunks, isServer) {
  const violations = []
  const ended = Promise.resolve({by: 'us'})
  const h3 = {
    quic: {isServer},
    ended,
    violated: (code, text) => void violations.push([code, text]),
    bear: () => undefined,
  }
  const on = stream(chunks)
  const events = []
  let heads = 0
  for await (const event of readMessage(h3, on, () => heads > 0)) {
    if (event.kind === 'fields') heads++
    events.push(event)
  }
  assert(['fin', 'over'].includes(events.at(-1)?.kind), 'a message comes to an end')
  assert(violations.length <= 1)
  return {events: joined(events), violations, calls: on.calls}
}

async function unidirectional(chunks, isServer) {
  const told = []
  const streams = new UnidirectionalStreams({
    isServer,
    onSettings: list => void told.push(['settings', list.length]),
    onGoaway: id => void told.push(['goaway', id]),
    onNote: text => void told.push(['note', text]),
    onViolation: (code, text) => void told.push(['violation', code, text]),
  })
  const on = stream(chunks)
  await streams.accept(on)
  return [...told, ...on.calls]
}

async function units(chunks) {
  const seen = []
  const reading = []
  const intake = new CapsuleIntake({
    datagram: (payload, offset) => void seen.push({kind: 'datagram', offset, hex: toHex(payload)}),
    capsule: unit => {
      const entry = {...unit, value: undefined, ...('head' in unit && {head: toHex(unit.head)})}
      seen.push(entry)
      if (unit.kind === 'capsule') reading.push(collect(unit.value.pieces).then(hex => (entry.hex = hex)))
      return Promise.resolve()
    },
  })
  for (const chunk of chunks) await intake.push(chunk)
  const complete = wireValue(() => (intake.end(), true))
  intake.abandon()
  await Promise.all(reading)
  return [...seen, {complete}]
}

async function collect(values) {
  const all = []
  for await (const value of values) all.push(value)
  return toHex(concat(...all))
}
