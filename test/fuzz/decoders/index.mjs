// Every decoder there is. test/fuzz/decoders.test.ts compares the list with src/lib/wire, so that none is forgotten.
import {HTTP} from './http.mjs'
import {IP} from './ip.mjs'
import {LOGS} from './logs.mjs'
import {PEERS} from './peers.mjs'
import {QPACK} from './qpack.mjs'
import {QUIC} from './quic.mjs'
import {WIRE} from './wire.mjs'

/** @type {readonly import('./index.mjs').Decoder[]} */
export const DECODERS = [...WIRE, ...QPACK, ...QUIC, ...LOGS, ...HTTP, ...IP, ...PEERS]
