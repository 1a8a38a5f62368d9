/**
 * From what was seen to what may be said. A responder's signed answers count before everybody else's, as a proxy could
 * answer an echo itself; silence says nothing of anybody.
 */
import {inWords} from '../../http/ending.js'
import type {Fault, Viability} from '../../report/document.js'
import type {EchoFacts, IcmpErrorFacts, TcpFacts} from '../../report/ip-facts.js'
import type {Family} from '../../wire/ip/address.js'
import type {ExchangeResult, Known} from '../exchange.js'
import type {ExaminedFamily} from './family.js'

export interface FamilyConclusion {
  readonly family: Family | undefined
  readonly up: Known
  readonly down: Known
  readonly blame: Fault | null
  /** Why, if not both ways. */
  readonly because: string | null
  readonly stoppedAfter: number | null
  readonly remarks: readonly string[]
}

export function concludeFamily({family, ...seen}: ExaminedFamily): FamilyConclusion {
  return {family, ...concluded(seen)}
}

type Concluded = Omit<FamilyConclusion, 'family'>

function concluded(seen: Omit<ExaminedFamily, 'family'>): Concluded {
  const {exchange, destination, routed} = seen
  if (destination === null) return nothing(NOBODY)
  const told = said(seen)
  const answered = answeredBy(seen)
  if (exchange && exchange.up !== 'unknown') return byExchange(exchange, answered, told)
  if (answered !== undefined) {
    const doubt = exchange?.because
    const remarks = doubt === undefined ? [] : [`over UDP ${doubt}`]
    const {stopped} = seen
    const end = {blame: stopped ? ('unknown' as const) : null, because: stopped?.because ?? null}
    return {up: 'yes', down: 'yes', ...end, stoppedAfter: stopped?.after ?? null, remarks}
  }
  if (routed === 'no') return nothing(`the proxy advertises no route to ${destination}, so nothing was sent there`)
  const because = exchange?.because ?? silence(seen, destination)
  return {...nothing(because + told), blame: exchange?.blame ?? 'unknown'}
}

function silence({ending}: Pick<ExaminedFamily, 'ending'>, destination: string): string {
  const nothingCame = `nothing came back from ${destination}`
  return ending
    ? `${nothingCame}: the tunnel ended (${inWords(ending)})`
    : `${nothingCame}, which proves nothing: it may not answer`
}

const NOBODY =
  'nobody was named to send packets to (--responder HOST:PORT, --target HOST), so it is not known whether it carries any'

function nothing(because: string): Concluded {
  return {up: 'unknown', down: 'unknown', blame: 'unknown', because, stoppedAfter: null, remarks: []}
}

function byExchange(
  {up, down, blame, because, stopped}: ExchangeResult,
  answered: string | undefined,
  told: string,
): Concluded {
  const carries = up === 'yes' && down === 'yes'
  const contradiction = !carries && answered !== undefined
  return {
    up,
    down,
    blame: carries && !stopped ? null : (blame ?? 'unknown'),
    because: because === undefined ? null : because + told,
    stoppedAfter: stopped?.after ?? null,
    remarks: contradiction
      ? [`${answered}, although the responder there tells otherwise: somebody answers for it`]
      : [],
  }
}

/** Who answered what, if anybody did. */
function answeredBy({echo, tcp}: Pick<ExaminedFamily, 'echo' | 'tcp'>): string | undefined {
  const echoed = echo.find(({received}) => received > 0)
  if (echoed) return `${echoed.to} answers ICMP echo`
  const shaken = tcp.find(({answer}) => answer === 'open' || answer === 'refused')
  return shaken && `${shaken.to} answers TCP`
}

/** What routers said about packets of ours: facts for whoever wants to know why. */
function said({echo, tcp}: {readonly echo: readonly EchoFacts[]; readonly tcp: readonly TcpFacts[]}): string {
  const errors = [...echo, ...tcp].flatMap(({errors: some}) => some)
  const words = new Set(errors.map(errorInWords))
  return words.size === 0 ? '' : `; ${[...words].slice(0, 3).join('; ')}`
}

function errorInWords({from, what}: IcmpErrorFacts): string {
  return `${from} says: ${what}`
}

export interface Conclusion {
  readonly up: Known
  readonly down: Known
  readonly viability: Viability
  readonly blame: Fault | null
  readonly because: string | null
  readonly stoppedAfter: number | null
}

/**
 * Of a session with all its families: one that is proven not to carry counts, whatever the others do; one that nothing is
 * known of does not speak against one that works.
 */
export function conclude(
  families: readonly FamilyConclusion[],
  {noAddress, breach}: {readonly noAddress: string | undefined; readonly breach: string | undefined},
): Conclusion {
  const main = telling(families)
  const {up, down, stoppedAfter} = main
  const good = up === 'yes' && down === 'yes' && stoppedAfter === null && breach === undefined
  const shared = breach ?? noAddress
  return {
    up,
    down,
    viability: viabilityOf(up, down),
    blame: good ? null : blameOf(families, breach),
    because: good ? null : (shared ?? becauseOf(main, families)),
    stoppedAfter,
  }
}

/** The family that says most of the whole. */
function telling(families: readonly FamilyConclusion[]): FamilyConclusion {
  return (
    families.find(({up, down}) => up === 'no' || down === 'no') ??
    families.find(({stoppedAfter}) => stoppedAfter !== null) ??
    families.find(({up, down}) => up === 'yes' && down === 'yes') ??
    families[0] ??
    NONE
  )
}

const NONE: FamilyConclusion = {
  family: undefined,
  up: 'unknown',
  down: 'unknown',
  blame: 'unknown',
  because: null,
  stoppedAfter: null,
  remarks: [],
}

/** Where both families fare alike it need not be said of which this is. */
function becauseOf({family, because}: FamilyConclusion, families: readonly FamilyConclusion[]): string | null {
  const others = families.filter(other => other.family !== family)
  if (because === null || others.length === 0 || others.every(other => other.because === because)) return because
  return `over IPv${family ?? ''} ${because}`
}

function blameOf(families: readonly FamilyConclusion[], breach: string | undefined): Fault {
  return breach !== undefined || families.some(({blame}) => blame === 'proxy') ? 'proxy' : 'unknown'
}

function viabilityOf(up: Known, down: Known): Viability {
  if (up === 'yes' && down === 'yes') return 'carries-both-ways'
  if (up === 'yes') return 'carries-up'
  return down === 'yes' ? 'carries-down' : 'accepted'
}
