import Crypto
import HTTPWire
import ModelAPI
import Settings

/// The virtual keys, by digest: the keys themselves are not kept.
struct KeyRing: Sendable {
    /// A SHA-256 digest as four words: hashed and compared without an allocation.
    struct Digest: Hashable, Sendable {
        private let words: (UInt64, UInt64, UInt64, UInt64)

        init(of key: some Collection<UInt8>) {
            var words: [UInt64] = [0, 0, 0, 0]
            for (index, byte) in SHA256.hash(data: Array(key)).enumerated() where index < 32 {
                words[index >> 3] = words[index >> 3] << 8 | UInt64(byte)
            }
            self.words = (words[0], words[1], words[2], words[3])
        }

        /// Compares all bits whatever the first ones say, so that the time taken tells nothing.
        static func == (left: Digest, right: Digest) -> Bool {
            (left.words.0 ^ right.words.0) | (left.words.1 ^ right.words.1) | (left.words.2 ^ right.words.2)
                | (left.words.3 ^ right.words.3) == 0
        }

        func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
    }

    private let callers: [Digest: Caller]
    private let isRequired: Bool

    /// - Parameters:
    ///   - keys: the keys of the configuration.
    ///   - teams: the teams that they name.
    ///   - isRequired: whether every request must present one.
    init(_ keys: [GatewayKey], teams: [TeamConfiguration] = [], isRequired: Bool) {
        let teams = Dictionary(teams.map { ($0.name, $0) }) { first, _ in first }
        callers = Dictionary(
            keys.map { key in
                (Digest(of: key.key.reveal().utf8), Caller(key, team: key.team.flatMap { teams[$0] }))
            }
        ) { first, _ in first }
        self.isRequired = isRequired
    }

    /// Finds out who sends a request.
    ///
    /// Exactly one credential counts, the first of `Authorization: Bearer`, `x-api-key`, `x-goog-api-key` and `?key=`: a
    /// request that carries several cannot be read as two callers.
    /// - Throws: ``APIError`` of kind `invalidKey`.
    func identify(_ head: RequestHead) throws(APIError) -> Caller {
        if let credential = Self.credential(head) {
            if let caller = callers[Digest(of: credential)] { return caller }
            if isRequired { throw APIError(.invalidKey, "Unknown API key. Use a key of this gateway (sk-km-…).") }
            return .anonymous
        }
        guard isRequired else { return .anonymous }
        throw APIError(
            .invalidKey,
            "No API key. Send a key of this gateway as 'Authorization: Bearer …', 'x-api-key' or 'x-goog-api-key'."
        )
    }

    private static func credential(_ head: RequestHead) -> ArraySlice<UInt8>? {
        if let value = head.fields.firstSlice("authorization") {
            // RFC 9110 §11.1: the scheme's case does not matter.
            let scheme = "bearer "
            guard value.count > scheme.utf8.count,
                zip(value, scheme.utf8).allSatisfy({ FieldGrammar.lowercased($0) == $1 })
            else { return [] }
            return value.dropFirst(scheme.utf8.count)
        }
        if let value = head.fields.firstSlice("x-api-key") ?? head.fields.firstSlice("x-goog-api-key") { return value }
        return Router.queryValue("key", in: head.query).map { ArraySlice($0.utf8) }
    }
}
