/// The provider's tokenizer: a token is a run of at most four UTF-8 bytes that splits no code point.
///
/// For ASCII text that is one token per four bytes, rounded up. A streamed piece is exactly one token, so the number
/// of pieces and the usage always agree.
enum Tokens {
    static func count(_ text: some StringProtocol) -> Int {
        var tokens = 0
        var room = 0
        for scalar in text.unicodeScalars {
            let width = UTF8.width(scalar)
            if width > room {
                tokens &+= 1
                room = 4
            }
            room &-= width
        }
        return tokens
    }

    static func split(_ text: String) -> [Substring] {
        var pieces: [Substring] = []
        pieces.reserveCapacity(text.utf8.count / 4 &+ 1)
        var start = text.startIndex
        var index = start
        var room = 4
        while index < text.endIndex {
            let width = UTF8.width(text.unicodeScalars[index])
            if width > room {
                pieces.append(text[start..<index])
                start = index
                room = 4
            }
            room &-= width
            index = text.unicodeScalars.index(after: index)
        }
        if start < text.endIndex { pieces.append(text[start...]) }
        return pieces
    }

    /// The first `limit` tokens.
    static func prefix(_ text: String, _ limit: Int) -> String { split(text).prefix(max(limit, 0)).joined() }
}
