import { runConformance } from '../../conformance/suite.ts'
import { subject } from './subject.ts'

runConformance(subject)
