/// That a key's requests must be signed, and how the secret for it is come by.
public enum RequestSigning: Hashable, Sendable {
    /// The secret is worked out from the gateway's pepper and this random text, so that the store holds no secret.
    case derived(seed: String)
    /// The configuration gives the secret; it is never written anywhere.
    case given(SigningSecret)

    /// Signing with a new secret.
    public static func generate() -> RequestSigning {
        var random = SystemRandomNumberGenerator()
        return .derived(seed: RandomText.base32(26, using: &random))
    }

    /// The secret: to be shown once to the key's holder, and to check signatures with.
    /// - Parameters:
    ///   - keyID: the key's id.
    ///   - pepper: the gateway's secret.
    public func secret(keyID: String, pepper: KeyPepper) -> SigningSecret {
        switch self {
        case .given(let secret): secret
        case .derived(let seed): SigningSecret(derivedFor: keyID, seed: seed, pepper: pepper)
        }
    }
}
