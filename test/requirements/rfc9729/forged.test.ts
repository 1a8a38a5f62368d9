/** The judges of credentials that nobody could have made, and of the field that only frontends may send. */
import {expect, it} from 'vitest'
import header from '../../../src/lib/requirements/rfc9729/6.2-export-header/probe.js'
import backend from '../../../src/lib/requirements/rfc9729/6.3-backend-checks/probe.js'
import {judges} from '../support/judging.js'

const answer = (status: number | null, rest = '') => ({status, isSuccess: status === 200, rest})
const [HIDDEN, OPENED, BAD, SILENT] = [answer(404), answer(200), answer(400), answer(null)]
const all = <T>(value: T): readonly T[] => [value, value, value]

const refused = {what: 'of octets', without: [HIDDEN], withIt: [HIDDEN]}
const taken = {what: 'of a key', without: all(HIDDEN), withIt: all(OPENED)}

judges(backend, [
  ['nothing', backend.silence, 'inconclusive', 'not both answered'],
  ['silence', {trials: [{...refused, withIt: [SILENT]}]}, 'inconclusive', 'not both answered'],
  ['refused', {trials: [refused, refused]}, 'observed', 'none of 2 made-up credentials opened a tunnel (404'],
  [
    'everybody served',
    {trials: [{...refused, without: [OPENED], withIt: [OPENED]}]},
    'not-applicable',
    'opened without',
  ],
  [
    'served later',
    {trials: [{...taken, without: [HIDDEN, OPENED]}]},
    'not-applicable',
    'nothing hangs on a credential',
  ],
  ['taken', {trials: [refused, taken]}, 'fail', 'a credential of a key opened one 3 times (200), and without it 404'],
  [
    'taken twice only',
    {trials: [{...taken, without: [HIDDEN, HIDDEN], withIt: [OPENED, OPENED]}]},
    'inconclusive',
    'not each time',
  ],
  ['taken and then not', {trials: [{...taken, withIt: [OPENED, OPENED, HIDDEN]}]}, 'inconclusive', 'not each time'],
  ['one unanswered', {trials: [refused, {...refused, without: [SILENT]}]}, 'inconclusive', 'only 1 of 2'],
  ['another status', {trials: [{...refused, withIt: [BAD]}]}, 'observed', 'none of 1'],
])

const same = (what: string) => ({what, without: [HIDDEN], withIt: [HIDDEN]})
const [alone, tried, nowhere] = [same('a request'), same('a credential'), same('a path that does not exist')]
const changed = <T extends object>(pair: T, to: typeof HIDDEN) => ({...pair, without: all(HIDDEN), withIt: all(to)})

judges(header, [
  ['nothing', header.silence, 'inconclusive', 'not all answered'],
  ['silence', {pairs: [alone, {...tried, withIt: [SILENT]}, nowhere]}, 'inconclusive', 'not all answered'],
  ['silence without it', {pairs: [alone, tried, {...nowhere, without: [SILENT]}]}, 'inconclusive', 'not all answered'],
  ['no effect', {pairs: [alone, tried, nowhere]}, 'observed', 'changed no answer (404), even with a credential'],
  [
    'everybody served',
    {pairs: [{...alone, without: [OPENED], withIt: [OPENED]}, tried, nowhere]},
    'not-applicable',
    'opened without it',
  ],
  [
    'served for the credential',
    {pairs: [alone, {...tried, without: [OPENED], withIt: [OPENED]}, nowhere]},
    'not-applicable',
    'nobody is let in by it',
  ],
  ['let in by it', {pairs: [changed(alone, OPENED), tried, nowhere]}, 'fail', 'with a request, the answers'],
  [
    'let in with a credential',
    {pairs: [alone, changed(tried, OPENED), nowhere]},
    'fail',
    'are 404 and 200, 3 times each',
  ],
  [
    'let in once',
    {pairs: [{...alone, without: all(HIDDEN), withIt: [OPENED, OPENED, HIDDEN]}, tried, nowhere]},
    'inconclusive',
    'differ among themselves',
  ],
  [
    'let in twice',
    {pairs: [alone, {...tried, without: [HIDDEN, HIDDEN], withIt: [OPENED, OPENED]}, nowhere]},
    'inconclusive',
    'differ among themselves',
  ],
  [
    'unsteady without it',
    {pairs: [{...alone, without: [HIDDEN, BAD, HIDDEN], withIt: all(BAD)}, tried, nowhere]},
    'inconclusive',
    'differ among themselves',
  ],
  [
    'another answer',
    {pairs: [changed(alone, BAD), tried, nowhere]},
    'concern',
    'not ignored: with a request, the answers',
  ],
  [
    'another answer everywhere',
    {pairs: [changed(alone, BAD), tried, changed(nowhere, BAD)]},
    'observed',
    'refuses the field wherever it is',
  ],
  ['another elsewhere', {pairs: [changed(alone, BAD), tried, changed(nowhere, answer(403))]}, 'concern', 'not ignored'],
  [
    'elsewhere now and then',
    {pairs: [changed(alone, BAD), tried, {...nowhere, without: all(HIDDEN), withIt: [BAD, BAD, HIDDEN]}]},
    'concern',
    'not ignored',
  ],
  [
    'elsewhere once',
    {pairs: [changed(alone, BAD), tried, {...nowhere, without: [HIDDEN], withIt: [BAD]}]},
    'concern',
    'not ignored',
  ],
])

it('says what is expected', () => {
  expect(header.judge({pairs: [changed(alone, OPENED), tried, nowhere]}, {http: '2'})).toHaveProperty(
    'expected',
    'the field of a client has no effect',
  )
  expect(backend.judge({trials: [taken]}, {http: '2'})).toHaveProperty(
    'expected',
    'only a credential of a registered key, with a signature of it over this connection, opens a tunnel',
  )
})
