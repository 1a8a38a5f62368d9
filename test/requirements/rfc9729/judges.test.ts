/** The judges of hidden proxies and their credentials, as seen from outside: one table a requirement. */
import {expect, it} from 'vitest'
import ignore from '../../../src/lib/requirements/rfc9729/6.1-ignore-unparseable/probe.js'
import hidden from '../../../src/lib/requirements/rfc9729/6.4-non-discoverable/probe.js'
import same from '../../../src/lib/requirements/rfc9729/6.4-same-response/probe.js'
import {differenceOf} from '../../../src/lib/stimuli/concealed.js'
import {judges} from '../support/judging.js'

const answer = (status: number | null, rest = '') => ({status, isSuccess: status === 200, rest})
const all = <T>(value: T): readonly T[] => [value, value, value]
const NOT_FOUND = answer(404)
const alike = {wrong: 'without k', without: [NOT_FOUND], withIt: [NOT_FOUND]}

judges(ignore, [
  ['nothing', ignore.silence, 'inconclusive', 'not both answered'],
  ['no answer to one', {trials: [{...alike, withIt: [answer(null)]}]}, 'inconclusive', 'not both answered'],
  ['the same', {trials: [alike]}, 'observed', 'the same answer (404) without a credential and with 1 broken ones'],
  [
    'everybody served',
    {trials: [{...alike, without: [answer(200)], withIt: [answer(200)]}]},
    'not-applicable',
    '(200)',
  ],
  ['one unanswered', {trials: [alike, {...alike, without: [answer(null)]}]}, 'inconclusive', 'only 1 of 2 trials'],
  [
    'a difference that lasts',
    {trials: [{...alike, without: all(NOT_FOUND), withIt: all(answer(400))}]},
    'fail',
    'a Concealed credential without k: the answers are 404 and 400, 3 times each',
  ],
  [
    'a difference in a field',
    {trials: [{...alike, without: all(NOT_FOUND), withIt: all(answer(404, 'x: y'))}]},
    'fail',
    '404 twice, but only one with "; x: y"',
  ],
  [
    'a difference seen twice',
    {trials: [{...alike, without: all(NOT_FOUND).slice(1), withIt: all(answer(400)).slice(1)}]},
    'inconclusive',
    'differ among themselves',
  ],
  [
    'a difference seen three times without it',
    {trials: [{...alike, without: all(NOT_FOUND), withIt: all(answer(400)).slice(1)}]},
    'inconclusive',
    'differ among themselves',
  ],
  [
    'a difference seen three times with it',
    {trials: [{...alike, without: all(NOT_FOUND).slice(1), withIt: all(answer(400))}]},
    'inconclusive',
    'differ among themselves',
  ],
  [
    'no two alike',
    {trials: [{...alike, without: all(NOT_FOUND), withIt: [answer(400), answer(404), answer(400)]}]},
    'inconclusive',
    'differ among themselves',
  ],
  [
    'no two alike without it',
    {trials: [{...alike, without: [answer(400), answer(404), answer(400)], withIt: all(NOT_FOUND)}]},
    'inconclusive',
    'differ among themselves',
  ],
])

it('says what a broken credential ought to be', () => {
  const seen = {trials: [{...alike, without: all(NOT_FOUND), withIt: all(answer(400))}]}
  expect(ignore.judge(seen, {http: '3'})).toHaveProperty('expected', 'a broken credential is answered as none at all')
})

const classes = (...answers: (ReturnType<typeof answer> | null)[]) =>
  answers.map((one, at) => ({what: `class ${at}`, count: 20, answer: one}))
const steady = classes(NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND)
const few = (count: number) => steady.map((one, at) => ({...one, count: at === 2 ? count : 20}))
const tunnel = (list: typeof steady) => ({method: 'tunnel', classes: list}) as const

