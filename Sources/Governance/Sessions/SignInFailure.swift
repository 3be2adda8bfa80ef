/// Why somebody is not signed in. It does not tell whether there is such a user.
public enum SignInFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The name or the password is wrong, or the user is disabled.
    case refused
    /// There were too many wrong tries; for so many seconds nothing is looked at.
    case locked(retryAfter: Int64)
    /// It cannot be found out now.
    case unavailable

    /// A sentence for the person.
    public var description: String {
        switch self {
        case .refused: "The name or the password is wrong."
        case .locked(let seconds): "Too many wrong tries. Try again in \(seconds) seconds."
        case .unavailable: "Signing in is not possible now."
        }
    }
}
