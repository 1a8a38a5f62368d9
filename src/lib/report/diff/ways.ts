/** How the proxy is reached and what it offers, in two runs: HTTP versions, what tunnels carry. Silence accuses nobody. */
import {checkFacts, type Preflight} from '../check-facts.js'
import type {ResultDocument, Viability} from '../document.js'
import type {Change, DiffWay} from './document.js'

/** How much of it is there; undefined: nobody knows. */
const ROADS: Readonly<Record<Viability, number | undefined>> = {
  unreachable: undefined,
  unknown: undefined,
  refused: 0,
  accepted: 1,
  'carries-up': 2,
  'carries-down': 2,
  'carries-both-ways': 3,
}
const OFFERS: Readonly<Record<Preflight['state'], number | undefined>> = {
  unreachable: undefined,
  'not-offered': 0,
  'not-authorised': 0,
  offered: 1,
}
const TUNNELS: Readonly<Record<Preflight['udp'], number | undefined>> = {
  unknown: undefined,
  refused: 0,
  accepted: 1,
  carries: 2,
}
const RANKS: Readonly<Record<DiffWay['what'], Readonly<Record<string, number | undefined>>>> = {
  road: ROADS,
  offer: OFFERS,
  udp: TUNNELS,
  ip: TUNNELS,
}

interface State {
  readonly http: DiffWay['http']
  readonly what: DiffWay['what']
  readonly state: string
}

export function diffWays(before: ResultDocument, after: ResultDocument): readonly DiffWay[] {
  const [left, right] = [statesOf(before), statesOf(after)]
  return [...new Set([...left.keys(), ...right.keys()])].flatMap(key => {
    const [was, is] = [left.get(key), right.get(key)]
    const one = is ?? was
    if (!one || was?.state === is?.state) return []
    const {http, what} = one
    return [{change: changeOf(what, was, is), http, what, before: was?.state ?? null, after: is?.state ?? null}]
  })
}

function changeOf(what: State['what'], was: State | undefined, is: State | undefined): Change {
  if (!was || !is) return is ? 'added' : 'removed'
  const [then, now] = [RANKS[what][was.state], RANKS[what][is.state]]
  if (now === undefined) return then === undefined ? 'changed' : 'undecided'
  if (then === undefined || then === now) return 'changed'
  return now < then ? 'worse' : 'better'
}

/** Ports of our own making are others each time: of several roads of one version, the first is held against the first. */
function statesOf(document: ResultDocument): ReadonlyMap<string, State> {
  const {roads, facts} = document
  const numbers = new Map<string, number>()
  const found = new Map<string, State>()
  for (const {http, viability} of roads) {
    const number = (numbers.get(http) ?? 0) + 1
    numbers.set(http, number)
    found.set(`${http} road ${number}`, {http, what: 'road', state: viability})
  }
  for (const {http, state, udp, ip} of preflightOf(facts)) {
    found.set(`${http} offer`, {http, what: 'offer', state})
    found.set(`${http} udp`, {http, what: 'udp', state: udp})
    found.set(`${http} ip`, {http, what: 'ip', state: ip})
  }
  return found
}

function preflightOf(facts: ResultDocument['facts']): readonly Preflight[] {
  const parsed = checkFacts.pick({preflight: true}).loose().safeParse(facts)
  return parsed.success ? parsed.data.preflight : []
}
