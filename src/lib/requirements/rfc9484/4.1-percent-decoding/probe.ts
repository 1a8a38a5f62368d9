import {defineProbe} from '../../../spec/probe.js'
import {inconclusive, notApplicable, observed, pass} from '../../../spec/verdict.js'
import {
  askIp,
  fateOf,
  isAccepted,
  isRejected,
  NOT_ASKED,
  pathWith,
  templateOf,
  type Asked,
} from '../../../stimuli/ask-ip.js'
import requirement from './requirement.js'

interface Spelling {
  readonly name: string
  readonly spell: (text: string) => string
}

const hexOf = (character: string): string => character.charCodeAt(0).toString(16).padStart(2, '0')
const reserved = /[^A-Za-z0-9._~-]/g

const PLAIN: Spelling = {name: 'the plain form', spell: encodeURIComponent}
/** Each means the same as the plain form. */
const SAME: readonly Spelling[] = [
  {name: 'lower-case digits', spell: text => text.replace(/[^A-Za-z0-9]/g, each => `%${hexOf(each)}`)},
  {name: 'upper-case digits', spell: text => text.replace(/[^A-Za-z0-9]/g, each => `%${hexOf(each).toUpperCase()}`)},
  {name: 'unreserved characters encoded', spell: text => text.replace(/./g, each => `%${hexOf(each).toUpperCase()}`)},
]
/** Decoded once, this is no value; decoded twice, it is the plain one. */
const TWICE: Spelling = {
  name: 'the percent sign encoded',
  spell: text => text.replace(reserved, each => `%25${hexOf(each).toUpperCase()}`).replaceAll('.', '%252E'),
}

interface Seen {
  readonly hasTarget: boolean
  readonly plain: Asked
  readonly same: readonly {readonly name: string; readonly asked: Asked}[]
  readonly twice: Asked
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const template = templateOf(rig)
    const {4: four, 6: six} = rig.place.ipTarget
    const target = four ?? six ?? '*'
    const ask = ({spell}: Spelling): Promise<Asked> =>
      askIp(rig, pathWith(template, {target: spell(target), ipproto: '%2A'}), signal)
    const hasTarget = template.variables.includes('target')
    if (!hasTarget) return {hasTarget, plain: NOT_ASKED, same: [], twice: NOT_ASKED}
    const plain = await ask(PLAIN)
    const same = await Promise.all(SAME.map(async each => ({name: each.name, asked: await ask(each)})))
    return {hasTarget, plain, same, twice: await ask(TWICE)}
  },
  judge({hasTarget, plain, same, twice}) {
    if (!hasTarget) return notApplicable('the template has no {target}')
    if (!isAccepted(plain)) return inconclusive(`the plain form was ${fateOf(plain)}`)
    const lost = same.find(({asked}) => !isAccepted(asked) && !isRejected(asked))
    if (lost) return inconclusive(`the form with ${lost.name} was ${fateOf(lost.asked)}`)
    const other = same.filter(({asked}) => !isAccepted(asked))
    if (other.length > 0) {
      const words = other.map(({name, asked}) => `with ${name} it was ${fateOf(asked)}`).join('; ')
      return observed(`the plain form of a target was accepted, but ${words}`)
    }
    if (isAccepted(twice))
      return observed('a target that was percent-encoded twice was accepted: it is decoded twice, or not looked at')
    if (!isRejected(twice)) return inconclusive(`the form with ${TWICE.name} was ${fateOf(twice)}`)
    return pass('all ways to write one target were accepted alike, and one that was encoded twice was refused')
  },
  silence: {hasTarget: true, plain: NOT_ASKED, same: [], twice: NOT_ASKED},
  faults: {
    'decodes-no-unreserved-characters': {
      http: {admit: ({path}) => (/%3[0-9]/.test(path) ? {status: 404, headers: []} : undefined)},
    },
    'knows-upper-case-digits-only': {
      http: {admit: ({path}) => (/%[0-9a-f]*[a-f]/.test(path) ? {status: 404, headers: []} : undefined)},
    },
    'decodes-twice': {
      ip: {
        session: {
          onBadScope: target => (target?.includes('%') ? {target: {kind: 'any'}, protocol: undefined} : undefined),
        },
      },
    },
  },
})
