/** Targets on this host for tunnels to end at. They answer as their kind does, from the socket that was asked. */
import {createSocket, type RemoteInfo} from 'node:dgram'
import {once} from 'node:events'
import {decode, encode} from 'dns-packet'

export type Answer = (question: Buffer, from: RemoteInfo) => Uint8Array | undefined

export interface UdpTarget extends AsyncDisposable {
  readonly port: number
  /** Where questions came from. */
  readonly asked: readonly string[]
}

export async function udpTarget(answer: Answer, host: '127.0.0.1' | '::1' = '127.0.0.1'): Promise<UdpTarget> {
  const socket = createSocket(host === '::1' ? 'udp6' : 'udp4')
  const asked: string[] = []
  socket.on('message', (question, from) => {
    asked.push(`${from.address}:${from.port}`)
    const bytes = answer(question, from)
    if (bytes) socket.send(bytes, from.port, from.address)
  })
  socket.bind(0, host)
  await once(socket, 'listening')
  return {
    port: socket.address().port,
    asked,
    async [Symbol.asyncDispose]() {
      const closed = once(socket, 'close')
      socket.close()
      await closed
    },
  }
}

export const echo: Answer = question => question
export const silence: Answer = () => undefined

/** One A record for every name. */
export const dns: Answer = question => {
  const {id, questions} = decode(question)
  const name = questions?.[0]?.name ?? ''
  return encode({
    type: 'response',
    ...(id !== undefined && {id}),
    ...(questions && {questions}),
    answers: [{type: 'A', name, ttl: 60, data: '192.0.2.80'}],
  })
}

/** A binding success that says where the request came from, over IPv4 (RFC 8489 sections 5 and 14.2). */
export const stun: Answer = (question, {address, port}) => {
  const success = Buffer.alloc(32)
  question.copy(success, 0, 0, 20)
  success.writeUInt16BE(0x0101, 0)
  success.writeUInt16BE(12, 2)
  success.writeUInt16BE(0x0020, 20)
  success.writeUInt16BE(8, 22)
  success.writeUInt16BE(1, 24)
  success.writeUInt16BE(port ^ 0x2112, 26)
  for (const [index, part] of address.split('.').entries()) {
    success[28 + index] = Number(part) ^ success.readUInt8(4 + index)
  }
  return success
}
