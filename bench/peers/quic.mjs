// The engine driven from JavaScript, through what masque itself uses (dist/lib/quic). Roles, settings and lines are
// those of native/engine/examples/bench, word for word: what differs between the two is what JavaScript costs.
//
// `server sink|echo CERTIFICATE KEY MTU on|off` or `client PIN MTU on|off` (outer datagrams joined by GSO and GRO, or
// not). A client reads commands from its standard input; answers are lines of JSON. The end of the input is the end.
import {readFileSync} from 'node:fs'
import {createInterface} from 'node:readline'
import {loadBinding} from '../../dist/lib/native/binding.js'
import {QuicEndpoint} from '../../dist/lib/quic/endpoint.js'
import {COMMANDS} from './client.mjs'
import {serve} from './server.mjs'

const ALPN = ['bench']
const USAGE = 'server sink|echo CERTIFICATE KEY MTU on|off, or client PIN MTU on|off'

/** The MTU is fixed: a size that changes in the middle of a round would blur it. */
const transport = mtu => ({initialMtu: Number(mtu), minMtu: Number(mtu), mtuUpperBound: 0})
const socket = offload => ({local: '127.0.0.1:0', gso: offload === 'on', gro: offload === 'on'})
const tell = answer => process.stdout.write(`${JSON.stringify(answer)}\n`)

const [role, ...words] = process.argv.slice(2)
if (role === 'server' && words.length === 5) runServer(...words)
else if (role === 'client' && words.length === 3) await runClient(...words)
else throw new Error(USAGE)

function runServer(mode, certificate, key, mtu, offload) {
  const server = {
    certificatesPem: readFileSync(certificate, 'utf8'),
    keyPem: readFileSync(key, 'utf8'),
    alpn: ALPN,
    transport: transport(mtu),
  }
  const options = {...socket(offload), server}
  const endpoint = new QuicEndpoint(loadBinding(), options, {onConnection: serve(mode === 'echo', tell)})
  process.stdin.resume().on('end', () => {
    endpoint.close()
  })
  tell({listening: endpoint.localAddress})
}

async function runClient(pin, mtu, offload) {
  const endpoint = new QuicEndpoint(loadBinding(), socket(offload))
  const options = {
    serverName: 'localhost',
    alpn: ALPN,
    trust: 'pin',
    pin: Buffer.from(pin, 'hex'),
    transport: transport(mtu),
  }
  for await (const line of createInterface({input: process.stdin})) {
    const [command, remote, ...numbers] = line.split(' ')
    const connect = () => endpoint.connect({...options, remote})
    tell(await COMMANDS[command](connect, ...numbers.map(Number)))
  }
  endpoint.close()
}
