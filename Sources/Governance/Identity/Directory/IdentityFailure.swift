/// Why a presented key is nobody's.
public enum IdentityFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// No key has that text.
    case unknown
    /// The key was refused for good.
    case revoked
    /// The key, or something that it belongs to, is disabled or gone.
    case disabled
    /// The key is for an environment that its team is not for, or for none where it has to be.
    case foreignEnvironment
    /// The key is not valid before then.
    case notYetValid(from: Timestamp)
    /// The key was valid until then.
    case expired(at: Timestamp)
    /// The key has a new text; this one was valid until then.
    case rotatedOut(at: Timestamp)

    /// The stable code of the answer: `invalid_key` or `key_expired`.
    public var code: String {
        switch self {
        case .unknown, .revoked, .disabled, .foreignEnvironment, .notYetValid: "invalid_key"
        case .expired, .rotatedOut: "key_expired"
        }
    }

    /// A sentence for the caller.
    public var description: String {
        switch self {
        case .unknown: "Unknown API key. Use a key of this gateway (sk-km-…)."
        case .revoked: "This API key has been revoked."
        case .disabled: "This API key is disabled."
        case .foreignEnvironment: "This API key is for no environment of its team."
        case .notYetValid(let time): "This API key is not valid before \(time)."
        case .expired(let time): "This API key expired at \(time)."
        case .rotatedOut(let time): "This API key was replaced by a new one and ended at \(time)."
        }
    }
}
