import { runConformance } from '../../conformance/suite.ts'
import { olderSubject, subject } from './subject.ts'

runConformance(subject)
runConformance(olderSubject)
