import Governance
import Testing

@Test func limitsAreTold() { #expect(LimitPolicy(.requests, per: .minute, 1).amount == 1) }
