import { runChannelConformance } from '../../../conformance-channel/suite.ts'
import { subject } from './subject.ts'

runChannelConformance(subject)
