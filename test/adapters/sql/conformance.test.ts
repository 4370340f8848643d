import { describe } from 'vitest'
import { runConformance } from '../../conformance/suite.ts'
import { subject, winthorSubject } from './subject.ts'

describe('profile protheus', () => runConformance(subject))
describe('profile winthor', () => runConformance(winthorSubject))