judges(same, [
  ['nothing', same.silence, 'inconclusive', 'only 0 answers'],
  [
    'too few',
    {isOffered: true, methods: [tunnel(steady.map(one => ({...one, count: 9})))]},
    'inconclusive',
    'only 9 answers',
  ],
  [
    'everybody served',
    {isOffered: true, methods: [tunnel(classes(answer(200), answer(200), NOT_FOUND, NOT_FOUND))]},
    'not-applicable',
    '(200)',
  ],
  ['the same', {isOffered: true, methods: [tunnel(steady)]}, 'pass', 'like one that does not exist (404)'],
  [
    'a challenge',
    {isOffered: true, methods: [tunnel(classes(answer(401), answer(401), NOT_FOUND, NOT_FOUND))]},
    'observed',
    '(401)',
  ],
  [
    'a challenge of a proxy',
    {isOffered: true, methods: [tunnel(classes(answer(407), answer(407), NOT_FOUND, NOT_FOUND))]},
    'observed',
    '(407)',
  ],
  [
    'another status',
    {isOffered: true, methods: [tunnel(classes(answer(403), answer(403), NOT_FOUND, NOT_FOUND))]},
    'concern',
    'asked by requests for a tunnel, class 0 and class 2 are answered by 403 and 404, 20 and 20 times',
  ],
  [
    'another with a credential',
    {isOffered: true, methods: [tunnel(classes(NOT_FOUND, answer(400), NOT_FOUND, NOT_FOUND))]},
    'concern',
    'class 1 and class 3',
  ],
  [
    'another by GET',
    {
      isOffered: true,
      methods: [tunnel(steady), {method: 'GET', classes: classes(answer(405), answer(405), NOT_FOUND, NOT_FOUND)}],
    },
    'concern',
    'asked by GET, class 0',
  ],
  [
    'a syntax refused everywhere',
    {isOffered: true, methods: [tunnel(classes(NOT_FOUND, answer(400), NOT_FOUND, answer(400)))]},
    'pass',
    '404',
  ],
  [
    'answers that vary',
    {isOffered: true, methods: [tunnel(classes(NOT_FOUND, NOT_FOUND, null, NOT_FOUND))]},
    'inconclusive',
    'differ among themselves',
  ],
  [
    'answers that vary on the path',
    {isOffered: true, methods: [tunnel(classes(null, NOT_FOUND, NOT_FOUND, NOT_FOUND))]},
    'inconclusive',
    'differ',
  ],
  ['too few on another path', {isOffered: true, methods: [tunnel(few(9))]}, 'inconclusive', 'too few came'],
  ['just enough', {isOffered: true, methods: [tunnel(few(10))]}, 'pass', '404'],
  [
    'nobody known to be there',
    {isOffered: false, methods: [tunnel(steady)]},
    'observed',
    'whether there is a proxy is not known',
  ],
])

it('says which of two answers there is not', () => {
  const none = answer(null)
  expect(differenceOf(none, NOT_FOUND)).toBe('no answer and 404')
  expect(differenceOf(NOT_FOUND, none)).toBe('404 and no answer')
  expect(differenceOf(answer(404, 'a: b\nc: d'), answer(404, 'c: d\ne: f'))).toContain('only one with "a: b; e: f"')
  expect(differenceOf(none, answer(null, 'x'.repeat(300)))).toBe(
    `no answer twice, but only one with "; ${'x'.repeat(198)}"`,
  )
})

const looked = {prefixes: ['/secret/'], answered: ['/', '/robots.txt'], mentions: []}
judges(hidden, [
  ['nothing', hidden.silence, 'inconclusive', 'no page of the origin'],
  ['no path to look for', {...looked, prefixes: []}, 'inconclusive', 'no path of its own'],
  ['no mention', looked, 'pass', 'in 2 of 5 pages that were looked at (/, /robots.txt)'],
  ['the path by default', {...looked, prefixes: ['/.well-known/masque/udp/']}, 'pass', 'which anybody tries'],
  [
    'a mention',
    {...looked, mentions: [{page: '/robots.txt', where: 'the content', prefix: '/secret/'}]},
    'observed',
    '"/secret/" in the content of /robots.txt',
  ],
])

it('knows a path of its own from the one by default', () => {
  expect(hidden.judge(looked, {http: '3'}).because).not.toContain('by default')
})
