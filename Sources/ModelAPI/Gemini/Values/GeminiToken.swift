/// Opaque tokens as they stand in Gemini's `thoughtSignature`.
enum GeminiToken {
    /// Marks a token that is a redacted thought's data, not a signature.
    private static let redactedMark = "redacted:"

    /// The data of a redacted thought as it goes to a client: in its envelope, told apart from a signature.
    static func redacted(_ token: OpaqueToken) -> String {
        OpaqueToken(redactedMark + token.value, from: token.dialect).text(on: .gemini)
    }

    /// The data of a redacted thought, if the token is one that ``redacted(_:)`` has marked.
    static func redactedData(in token: OpaqueToken) -> OpaqueToken? {
        guard token.dialect != .gemini, token.value.hasPrefix(redactedMark) else { return nil }
        return OpaqueToken(String(token.value.dropFirst(redactedMark.count)), from: token.dialect)
    }

    /// What Google documents for calls that come from elsewhere: models that demand a signature let these pass unchecked.
    static let unchecked = "skip_thought_signature_validator"
}
