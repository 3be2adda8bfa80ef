import Governance
import Testing

@Suite struct PasswordProviderTests {
    private let hasher = PasswordHasher(cost: .init(logN: 4, blockSize: 8, parallelism: 1))
    private let address = NetworkAddress("192.0.2.1")

    private func provider(_ users: [User], hasher: PasswordHasher? = nil) -> PasswordProvider {
        PasswordProvider(hasher: hasher ?? self.hasher, loginGuard: LoginGuard()) { name in
            users.first { $0.name == name }
        }
    }

    private func user(_ name: String = "aki") throws -> User {
        var user = Samples.user(name, .member)
        user.password = try hasher.hash(SecretText("correct horse battery"))
        return user
    }

    private func attempt(_ name: String = "aki", _ password: String = "correct horse battery") -> SignInAttempt {
        SignInAttempt(name: name, password: SecretText(password), address: address)
    }

    @Test func signsInWithTheRightPassword() throws {
        let user = try user()
        let signedIn = try provider([user]).signIn(attempt(), now: Samples.now)
        #expect(signedIn == SignedIn(user))
    }

    @Test func tellsNotWhatIsWrong() throws {
        var disabled = try user("bo")
        disabled.isDisabled = true
        let provider = provider([try user(), disabled, Samples.user("no-password", .member)])
        let attempts = [
            attempt("aki", "wrong horse battery"), attempt("nobody"), attempt("bo"), attempt("no-password"),
            attempt("aki", ""),
        ]
        for attempt in attempts {
            #expect(throws: SignInFailure.refused) { try provider.signIn(attempt, now: Samples.now) }
        }
    }

    @Test func guessingIsSlowedDownBeforeThePasswordIsLookedAt() throws {
        let provider = provider([try user()])
        for _ in 0..<6 {
            #expect(throws: SignInFailure.refused) { try provider.signIn(attempt("aki", "wrong"), now: Samples.now) }
        }
        #expect(throws: SignInFailure.locked(retryAfter: 2)) { try provider.signIn(attempt(), now: Samples.now) }
        _ = try provider.signIn(attempt(), now: Samples.now.adding(seconds: 2))
    }

    @Test func successesDoNotAddUp() throws {
        let provider = provider([try user()])
        for _ in 0..<50 { _ = try provider.signIn(attempt(), now: Samples.now) }
    }

    @Test func oldHashesAreReplaced() throws {
        let dearer = PasswordHasher(cost: .init(logN: 5, blockSize: 8, parallelism: 1))
        let signedIn = try provider([try user()], hasher: dearer).signIn(attempt(), now: Samples.now)
        let hash = try #require(signedIn.rehashed)
        #expect(hash.cost.logN == 5)
        #expect(try dearer.verify(SecretText("correct horse battery"), against: hash))
    }
}
