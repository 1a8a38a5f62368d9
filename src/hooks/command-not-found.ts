/** Words that are no command: the nearest one is named, and nothing is run that was not typed. */
import type {Hook} from '@oclif/core'
import {noSuchCommand} from '../lib/cli/no-such-command.js'

const hook: Hook.CommandNotFound = async ({id, config}) => {
  const known = config.commands.filter(({hidden}) => !hidden).map(command => command.id.split(':'))
  throw noSuchCommand(id.split(':'), known)
}

export default hook
