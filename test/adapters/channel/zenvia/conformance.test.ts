import { describe } from 'vitest'
import { runChannelConformance } from '../../../conformance-channel/suite.ts'
import { smsSubject, whatsappSubject } from './subject.ts'

describe('by SMS', () => runChannelConformance(smsSubject))
describe('by WhatsApp', () => runChannelConformance(whatsappSubject))
