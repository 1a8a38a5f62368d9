import {defineProbe} from '../../../spec/probe.js'
import {fail, inconclusive, observed, pass} from '../../../spec/verdict.js'
import {announcedBy, H3_DATAGRAM} from '../../../stimuli/announcements.js'
import * as settings from '../../../wire/h3-settings.js'
import requirement from './requirement.js'

const ENOUGH = 3
const MAX_CONNECTIONS = 8

interface Seen {
  /** Of each connection whose SETTINGS came; null: it is not in them. */
  readonly values: readonly (string | null)[]
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const values: (string | null)[] = []
    for (let count = 0; count < MAX_CONNECTIONS && !isClear(values); count++) {
      await using raw = await rig.rawHttp3(signal)
      if (await raw.settled(signal)) values.push(announcedBy(raw.seen).setting(H3_DATAGRAM))
    }
    return {values}
  },
  judge({values}) {
    const sent = values.filter(value => value === '1').length
    const others = values.length - sent
    const counted = `SETTINGS_H3_DATAGRAM = 1 came on ${sent} of ${values.length} connections`
    if (values.length < ENOUGH) return inconclusive(`too few to compare: ${counted}`)
    if (others === 0) return pass(counted)
    if (sent === 0) return observed(`${counted}: the proxy does not offer datagrams`)
    if (sent < ENOUGH || others < ENOUGH) return inconclusive(`not enough of both kinds to compare: ${counted}`)
    return fail(
      'SETTINGS_H3_DATAGRAM = 1 on every connection',
      `${counted}; behind a load balancer they may have ended at different machines`,
    )
  },
  silence: {values: []},
  faults: {
    'now-and-then': honest => {
      let connections = 0
      return {
        wire: {
          settings: random =>
            honest.wire.settings(random).filter(({id}) => id !== settings.H3_DATAGRAM || connections++ % 2 === 0),
        },
      }
    },
  },
})

/** Three alike, or three of each. */
function isClear(values: readonly (string | null)[]): boolean {
  const sent = values.filter(value => value === '1').length
  const others = values.length - sent
  return (sent >= ENOUGH && (others === 0 || others >= ENOUGH)) || (others >= ENOUGH && sent === 0)
}
