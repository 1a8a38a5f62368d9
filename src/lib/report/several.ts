/** Several results in one JSON document: what `report -f json` prints for more than one run. */
import {z} from 'zod'
import {resultDocument} from './document.js'

export const severalResults = z.strictObject({
  schema: z.literal(1),
  /** In the order they were named. */
  runs: z.array(z.strictObject({file: z.string(), result: resultDocument})),
  /** The strongest true statement of all. */
  exitCode: z.number(),
})

export type SeveralResults = z.infer<typeof severalResults>
