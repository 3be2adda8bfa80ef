import Governance
import Testing

@Suite struct RefusedSignInsTests {
    private static let start = Samples.now

    private func note(
        _ refusals: RefusedSignIns,
        _ user: String?,
        from address: String?,
        at offset: Int64 = 0
    ) -> Bool {
        refusals.note(
            user: user,
            address: address.flatMap { NetworkAddress($0) },
            now: Self.start.adding(seconds: offset)
        )
    }

    @Test func theFirstIsToldAndTheOthersAreSummed() {
        let refusals = RefusedSignIns(window: 60)
        #expect(note(refusals, "user_1", from: "192.0.2.1"))
        #expect(!note(refusals, "user_1", from: "192.0.2.1", at: 10))
        #expect(!note(refusals, "user_1", from: "192.0.2.1", at: 20))
        #expect(note(refusals, "user_1", from: "192.0.2.2"))
        #expect(note(refusals, nil, from: "192.0.2.1"))
        #expect(refusals.due(at: Self.start.adding(seconds: 59)).isEmpty)
        let sums = refusals.due(at: Self.start.adding(seconds: 60))
        #expect(sums.count == 1)
        #expect(sums.first?.user == "user_1")
        #expect(sums.first?.network == NetworkAddress("192.0.2.1"))
        #expect(sums.first?.count == 2)
        #expect(sums.first?.first == Self.start)
        #expect(sums.first?.last == Self.start.adding(seconds: 20))
        #expect(refusals.due(at: Self.start.adding(seconds: 60)).isEmpty)
        #expect(note(refusals, "user_1", from: "192.0.2.1", at: 60))
    }

    @Test func aHouseholdIsOneAddress() {
        let refusals = RefusedSignIns()
        #expect(note(refusals, nil, from: "2001:db8::1"))
        #expect(!note(refusals, nil, from: "2001:db8::2"))
        #expect(note(refusals, nil, from: "2001:db8:0:1::1"))
    }

    /// However many addresses: as many entries as there is room for, one for all others, and one sum for each.
    @Test func aFloodIsBounded() {
        let refusals = RefusedSignIns(window: 60, capacity: 8)
        var told = 0
        for number in 0..<1000 where note(refusals, nil, from: "10.0.\(number / 250).\(number % 250)") { told += 1 }
        #expect(told == 9)
        let sums = refusals.due(at: Self.start.adding(seconds: 60))
        #expect(sums.count == 1)
        #expect(sums.first?.count == 991)
        #expect(sums.first?.network == nil)
    }

    @Test func aClockThatIsPutBackEndsTheWindow() {
        let refusals = RefusedSignIns(window: 60)
        #expect(note(refusals, nil, from: nil, at: 1000))
        #expect(!note(refusals, nil, from: nil, at: 1000))
        #expect(refusals.due(at: Self.start).map(\.count) == [1])
        #expect(note(refusals, nil, from: nil))
    }
}
