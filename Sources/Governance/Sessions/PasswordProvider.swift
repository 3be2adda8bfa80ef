/// Signs people in by name and password.
///
/// Takes as long for a name that nobody has as for a wrong password. Works out a hash on the calling thread: never call it
/// on an event loop.
public struct PasswordProvider: IdentityProvider {
    private let hasher: PasswordHasher
    private let loginGuard: LoginGuard
    private let user: @Sendable (_ name: String) -> User?

    /// A provider.
    /// - Parameters:
    ///   - hasher: checks passwords.
    ///   - loginGuard: slows guessing down; one for the whole gateway.
    ///   - user: finds the user of a name.
    public init(
        hasher: PasswordHasher,
        loginGuard: LoginGuard,
        user: @escaping @Sendable (_ name: String) -> User?
    ) {
        self.hasher = hasher
        self.loginGuard = loginGuard
        self.user = user
    }

    /// Signs somebody in.
    /// - Throws: ``SignInFailure``.
    public func signIn(_ attempt: SignInAttempt, now: Timestamp) throws(SignInFailure) -> SignedIn {
        do throws(LoginGuard.Locked) {
            try loginGuard.begin(account: attempt.name, address: attempt.address, now: now)
        } catch {
            throw .locked(retryAfter: error.retryAfter)
        }
        let user = user(attempt.name)
        let isRight: Bool
        do {
            isRight = try hasher.verify(attempt.password, against: user?.password)
        } catch {
            throw .unavailable
        }
        guard isRight, let user, let stored = user.password, !user.isDisabled else { throw .refused }
        loginGuard.succeeded(account: attempt.name, address: attempt.address, now: now)
        // Not being able to hash anew is no reason to refuse: the old hash stays.
        return SignedIn(user, rehashed: hasher.needsRehash(stored) ? try? hasher.hash(attempt.password) : nil)
    }
}
