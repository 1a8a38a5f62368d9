/**
 * CONNECT-IP by the numbers that its capsules had in draft-ietf-masque-connect-ip-03 (2022), with the SETTINGS of those
 * days. Only in DATAGRAM frames: the capsule that carried datagrams had another number, too, and it is left out.
 */
import type {Dialect} from './dialect.js'

const H3_DATAGRAM_04 = 0xffd277n
/** ADDRESS_ASSIGN, ADDRESS_REQUEST and ROUTE_ADVERTISEMENT. */
const NUMBERS = new Map([
  [0x01n, 0x1eca6a00n],
  [0x02n, 0x1eca6a01n],
  [0x03n, 0x1eca6a02n],
])

export const connectIp03: Dialect = {
  name: 'connect-ip-03',
  summary: 'capsule types of draft-ietf-masque-connect-ip-03 (0x1eca6a00 to 0x1eca6a02), and SETTINGS of its time',
  tunnels: ['ip'],
  http: ['3'],
  h3: {announces: [{id: H3_DATAGRAM_04, value: 1n}], datagrams: [H3_DATAGRAM_04], asksAnyway: true},
  ask: request => ({...request, datagrams: 'frames'}),
  framing: () => ({contextIds: true, capsules: NUMBERS}),
}
