import { runConformance } from '../../conformance/suite.ts'
import { newerSubject } from './subject.ts'

runConformance(newerSubject)
