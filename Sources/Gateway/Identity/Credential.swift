import HTTPWire

/// What a request presents to be known by.
///
/// Exactly one credential counts, the first of `Authorization: Bearer`, `x-api-key`, `x-goog-api-key` and `?key=`: a request
/// that carries several cannot be read as two callers.
enum Credential {
    /// The bytes that are presented; `nil` where there are none.
    static func presented(_ head: RequestHead) -> ArraySlice<UInt8>? {
        if let value = head.fields.firstSlice("authorization") {
            // RFC 9110 §11.1: the scheme's case does not matter.
            guard value.count > scheme.count, isBearer(value.span) else { return [] }
            return value[(value.startIndex + scheme.count)...]
        }
        if let value = head.fields.firstSlice("x-api-key") ?? head.fields.firstSlice("x-goog-api-key") { return value }
        return Router.queryValue("key", in: head.query).map { ArraySlice($0.utf8) }
    }

    private static let scheme = Array("bearer ".utf8)

    private static func isBearer(_ value: Span<UInt8>) -> Bool {
        let scheme = scheme.span
        for index in scheme.indices where FieldGrammar.lowercased(value[index]) != scheme[index] { return false }
        return true
    }
}
