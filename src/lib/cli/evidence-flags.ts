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
}

export interface EvidenceFlagValues {
  readonly save?: string | undefined
}
