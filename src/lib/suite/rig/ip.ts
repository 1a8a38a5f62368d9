/** IP tunnels of a rig. */
import {Obstacle, type IpRig} from '../../spec/rig.js'

/** @throws Obstacle */
export function openIpRig(): Promise<IpRig> {
  return Promise.reject(new Obstacle('inconclusive', 'IP tunnels are not examined'))
}
