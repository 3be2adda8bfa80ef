extension OpaqueToken {
    private static let mark = "kanmon:"
    /// How the mark begins in base64, whatever follows it.
    private static let encodedMark = "a2FubW9u"

    /// This token as it stands on the wire of `dialect`.
    ///
    /// On its own wire it is the provider's bare value. On another it is wrapped so that it can be told apart and taken back to
    /// its own provider when the client returns it; Gemini's field holds bytes, so there the wrapping is base64.
    public func text(on dialect: DialectID) -> String {
        if dialect == self.dialect { return value }
        let wrapped = "\(Self.mark)\(self.dialect.rawValue):\(value)"
        return dialect == .gemini ? Base64.encode(wrapped.utf8) : wrapped
    }

    /// Takes a token from the wire of `dialect`, unwrapping it where ``text(on:)`` wrapped it.
    public init(reading text: String, on dialect: DialectID) {
        var candidate = text
        // A provider's own token, which may be long, need not be decoded to find out.
        if dialect == .gemini, text.utf8.starts(with: Self.encodedMark.utf8), let bytes = Base64.decode(text),
            bytes.starts(with: Self.mark.utf8)
        {
            candidate = String(decoding: bytes, as: UTF8.self)
        }
        if candidate.hasPrefix(Self.mark) {
            let rest = candidate.dropFirst(Self.mark.count)
            if let colon = rest.firstIndex(of: ":"), let origin = DialectID(rawValue: String(rest[..<colon])) {
                self.init(String(rest[rest.index(after: colon)...]), from: origin)
                return
            }
        }
        self.init(text, from: dialect)
    }
}
