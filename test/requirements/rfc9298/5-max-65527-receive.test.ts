/** An abort, whatever its code; nothing is said of a capsule that was not read to its end. */
import {expect, test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9298/5-max-65527-receive/probe.js'
import type {EndingSeen} from '../../../src/lib/spec/tunnel-rig.js'
import type {HttpVersion} from '../../../src/lib/http/transport.js'

const ended = (by: 'peer' | 'us' | 'network', more: Partial<EndingSeen> = {}): EndingSeen => ({
  by,
  how: 'reset',
  scope: 'tunnel',
  code: null,
  codeName: null,
  detail: `ended by ${by}`,
  ...more,
})
type Seen = Parameters<typeof probe.judge>[0]
type OneSize = Seen['oversized']

const legal: OneSize = {before: true, isWritten: true, ending: null, after: true}
const aborted: OneSize = {before: true, isWritten: true, ending: ended('peer'), after: false}

test.each<[Partial<OneSize>, Partial<OneSize>, HttpVersion, string, string]>([
  [{}, {}, '3', 'pass', 'the proxy ended the stream at 65528 octets: ended by peer'],
  [{}, {isWritten: false}, '3', 'pass', 'ended the stream'],
  [{}, {ending: ended('peer', {scope: 'connection'})}, '1.1', 'pass', 'ended the stream'],
  [
    {},
    {ending: ended('peer', {scope: 'connection'})},
    '2',
    'concern',
    'the whole connection was ended at 65528 octets',
  ],
  [{}, {ending: ended('network')}, '3', 'inconclusive', 'the tunnel was lost: ended by network'],
  [{}, {ending: null, after: true}, '3', 'fail', 'it stayed open, and an echo behind them came back'],
  [{}, {ending: null, after: true}, '3', 'fail', 'the stream is aborted at 65528 octets of payload'],
  [{}, {ending: null, isWritten: false}, '3', 'inconclusive', 'flow control stopped'],
  [{}, {ending: null}, '3', 'inconclusive', 'fell silent, which loss alone can explain'],
  [{}, {before: false}, '3', 'inconclusive', 'no echo in a capsule came back before it'],
  [
    {ending: ended('peer')},
    {},
    '3',
    'concern',
    'a payload of 65527 octets, which is legal, was answered by an end: ended by peer',
  ],
  [{ending: ended('network')}, {}, '3', 'pass', 'ended the stream'],
  [{before: false, ending: ended('peer')}, {}, '3', 'pass', 'ended the stream'],
])('%j, %j over HTTP/%s: %s', (largest, oversized, http, outcome, words) => {
  const seen = {largest: {...legal, ...largest}, oversized: {...aborted, ...oversized}}
  const verdict = probe.judge(seen, {http})
  expect(verdict.outcome).toBe(outcome)
  expect(JSON.stringify(verdict)).toContain(words)
})
