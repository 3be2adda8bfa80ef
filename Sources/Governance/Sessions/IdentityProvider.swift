/// Finds out who somebody is: the seam for single sign-on. ``PasswordProvider`` is the implementation there is.
public protocol IdentityProvider: Sendable {
    /// Signs somebody in.
    /// - Parameters:
    ///   - attempt: what they show.
    ///   - now: the time.
    /// - Throws: ``SignInFailure``.
    func signIn(_ attempt: SignInAttempt, now: Timestamp) throws(SignInFailure) -> SignedIn
}
