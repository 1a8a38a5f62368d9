/** What a full run saw is kept in test/soak/recorded; scripts/draw-endurance.mjs makes the graph in docs of it. */
import {writeFileSync} from 'node:fs'
import {COUNTS, SIZES, type Course} from './sample.js'
import {judge, type Judged, type Tolerance} from './growth.js'
import {full} from './scale.js'

export interface Experiment {
  readonly name: string
  /** What is counted: "tunnels", "seconds". */
  readonly unit: string
  readonly courses: readonly Course[]
  readonly tolerance: Tolerance
  /** Beside the sizes: datagrams carried, and the like. */
  readonly facts?: Readonly<Record<string, number>>
}

/** What grows, in words. */
export function conclude({name, unit, courses, tolerance, facts = {}}: Experiment): string[] {
  const judged = courses.map(course => judge(course, tolerance))
  if (full) {
    const file = new URL(`../recorded/${name}.json`, import.meta.url)
    const document = {name, unit, facts, courses: courses.map((course, index) => toColumns(course, judged[index]!))}
    writeFileSync(file, `${JSON.stringify(document)}\n`)
  }
  return judged.flatMap(({growing}) => growing)
}

function toColumns({who, points}: Course, {slopes}: Judged): Record<string, unknown> {
  const columns = [...SIZES, ...COUNTS].map(name => [name, points.map(({sample}) => sample[name])])
  return {who, slopes, at: points.map(({at}) => at), ...(Object.fromEntries(columns) as Record<string, number[]>)}
}
