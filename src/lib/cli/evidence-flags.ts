/** Flags about evidence: where what a run sees is kept. */
import {Flags} from '@oclif/core'

const EVIDENCE = {helpGroup: 'EVIDENCE'}

export const evidenceFlags = {
  save: Flags.string({
    helpValue: 'FILE',
    description: 'Keep the run: everything seen and what came of it, as JSON lines.',
    env: 'MASQUE_SAVE',
    ...EVIDENCE,
  }),
  pcap: Flags.string({
    helpValue: 'FILE',
    description: 'Capture datagrams outside and inside the tunnel as pcapng, with the TLS secrets.',
    env: 'MASQUE_PCAP',
    ...EVIDENCE,
  }),
  keylog: Flags.string({
    helpValue: 'FILE',
    description: 'Append the TLS secrets, for Wireshark and the like; so does SSLKEYLOGFILE.',
    env: 'MASQUE_KEYLOG',
    ...EVIDENCE,
  }),
  qlog: Flags.string({
    helpValue: 'DIR',
    description: 'A qlog file there for each connection: packets, frames, HTTP/3, tunnels; QLOGDIR does it too.',
    env: 'MASQUE_QLOG',
    ...EVIDENCE,
  }),
}

export interface EvidenceFlagValues {
  readonly save?: string | undefined
  readonly pcap?: string | undefined
  readonly keylog?: string | undefined
  readonly qlog?: string | undefined
}
