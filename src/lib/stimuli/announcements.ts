/** What a proxy announced of itself before any request: SETTINGS and transport parameters, by identifier. */
import type {ConnectionSeen} from '../spec/rig.js'

export const H3_DATAGRAM = '0x33'
export const MAX_IDLE_TIMEOUT = '0x1'
export const MAX_DATAGRAM_FRAME_SIZE = '0x20'

export interface Announced {
  /** null: it is absent. */
  readonly setting: (id: string) => string | null
  readonly parameter: (id: string) => string | null
}

export function announcedBy({settings = [], transportParameters = []}: ConnectionSeen): Announced {
  return {
    setting: wanted => settings.find(({id}) => id === wanted)?.value ?? null,
    parameter: wanted => {
      const value = transportParameters.find(({id}) => id === wanted)?.value
      return typeof value === 'string' ? value : null
    },
  }
}
