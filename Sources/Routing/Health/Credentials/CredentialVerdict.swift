/// What an attempt says about the credential it was made with.
public enum CredentialVerdict: Hashable, Sendable {
    /// The provider takes it.
    case accepted
    /// The provider does not take it (401).
    case refused
    /// The provider takes it, but not for this (403). Known of a target, it is no reason to give up the credential elsewhere.
    case forbidden
    /// Its account is empty (402, `insufficient_quota`).
    case outOfQuota
    /// It is used too fast (429).
    /// - Parameter retryAfter: how long the provider asks to be left alone, where it says so.
    case rateLimited(retryAfter: Duration?)
    /// Nothing.
    case neutral
}
