/** Forbidden targets: what opened is told, silence decides nothing, and "not you" is no answer about a target. */
import broadcast from '../../../src/lib/requirements/rfc9298/7-target-broadcast/probe.js'
import linkLocal from '../../../src/lib/requirements/rfc9298/7-target-link-local/probe.js'
import loopback from '../../../src/lib/requirements/rfc9298/7-target-loopback/probe.js'
import multicast from '../../../src/lib/requirements/rfc9298/7-target-multicast/probe.js'
import privateTargets from '../../../src/lib/requirements/rfc9298/7-target-private/probe.js'
import self from '../../../src/lib/requirements/rfc9298/7-target-self/probe.js'
import tunnelled from '../../../src/lib/requirements/rfc9298/7-tunnelled-ip/probe.js'
import type {ForbiddenSeen, Outcome} from '../../../src/lib/stimuli/forbidden-targets.js'
import {judgeTable} from '../support/judge-table.js'

const OPENED: Outcome = {kind: 'opened', status: 200, saysProhibited: false}
const SAYS: Outcome = {kind: 'refused', status: 502, saysProhibited: true}
const refused = (status: number): Outcome => ({kind: 'refused', status, saysProhibited: false})
const SILENCE: Outcome = {kind: 'silence'}
const RESET: Outcome = {kind: 'reset', detail: 'the stream was reset'}
const tried = (...outcomes: Outcome[]): ForbiddenSeen['tried'] =>
  outcomes.map((outcome, index) => ({target: `127.0.0.${index}:9`, outcome}))

judgeTable(loopback, {usual: OPENED, tried: tried(SAYS, refused(403))}, [
  [
    {},
    'pass',
    'none of 2 tunnels to loopback and unspecified addresses opened; refused with 502, 403, of 2 refusals 1 said destination_ip_prohibited',
  ],
  [{tried: tried(refused(502), refused(502))}, 'pass', 'refused with 502, of 2 refusals none said'],
  [{tried: tried(RESET)}, 'pass', 'none of 1 tunnels to loopback and unspecified addresses opened'],
  [{tried: tried(OPENED, SAYS)}, 'observed', 'opened, 1 of 2: 127.0.0.0:9; refused with 502, of 1 refusals 1 said'],
  [{tried: tried(OPENED, SILENCE)}, 'observed', 'opened, 1 of 2: 127.0.0.0:9'],
  [{usual: SILENCE, tried: tried(OPENED)}, 'observed', 'opened, 1 of 1'],
  [{tried: tried(...Array<Outcome>(14).fill(OPENED))}, 'observed', '127.0.0.11:9, and 2 more'],
  [{tried: tried(...Array<Outcome>(12).fill(OPENED))}, 'observed', '127.0.0.10:9, 127.0.0.11:9'],
  [{usual: SILENCE}, 'inconclusive', 'usual tunnel was not answered'],
  [{tried: []}, 'inconclusive', 'usual tunnel was not answered'],
  [{tried: tried(SAYS, SILENCE)}, 'inconclusive', '1 of 2 requests were not answered: 127.0.0.1:9'],
  [{usual: refused(407), tried: tried(refused(407), refused(403), refused(401))}, 'inconclusive', 'without permission'],
  [{usual: OPENED, tried: tried(refused(403))}, 'pass', 'refused with 403'],
  [{usual: refused(403), tried: tried(refused(402))}, 'pass', 'refused with 402'],
  [{usual: refused(403), tried: tried(RESET)}, 'pass', 'none of 1'],
])
judgeTable(broadcast, {usual: OPENED, tried: tried(SAYS)}, [[{}, 'pass', 'to broadcast addresses opened']])
judgeTable(linkLocal, {usual: OPENED, tried: tried(SAYS)}, [[{}, 'pass', 'to link-local addresses opened']])
judgeTable(multicast, {usual: OPENED, tried: tried(SAYS)}, [[{}, 'pass', 'to multicast addresses opened']])
judgeTable(privateTargets, {usual: OPENED, tried: tried(SAYS)}, [[{}, 'pass', 'to private addresses opened']])
judgeTable(self, {usual: OPENED, tried: tried(SAYS)}, [[{}, 'pass', "to the proxy's own addresses opened"]])

const port = (number: number, opened: boolean | null, status: number | null = opened ? 200 : 403): PortSeen => ({
  port: number,
  opened,
  status: opened === null ? null : status,
})
interface PortSeen {
  readonly port: number
  readonly opened: boolean | null
  readonly status: number | null
}

judgeTable(tunnelled, {ports: [port(4433, true), port(53, true), port(4789, false)]}, [
  [{}, 'observed', 'tunnels open to the ports 53, and not to 4789 (403)'],
  [{ports: [port(4433, true), port(53, true)]}, 'observed', 'tunnels open to each of the ports 53'],
  [{ports: [port(4433, true), port(53, false, null)]}, 'observed', 'tunnels open to none of the ports 53'],
  [{ports: [port(4433, false), port(53, true)]}, 'observed', 'tunnels open to each of the ports 53'],
  [{ports: [port(4433, false), port(53, false)]}, 'inconclusive', 'every port is refused, 4433 of the target as well'],
  [{ports: [port(4433, true), port(53, true), port(123, null)]}, 'inconclusive', 'not answered for ports 123'],
  [{ports: [port(4433, null)]}, 'inconclusive', 'usual tunnel was not answered'],
  [{ports: []}, 'inconclusive', 'usual tunnel was not answered'],
])
