/** Servers whose answers are wrong, odd, or too long. */
import {H3} from '../../../src/lib/wire/error-codes.js'
import * as frame from '../../../src/lib/wire/h3-frame.js'
import {head, type Fields, type Visit} from '../../support/bad-server/guest.js'
import {BYTES, never, type ServerCase} from './case.js'

function answering(name: string, answer: (visit: Visit) => unknown, expected: ServerCase['expected']): ServerCase {
  const script: ServerCase['script'] = async guest => {
    await answer(await guest.greet())
    await never
  }
  return {name, script, expected}
}

function malformed(name: string, ...fields: Fields): ServerCase {
  return answering(name, visit => visit.head(...fields), [3, 'refused', 'proxy', 'http3-violation'])
}

/** A success that RFC 9297 section 3.2 forbids. */
function noSuccess(name: string, ...fields: Fields): ServerCase {
  return answering(name, visit => visit.head(...fields), [3, 'refused', 'proxy', 'malformed-success'])
}

const LONG = 'x'.repeat(50_000)

export const responses: readonly ServerCase[] = [
  malformed('answers without :status', ['server', 'x']),
  malformed('answers with :status 20x', [':status', '20x']),
  malformed('answers with two :status', [':status', '200'], [':status', '200']),
  malformed('answers with :path', [':status', '200'], [':path', '/']),
  malformed('puts :status last', ['server', 'x'], [':status', '200']),
  malformed('writes names in capitals', [':status', '200'], ['Server', 'x']),
  malformed('sends a field of HTTP/1.1 (Connection)', [':status', '200'], ['connection', 'close']),
  malformed('has line ends in a value', [':status', '200'], ['x', 'a\r\nset-cookie: b']),
  malformed('has an empty name', [':status', '200'], ['', 'x']),
  malformed('switches protocols (101)', [':status', '101']),
  noSuccess('says 200 with Content-Length', [':status', '200'], ['content-length', '0']),
  noSuccess('says 204', [':status', '204']),
  answering(
    'sends trailers on the tunnel',
    async visit => {
      await visit.accept()
      await visit.head(['trailer', 'x'])
    },
    [3, 'accepted', 'proxy'],
  ),
  answering(
    'sends interim responses without end',
    async ({guest, stream}) => {
      while (guest.alive && (await stream.write(head([':status', '103'], ['link', '</x>']))));
    },
    [3, 'refused', 'unknown', 'our-limit'],
  ),
  answering('redirects', visit => visit.head([':status', '308'], ['location', '/elsewhere/']), [
    3,
    'refused',
    'you',
    'status-308',
  ]),
  answering(
    'wants credentials, with a challenge of 50 kB',
    visit => visit.head([':status', '407'], ['proxy-authenticate', LONG]),
    [3, 'refused', 'you', 'status-407'],
  ),
  answering(
    'explains itself in 50 kB of Proxy-Status',
    visit => visit.head([':status', '502'], ['proxy-status', `p; error=dns_error; details="${LONG}"`]),
    [3, 'refused', 'target', 'proxy-dns-error'],
  ),
  answering(
    'has a Proxy-Status nobody can read',
    visit => visit.head([':status', '503'], ['proxy-status', '"; error=;;']),
    [3, 'refused', 'unknown', 'status-503'],
  ),
  answering('answers with a status nobody knows', visit => visit.head([':status', '799']), [
    3,
    'refused',
    'proxy',
    'status-799',
  ]),
  answering(
    'refuses with a body without end',
    async ({guest, stream}) => {
      await stream.write(head([':status', '404']))
      while (guest.alive && (await stream.write(frame.write(frame.DATA, BYTES.mebibyte))));
    },
    [3, 'refused', 'you', 'status-404'],
  ),
  answering(
    'answers and gives up at once',
    async ({guest, stream}) => {
      await stream.write(head([':status', '429']))
      guest.connection.close(H3.EXCESSIVE_LOAD)
    },
    [3, 'refused', 'you', 'status-429'],
  ),
]
