/** One question to a host that stays silent over UDP: does it answer over TCP? Nothing is sent over the connection. */
import {connect} from 'node:net'
import {parse} from './address.js'
import type {TcpAnswer} from './net.js'

/** `silent` also when the signal ends the wait. Never rejects. */
export function tcpAnswers(address: string, signal: AbortSignal): Promise<TcpAnswer> {
  const parsed = parse(address)
  if (!parsed || signal.aborted) return Promise.resolve('silent')
  return new Promise(resolve => {
    const socket = connect({host: parsed.ip, port: parsed.port})
    const answer = (value: TcpAnswer): void => {
      signal.removeEventListener('abort', giveUp)
      socket.destroy()
      resolve(value)
    }
    const giveUp = (): void => {
      answer('silent')
    }
    signal.addEventListener('abort', giveUp, {once: true})
    socket.on('connect', () => {
      answer('open')
    })
    socket.on('error', error => {
      answer((error as NodeJS.ErrnoException).code === 'ECONNREFUSED' ? 'refused' : 'silent')
    })
  })
}
