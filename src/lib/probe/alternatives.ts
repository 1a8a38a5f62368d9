/** `--alt-svc`: HTTP/3 where the answers over HTTP/2 and HTTP/1.1 say that it is (RFC 7838), each place once. */
import {format} from '../net/address.js'
import {findProxy} from '../reach/names.js'
import {round} from '../reach/phases.js'
import type {ReachOptions} from '../reach/options.js'
import * as altSvc from '../wire/alt-svc.js'
import {roadFrom, travel, type RoadContext, type TravelledRoad} from './road.js'
import {phaseLog} from './roads.js'

interface Place {
  readonly host: string
  readonly port: number
}

/** A proxy is asked to name a few. */
const MAX_PLACES = 3

/** The roads to them, numbered on from those there are. @throws SetupError */
export async function travelAlternatives(
  roads: readonly TravelledRoad[],
  context: RoadContext,
  signal: AbortSignal,
): Promise<readonly TravelledRoad[]> {
  const {template, options, platform, beganMs, onEvent} = context
  const tried = options.reach.connectTo ?? template
  const more: TravelledRoad[] = []
  for (const place of placesOf(roads, template.host)) {
    if (signal.aborted) break
    if (place.host === tried.host && place.port === tried.port && roads.some(({road}) => road.http === '3')) continue
    const isOther = place.host !== template.host
    const where = `${format(place.host, place.port)}${isOther ? ', which is another host' : ''}`
    const text = `Alt-Svc says that HTTP/3 is at ${where}`
    onEvent({event: 'note', tMs: round(platform.clock.now() - beganMs), text})
    const road = await roadTo(place, roads.length + more.length + 1, context, signal)
    more.push({...road, remarks: [text, ...road.remarks]})
  }
  return more
}

function placesOf(roads: readonly TravelledRoad[], ownHost: string): readonly Place[] {
  const found = roads.flatMap(({road: {http, response}}) => {
    if (http === '3') return []
    const lines = response?.headers.filter(([name]) => name.toLowerCase() === 'alt-svc').map(([, value]) => value)
    return altSvc.read(lines ?? []).filter(({protocol}) => protocol === 'h3')
  })
  const places = found.map(({host, port}) => ({host: host === '' ? ownHost : host.replaceAll(/[[\]]/g, ''), port}))
  const isFirst = (place: Place, index: number): boolean =>
    places.findIndex(({host, port}) => host === place.host && port === place.port) === index
  return places.filter(isFirst).slice(0, MAX_PLACES)
}

/** The certificate must be that of the origin, wherever it is shown (RFC 7838 section 2.1). */
async function roadTo(
  connectTo: Place,
  number: number,
  context: RoadContext,
  signal: AbortSignal,
): Promise<TravelledRoad> {
  const {template, platform} = context
  const reach: ReachOptions = {...context.options.reach, connectTo}
  const options = {...context.options, reach, http: {versions: ['3'], named: false}} as const
  const own = {...context, options}
  const log = phaseLog(own)
  const [ip] = (await findProxy(template, reach, {...platform, ...options}, log, signal)) ?? []
  if (ip === undefined) return roadFrom({http: '3', address: null}, log, 'unreachable')
  return travel({http: '3', address: format(ip, connectTo.port), number}, own, log.phases, signal)
}
