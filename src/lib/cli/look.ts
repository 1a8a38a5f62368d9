/** How stdout looks to whoever writes text to it: as wide as the terminal, or as a pipe is said to be. */
import type {ReportTarget} from '../report/reporter.js'
import {makeStyle} from '../style/style.js'
import {PIPE_COLUMNS} from './output.js'

export function stdoutLook(noColor: boolean): Pick<ReportTarget, 'columns' | 'style'> {
  const isTerminal = process.stdout.isTTY
  return {
    columns: isTerminal ? process.stdout.columns : PIPE_COLUMNS,
    style: makeStyle({isTerminal, env: process.env, noColor}),
  }
}
