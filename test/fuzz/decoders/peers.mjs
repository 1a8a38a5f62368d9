// What responders, targets and users write: messages, answers, templates, addresses.
import * as address from '../../../dist/lib/net/address.js'
import {PayloadError} from '../../../dist/lib/payload/kind.js'
import {parsePayload} from '../../../dist/lib/payload/payload.js'
import * as items from '../../../dist/lib/responder/items.js'
import * as message from '../../../dist/lib/responder/message.js'
import {seeded} from '../../../dist/lib/spec/random.js'
import {escape} from '../../../dist/lib/style/escape.js'
import * as ipTemplate from '../../../dist/lib/tunnel/ip-template.js'
import * as scope from '../../../dist/lib/tunnel/scope.js'
import * as target from '../../../dist/lib/tunnel/target.js'
import * as template from '../../../dist/lib/tunnel/template.js'
import {concat, toLatin1} from '../../../dist/lib/wire/bytes.js'
import {allowing, assert, bounded, sameBytes, wireValue} from '../invariants.mjs'

const KEY = new message.ResponderKey(new Uint8Array(32).fill(7))
const HEADER = Uint8Array.of(0x4d, 0x53, 0x51, 0x52, 1)
const hex = text => Buffer.from(text).toString('hex')

/** @type {import('./index.mjs').Decoder[]} */
export const PEERS = [
  {
    name: 'responder-message',
    reads: [
      'responder/message.read',
      ...['Number', 'Observed', 'Marks', 'Times', 'Counts', 'Seen', 'Capabilities', 'Records'].map(
        name => `responder/items.read${name}`,
      ),
    ],
    seeds: [
      '82' + '00'.repeat(24) + '000400040000000100060003030040' + '00050006c000020101bb',
      '83' + '00'.repeat(24) + '000a003a' + '00'.repeat(58) + '000c00080000000000000005',
      '81' + '00'.repeat(24) + '000500020001' + '000b0003746f73',
    ],
    check(data) {
      assert.equal(message.read(KEY, data), undefined, 'nobody can sign without the key')
      const signed = sign(data)
      const got = message.read(KEY, signed)
      if (!got) return
      bounded(got, signed)
      for (const reader of [
        m => items.readNumber(m, items.item.SEQUENCE),
        items.readObserved,
        items.readMarks,
        items.readTimes,
        items.readCounts,
        items.readSeen,
        items.readCapabilities,
        items.readRecords,
      ]) {
        const value = wireValue(() => reader(got))
        if (value !== undefined) bounded(value, signed)
      }
      if (Number.isSafeInteger(got.timeMs)) sameBytes(message.write(KEY, got), signed, 'written as it was read')
    },
  },
  ...['dns:example.com', 'stun', 'ntp', 'quic-vn', 'hex:00'].map(kind => answers(kind)),
  {
    name: 'payload-kinds',
    reads: ['payload/payload.parsePayload'],
    seeds: ['dns:example.com', 'stun', 'hex:00 ff', 'ntp:', 'dns:..', 'dns:' + 'a'.repeat(64)].map(hex),
    check(data) {
      const payload = allowing(PayloadError, () => parsePayload(toLatin1(data), seeded(1)))
      if (payload) assert(payload.question(0) instanceof Uint8Array)
    },
  },
  {
    name: 'template',
    reads: ['tunnel/template.parseTemplate'],
    seeds: [
      'https://p.example/.well-known/masque/udp/{target_host}/{target_port}/',
      'https://p.example/?a=b{&target_host,target_port}',
      'https://[2001:db8::1]:443/{target_host}{?target_port}',
      'https://p/{target_host}{target_port}{target_host}{a}{b}',
      `https://p/${'{target_host}2'.repeat(31)}{target_port}`,
    ].map(hex),
    check(data) {
      const text = toLatin1(data)
      const parsed = allowing(template.TemplateError, () => template.parseTemplate(text))
      if (!parsed) return
      bounded(parsed.text + parsed.host, data, 3)
      const wanted = {target_host: '2001:db8::1', target_port: '443'}
      const path = parsed.expand(wanted)
      const matched = parsed.match(path)
      if (matched) assert.equal(typeof matched.target_host, 'string')
      parsed.match(text)
    },
  },
  {
    name: 'ip-template',
    reads: ['tunnel/ip-template.parseIpTemplate', 'tunnel/uri-template.parseUriTemplate'],
    seeds: [
      'https://p.example/.well-known/masque/ip/{target}/{ipproto}/',
      'https://p.example/ip{?target,ipproto}',
      'https://p.example/?a{&target}{&ipproto}{&target}',
      'https://p.example/?user=bob',
      // A matcher that backtracks does not come back from this.
      `https://p/${'{target}2'.repeat(31)}{ipproto}`,
    ].map(hex),
    check(data) {
      const text = toLatin1(data)
      const parsed = allowing(template.TemplateError, () => ipTemplate.parseIpTemplate(text))
      if (!parsed) return
      bounded(parsed.text + parsed.host, data, 3)
      const known = parsed.variables.length === 2 ? {target: '2001:db8::/32', ipproto: '17'} : {}
      parsed.match(parsed.expand(known, 'literal'))
      const matched = parsed.match(parsed.expand(known))
      if (matched) assert(matched.target === undefined || typeof matched.target === 'string')
      parsed.match(text)
    },
  },
  {
    name: 'scope',
    reads: ['tunnel/scope.parseScope', 'tunnel/scope.parseScopeTarget'],
    seeds: ['*', '192.0.2.0/24', '2001:db8::/32|17', '::ffff:1.2.3.4', 'name.example|*', '0.0.0.0/0|256'].map(hex),
    check(data) {
      const [name, ipproto] = toLatin1(data).split('|')
      const parsed = allowing(scope.ScopeError, () => scope.parseScope(name, ipproto))
      if (!parsed) return
      const again = scope.parseScope(scope.formatScopeTarget(parsed.target), String(parsed.protocol ?? '*'))
      assert.deepEqual(again, parsed, 'one way to write it')
    },
  },
  {
    name: 'target',
    reads: ['tunnel/target.parseTarget', 'tunnel/target.readTarget', 'net/address.parse'],
    seeds: ['192.0.2.1:443', '[2001:db8::1]:53', 'name.example:1', 'b\xfccher.example:80', '[::1%1]:1', '::1:1'].map(
      text => Buffer.from(text, 'latin1').toString('hex'),
    ),
    check(data) {
      const text = toLatin1(data)
      const parsed = allowing(target.TargetError, () => target.parseTarget(text))
      if (parsed) assert.deepEqual(target.parseTarget(target.formatTarget(parsed)), parsed, 'one way to write it')
      const [host = '', port = ''] = text.split('/')
      const read = allowing(target.TargetError, () => target.readTarget(host, port))
      if (read) assert(read.port >= 1 && read.port <= 65535)
      const socket = address.parse(text)
      if (socket) assert.deepEqual(address.parse(address.format(socket.ip, socket.port)), socket)
    },
  },
  {
    name: 'escape',
    reads: ['style/escape.escape'],
    seeds: ['1b5b33316d', 'c285', 'e280ae61', '0d0a'],
    check(data) {
      const shown = escape(new TextDecoder().decode(data))
      assert(!/[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/.test(shown), 'nothing a terminal would obey')
      bounded(shown, data, 12)
    },
  },
]

/** Answers to a question of this kind: what comes is the target's choice, but for the octets that tie it to us. */
function answers(kind) {
  const name = `payload-${kind.split(':')[0]}`
  const payload = parsePayload(kind, seeded(4))
  const question = payload.question(0)
  const answered = Uint8Array.from(question)
  if (kind === 'stun') answered.set([1, 1, 0, 12], 0)
  if (kind === 'ntp') answered.set(question.subarray(40, 48), 24)
  if (kind === 'ntp') answered[0] = 0x24
  if (kind.startsWith('dns')) answered[2] = 0x81
  if (kind === 'quic-vn') {
    const ids = [question.subarray(14, 23), question.subarray(5, 14)]
    answered.set(concat(Uint8Array.of(0xc0, 0, 0, 0, 0), ...ids, Uint8Array.of(0, 0, 0, 1)))
  }
  const seed = Buffer.from(kind === 'quic-vn' ? answered.subarray(0, 27) : answered).toString('hex')
  return {
    name,
    reads: [
      `payload/${{dns: 'dns', stun: 'stun', ntp: 'ntp', 'quic-vn': 'quic', hex: 'payload'}[kind.split(':')[0]]}.${
        {dns: 'dnsPayload', stun: 'stunPayload', ntp: 'ntpPayload', 'quic-vn': 'quicPayload', hex: 'parsePayload'}[
          kind.split(':')[0]
        ]
      }`,
    ],
    seeds: [seed, kind === 'stun' ? seed + '00200008000101bbe112a443' : '00'],
    check(data) {
      const answer = payload.answer(data)
      if (!answer) return
      bounded(answer, data)
      assert(answer.question === undefined || answer.question === 0, 'only what was asked is answered')
      assert.match(answer.detail, /^[\x20-\x7e]*$/, 'the words are ours')
    },
  }
}

/** Type, nonce, time and items as given; the rest as it must be. */
function sign(data) {
  const body = concat(HEADER, data.subarray(0, 1), KEY.id, data.subarray(1))
  return concat(body, KEY.mac(body))
}
