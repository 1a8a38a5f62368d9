/** Every word there is. A new one is a `define` and a place in this list. */
import capsule from './capsule.js'
import datagram from './datagram.js'
import {close, fin, reset, stop} from './endings.js'
import expect from './expect.js'
import frame from './frame.js'
import {makeHelp} from './help.js'
import {headers, ping, settings, use, watch} from './looking.js'
import open from './open.js'
import packet from './packet.js'
import raw from './raw.js'
import send from './send.js'
import {history, mark, quit, save, show} from './session-words.js'
import {header, set, unset} from './settings.js'
import {flush, hold, wait} from './waiting.js'
import type {Word} from './word.js'

export const WORDS: readonly Word[] = [
  open,
  use,
  send,
  datagram,
  capsule,
  frame,
  raw,
  packet,
  hold,
  flush,
  fin,
  close,
  reset,
  stop,
  wait,
  expect,
  show,
  headers,
  settings,
  ping,
  watch,
  set,
  header,
  unset,
  mark,
  save,
  history,
  makeHelp(() => WORDS),
  quit,
]
