/**
 * The faults that take minutes to show, across processes: addresses that are forgotten, sockets and streams that are closed
 * too early or never. The unit tests catch them in virtual time; nobody should wait for the real one with every change.
 */
import {acrossProcesses, isForSoak} from '../requirements/across-processes.js'
import {found} from '../requirements/support/parts.js'

acrossProcesses((await found()).map(({probe}) => probe).filter(isForSoak))
