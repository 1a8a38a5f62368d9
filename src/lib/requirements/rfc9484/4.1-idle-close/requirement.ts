import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.1/idle-close',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'slow',
  needs: [],
  title: 'A tunnel that is torn down for inactivity has its request stream closed',
  asks: 'The proxy may tear down a tunnel after a time of inactivity, but must close the request stream when it does.',
  why: 'A tunnel that is dead behind an open stream looks healthy to the client: it does not reconnect, and after every pause the user has to restart it by hand.',
  sends:
    'A tunnel is left without inner packets and capsules, while a neighbour on the same connection keeps that up. After the wait, several new outbound flows probe it; a fresh tunnel is the control.',
  counts: {
    pass: 'the stream (in HTTP/1.1 the connection) was closed when the tunnel died, or the tunnel still forwards',
    fail: 'on 3 idle tunnels new flows die, the request stream is still open after 3 round trips, the outer connection is alive, and a fresh tunnel works',
    info: 'how long the tunnel stayed idle before it was closed; there is no minimum for IP proxying',
    inconclusive: 'only the NAT state of the old flow is gone, or the outer connection itself timed out',
  },
  hint: 'Look for an idle timer that frees the address or interface but does not know the request stream.',
  pitfalls: [
    'Probe with a new flow and several attempts: answers to the old flow depend on NAT timers.',
    'The connection must be kept up by something else, such as a neighbour tunnel: inner packets and capsules reset the idle timer.',
  ],
  see: [],
})
