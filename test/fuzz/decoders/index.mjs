// Every decoder there is. test/fuzz/decoders.test.ts compares the list with src/lib/wire, so that none is forgotten.
import {H1} from './h1.mjs'
import {H2} from './h2.mjs'
import {HTTP} from './http.mjs'
import {IP} from './ip.mjs'
import {LOGS} from './logs.mjs'
import {PEERS} from './peers.mjs'
import {QPACK} from './qpack.mjs'
import {QUIC} from './quic.mjs'
import {SHELL} from './shell.mjs'
import {WIRE} from './wire.mjs'

/** @type {readonly import('./index.mjs').Decoder[]} */
export const DECODERS = [...WIRE, ...QPACK, ...H2, ...QUIC, ...LOGS, ...HTTP, ...IP, ...PEERS, ...H1, ...SHELL]
