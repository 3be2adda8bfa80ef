/// Opaque proofs that a thought or a call was issued here and came back as it went out.
enum Signature {
    /// What a signature is for; a signature of one purpose is no proof for another.
    enum Purpose: String, Sendable {
        case thinking
        case redacted
        case functionCall
        case thought
    }

    static func make(_ purpose: Purpose, over text: String, seed: Fingerprint) -> String {
        Base64.encode(seed.bytes + digest(purpose, text, seed.bytes))
    }

    static func isValid(_ signature: String, _ purpose: Purpose, over text: String) -> Bool {
        guard let bytes = Base64.decode(signature), bytes.count == 24 else { return false }
        return Array(bytes[8...]) == digest(purpose, text, Array(bytes[..<8]))
    }

    private static func digest(_ purpose: Purpose, _ text: String, _ seed: [UInt8]) -> [UInt8] {
        let base = Fingerprint(seed).mixed(with: purpose.rawValue).mixed(with: text)
        return base.bytes + base.mixed(with: "second half").bytes
    }
}
