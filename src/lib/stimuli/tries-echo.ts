/** An echo whose hindrance is no news: what a tunnel cannot be asked, it does not answer. */
import {Obstacle} from '../spec/rig.js'
import type {IpEchoOptions, IpRig} from '../spec/tunnel-rig.js'

export async function echoes(tunnel: IpRig, signal: AbortSignal, options?: IpEchoOptions): Promise<boolean> {
  try {
    return await tunnel.echo(signal, options)
  } catch (error) {
    if (error instanceof Obstacle) return false
    throw error
  }
}
