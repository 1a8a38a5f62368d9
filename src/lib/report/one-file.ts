/** For formats that are one document: written when the run is over, and of several runs when the last one is. */
import type {ResultDocument} from './document.js'
import type {Format} from './reporter.js'

export interface ReportedRun {
  /** The saved run it is from; undefined: there is only one. */
  readonly file: string | undefined
  readonly document: ResultDocument
}

export function oneFile(render: (runs: readonly ReportedRun[]) => string): Format {
  return target => {
    const runs: ReportedRun[] = []
    let file: string | undefined
    return {
      begin(name) {
        file = name
      },
      finish(document) {
        if (file === undefined) target.write(render([{file, document}]))
        else runs.push({file, document})
      },
      end() {
        target.write(render(runs))
      },
    }
  }
}
