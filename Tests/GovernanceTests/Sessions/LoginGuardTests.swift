import Governance
import Synchronization
import Testing

@Suite struct LoginGuardTests {
    private static let start = Samples.now
    private let policy = LoginGuard.Policy(freeTriesOfAccount: 3, freeTriesOfAddress: 6, firstLock: 2, longestLock: 60)

    private func wait(
        _ loginGuard: LoginGuard,
        _ account: String = "aki",
        from address: String? = nil,
        at offset: Int64 = 0
    ) -> Int64 {
        do throws(LoginGuard.Locked) {
            try loginGuard.begin(
                account: account,
                address: address.flatMap { NetworkAddress($0) },
                now: Self.start.adding(seconds: offset)
            )
            return 0
        } catch {
            return error.retryAfter
        }
    }

    @Test func theFirstTriesAreFree() {
        let loginGuard = LoginGuard(policy)
        for _ in 0..<3 { #expect(wait(loginGuard) == 0) }
        #expect(wait(loginGuard) == 0)
        #expect(wait(loginGuard) == 2)
        #expect(wait(loginGuard, "bo") == 0)
    }

    @Test func eachWrongTryDoublesTheLock() {
        let loginGuard = LoginGuard(policy)
        for _ in 0..<3 { #expect(wait(loginGuard) == 0) }
        var time: Int64 = 0
        for lock: Int64 in [2, 4, 8, 16, 32, 60, 60, 60] {
            #expect(wait(loginGuard, at: time) == 0)
            #expect(wait(loginGuard, at: time) == lock)
            #expect(wait(loginGuard, at: time + lock - 1) == 1)
            time += lock
        }
    }

    /// A guesser with all the time there is gets few tries in a day.
    @Test func aDayOfGuessingGetsFewTries() {
        let loginGuard = LoginGuard()
        let tries = (0..<86_400).count { wait(loginGuard, at: Int64($0)) == 0 }
        #expect(tries > 90 && tries < 120)
    }

    /// Tries count from their beginning: a thousand at once get no further than one after the other.
    @Test func manyAtOnceGetNoFurther() async {
        let loginGuard = LoginGuard(policy)
        let passed = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<1000 { group.addTask { wait(loginGuard) == 0 } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(passed == 4)
    }

    @Test func theRightPasswordClearsTheAccount() {
        let loginGuard = LoginGuard(policy)
        for _ in 0..<3 { #expect(wait(loginGuard) == 0) }
        loginGuard.succeeded(account: "AKI", address: nil, now: Self.start)
        #expect(loginGuard.count == 0)
        for _ in 0..<4 { #expect(wait(loginGuard) == 0) }
        #expect(wait(loginGuard) > 0)
        loginGuard.unlock(account: "aki")
        #expect(wait(loginGuard) == 0)
    }

    @Test func namesAreOneWhateverTheirCase() {
        let loginGuard = LoginGuard(policy)
        for name in ["aki", "AKI", "Aki", "aKi"] { #expect(wait(loginGuard, name) == 0) }
        #expect(wait(loginGuard, "akI") == 2)
    }

    @Test func anAddressIsLockedWhateverTheAccounts() {
        let loginGuard = LoginGuard(policy)
        for number in 0..<7 { #expect(wait(loginGuard, "user\(number)", from: "192.0.2.1") == 0) }
        #expect(wait(loginGuard, "user8", from: "192.0.2.1") == 2)
        #expect(wait(loginGuard, "user8", from: "::ffff:192.0.2.1") == 2)
        #expect(wait(loginGuard, "user8", from: "192.0.2.2") == 0)
    }

    @Test func addressesOfIPv6CountByTheirNetwork() {
        let loginGuard = LoginGuard(policy)
        for number in 0..<7 { #expect(wait(loginGuard, "user\(number)", from: "2001:db8::\(number)") == 0) }
        #expect(wait(loginGuard, "user8", from: "2001:db8::ffff") == 2)
        #expect(wait(loginGuard, "user8", from: "2001:db8:0:1::1") == 0)
    }

    /// An account of one's own does not clear what one has guessed of others.
    @Test func theOwnAccountDoesNotClearTheAddress() {
        let loginGuard = LoginGuard(policy)
        let address = NetworkAddress("192.0.2.1")
        var refused = 0
        for number in 0..<40 {
            if wait(loginGuard, "victim\(number)", from: "192.0.2.1") > 0 { refused += 1 }
            if wait(loginGuard, "mine", from: "192.0.2.1") == 0 {
                loginGuard.succeeded(account: "mine", address: address, now: Self.start)
            }
        }
        #expect(refused >= 33)
    }

    @Test func quietTimesAreForgiven() {
        let loginGuard = LoginGuard(policy)
        for _ in 0..<4 { #expect(wait(loginGuard) == 0) }
        for _ in 0..<3 { #expect(wait(loginGuard, at: 86_500) == 0) }
    }

    @Test func theMemoryIsBoundedAndKeepsTheWorst() {
        let loginGuard = LoginGuard(.init(freeTriesOfAccount: 3, capacity: 100))
        for _ in 0..<4 { _ = wait(loginGuard, "victim") }
        for number in 0..<5000 { _ = wait(loginGuard, "flood\(number)", from: "10.0.\(number / 250).\(number % 250)") }
        #expect(loginGuard.count <= 200)
        #expect(wait(loginGuard, "victim") == 2)
    }

    @Test func hostileNamesAreCut() {
        let loginGuard = LoginGuard(policy)
        let long = String(repeating: "x", count: 100_000)
        for suffix in ["a", "b", "c", "d"] { #expect(wait(loginGuard, long + suffix) == 0) }
        #expect(wait(loginGuard, long) == 2)
        #expect(wait(loginGuard, "e" + String(repeating: "\u{301}", count: 100_000)) == 0)
    }
}
