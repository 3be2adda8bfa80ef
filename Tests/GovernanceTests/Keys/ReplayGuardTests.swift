import Crypto
import Governance
import Testing

@Suite struct ReplayGuardTests {
    private static let start = Timestamp(seconds: 1_780_000_000)

    private func signature(_ nonce: Int, at time: Timestamp = ReplayGuardTests.start) throws -> RequestSignature {
        RequestSignature(
            at: time,
            nonce: "n\(nonce)",
            method: "POST",
            path: "/",
            body: SHA256.hash(data: [UInt8]()),
            secret: try #require(SigningSecret("a-secret-of-the-configuration-000"))
        )
    }

    @Test func refusesTheSecondUse() throws {
        let replay = ReplayGuard()
        try replay.use(try signature(1), now: Self.start)
        try replay.use(try signature(2), now: Self.start)
        #expect(throws: RequestSignature.Failure.replayed) { try replay.use(try signature(1), now: Self.start) }
    }

    /// A signature made by a clock that is 300 seconds ahead is good for 600.
    @Test func remembersForAsLongAsASignatureIsGood() throws {
        for delay: Int64 in [0, 1, 299, 300, 600] {
            for wait: Int64 in [1, 300, 599, 600] {
                let replay = ReplayGuard()
                try replay.use(try signature(0), now: Self.start)
                let used = Self.start.adding(seconds: delay)
                try replay.use(try signature(1), now: used)
                // Others come all the time.
                try replay.use(try signature(2), now: used.adding(seconds: wait / 2))
                #expect(throws: RequestSignature.Failure.replayed) {
                    try replay.use(try signature(1), now: used.adding(seconds: wait))
                }
            }
        }
    }

    @Test func forgetsAfterwards() throws {
        let replay = ReplayGuard()
        for nonce in 0..<100 { try replay.use(try signature(nonce), now: Self.start) }
        try replay.use(try signature(100), now: Self.start.adding(seconds: 700))
        try replay.use(try signature(101), now: Self.start.adding(seconds: 1400))
        #expect(replay.count == 2)
        #expect(replay.forgottenEarly == 0)
    }

    @Test func isBoundedAndTellsOfIt() throws {
        let replay = ReplayGuard(capacity: 10)
        for nonce in 0..<100 { try replay.use(try signature(nonce), now: Self.start) }
        #expect(replay.count <= 20)
        #expect(replay.forgottenEarly == 8)
        #expect(throws: RequestSignature.Failure.replayed) { try replay.use(try signature(99), now: Self.start) }
    }

    @Test func clocksThatGoBackDoNoHarm() throws {
        let replay = ReplayGuard()
        try replay.use(try signature(1), now: Self.start)
        let earlier = Self.start.adding(seconds: -10_000)
        #expect(throws: RequestSignature.Failure.replayed) { try replay.use(try signature(1), now: earlier) }
    }
}
