import Crypto
import Governance
import Testing

@Suite struct ReplayGuardTests {
    private static let start = Timestamp(seconds: 1_780_000_000)
    /// Long before anything here is signed.
    private static let beginning = start.adding(seconds: -1_000)

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
        let replay = ReplayGuard(since: Self.beginning)
        try replay.use(try signature(1), now: Self.start)
        try replay.use(try signature(2), now: Self.start)
        #expect(throws: RequestSignature.Failure.replayed) { try replay.use(try signature(1), now: Self.start) }
    }

    /// A signature made by a clock that is 5 seconds ahead is good for 305.
    @Test func remembersForAsLongAsASignatureIsGood() throws {
        for delay: Int64 in [-5, 0, 1, 150, 299] {
            for end: Int64 in [delay + 1, 299, 300] {
                let replay = ReplayGuard(since: Self.beginning)
                try replay.use(try signature(0), now: Self.start.adding(seconds: -6))
                let used = Self.start.adding(seconds: delay)
                try replay.use(try signature(1), now: used)
                // Others come all the time.
                try replay.use(try signature(2), now: used.adding(seconds: (end - delay) / 2))
                #expect(throws: RequestSignature.Failure.replayed) {
                    try replay.use(try signature(1), now: Self.start.adding(seconds: end))
                }
            }
        }
    }

    /// Whatever an earlier process can have taken until its end, a memory that begins then does not take.
    @Test(arguments: [-300, -1, 0, 4, 5])
    func doesNotTakeWhatMayHaveBeenUsedBeforeItBegan(offset: Int64) throws {
        let earlier = ReplayGuard(since: Self.beginning)
        let used = try signature(1, at: Self.start.adding(seconds: offset))
        try earlier.use(used, now: Self.start)
        let later = ReplayGuard(since: Self.start)
        for wait: Int64 in [0, 1, 5, 300] {
            let retryAfter = max(0, 5 - wait) + 1
            #expect(throws: RequestSignature.Failure.unremembered(retryAfter: retryAfter)) {
                try later.use(used, now: Self.start.adding(seconds: wait))
            }
        }
    }

    @Test func takesWhatIsMadeWhenItHasBegun() throws {
        let replay = ReplayGuard(since: Self.start)
        let next = Self.start.adding(seconds: 6)
        try replay.use(try signature(1, at: next), now: next)
        #expect(throws: RequestSignature.Failure.replayed) { try replay.use(try signature(1, at: next), now: next) }
    }

    @Test func whatIsForgottenEarlyIsNotTakenAgain() throws {
        let replay = ReplayGuard(capacity: 10, since: Self.beginning)
        for second: Int64 in 0..<100 {
            let now = Self.start.adding(seconds: second)
            try replay.use(try signature(1, at: now), now: now)
        }
        let now = Self.start.adding(seconds: 100)
        for second: Int64 in 0..<100 {
            let used = try signature(1, at: Self.start.adding(seconds: second))
            #expect(throws: RequestSignature.Failure.self) { try replay.use(used, now: now) }
        }
        try replay.use(try signature(2, at: now), now: now)
    }

    @Test func forgetsAfterwards() throws {
        let replay = ReplayGuard(since: Self.beginning)
        for nonce in 0..<100 { try replay.use(try signature(nonce), now: Self.start) }
        try replay.use(try signature(100), now: Self.start.adding(seconds: 400))
        try replay.use(try signature(101), now: Self.start.adding(seconds: 800))
        #expect(replay.count == 2)
        #expect(replay.forgottenEarly == 0)
    }

    @Test func isBoundedAndTellsOfIt() throws {
        let replay = ReplayGuard(capacity: 10, since: Self.beginning)
        for second in 0..<100 {
            let now = Self.start.adding(seconds: Int64(second))
            try replay.use(try signature(second, at: now), now: now)
        }
        #expect(replay.count <= 20)
        #expect(replay.forgottenEarly == 8)
    }

    @Test func clocksThatGoBackDoNoHarm() throws {
        let replay = ReplayGuard(since: Self.beginning)
        try replay.use(try signature(1), now: Self.start)
        let earlier = Self.start.adding(seconds: -10_000)
        #expect(throws: RequestSignature.Failure.replayed) { try replay.use(try signature(1), now: earlier) }
    }
}
