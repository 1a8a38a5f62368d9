/** Part 1 of all faults, across processes: see ../requirements/across-processes.ts. */
import {acrossProcesses, isForSoak} from '../requirements/across-processes.js'
import {part} from '../requirements/support/parts.js'

const probes = (await part(1, 2, new URL('.', import.meta.url))).map(({probe}) => probe)
acrossProcesses(probes.filter(probe => !isForSoak(probe)))
