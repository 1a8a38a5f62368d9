/** A slip of the fingers is answered with the command that was meant. */
import {expect, it} from 'vitest'
import {noSuchCommand} from '../../src/lib/cli/no-such-command.js'

const KNOWN = [['doctor'], ['probe', 'udp'], ['serve', 'proxy'], ['serve', 'responder'], ['config', 'show']]

it.each([
  ['probe upd localhost 4433', "there is no command 'probe upd'", 'masque probe udp'],
  ['doctors', "there is no command 'doctors'", 'masque doctor'],
  ['serve pro', "there is no command 'serve pro'", 'masque serve proxy'],
  ['serve nothing', "there is no command 'serve nothing'", 'masque help serve'],
  ['explain 0x10e', "there is no command 'explain'", 'masque help'],
])('%s', (typed, message, next) => {
  const error = noSuchCommand(typed.split(' '), KNOWN)
  expect(error).toMatchObject({message, next, exitCode: 2, code: 'no-such-command'})
})
